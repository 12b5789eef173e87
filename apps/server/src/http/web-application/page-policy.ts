import { frameStyle } from '../../quarantine/index.ts';

/**
 * What the page of the application may load, and what may hold it (CSP Level 3). Styles of components are elements that scripts make,
 * so they carry the nonce; everything else comes from this server. `blob:` is for what people look at before they save it, `data:` for
 * the small pictures in style sheets.
 *
 * A message of the quarantine is shown in a frame without any permission, and obeys this policy as well as its own: the one style sheet of such
 * frames and style attributes are for it. The pages write no markup that they did not bring themselves, so nobody else can use them.
 */
export function pagePolicy(nonce: string): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    `style-src-elem 'self' 'nonce-${nonce}' ${frameStyle}`,
    "style-src-attr 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    "connect-src 'self'",
    "manifest-src 'self'",
    "worker-src 'self'",
    "frame-src 'self' blob:",
    "form-action 'self'",
    "base-uri 'self'",
    "frame-ancestors 'none'",
  ].join('; ');
}
