/**
 * What the page of the application may load, and what may hold it (CSP Level 3). Styles of components are elements that scripts make,
 * so they carry the nonce; everything else comes from this server. `blob:` is for what people look at before they save it, `data:` for
 * the small pictures in style sheets.
 */
export function pagePolicy(nonce: string): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
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
