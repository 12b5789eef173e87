import { createHash } from 'node:crypto';

/** The only style sheet of a frame. What the message brings as style attributes stays behind it. */
const style = `html{color-scheme:light;background:#fff}body{margin:16px;font:14px/1.5 system-ui,sans-serif;color:#1c2430;overflow-wrap:anywhere}
img{max-width:100%;height:auto}table{max-width:100%}a{color:#2b63c6}blockquote{margin:8px 0;padding-left:12px;border-left:3px solid #c9d2de}
a[href]::after{content:" " attr(href);display:inline-block;max-width:min(48ch,60vw);margin-left:4px;padding:0 6px;overflow:hidden;text-overflow:ellipsis;white-space:nowrap;
vertical-align:bottom;border-radius:4px;background:#eef2f8!important;color:#44506a!important;font:12px/1.5 ui-monospace,Menlo,monospace!important;text-decoration:none}
.picture{display:inline-block;padding:0 6px;border:1px dashed #9aa7ba;border-radius:4px;color:#5b6778;font-size:12px}`;

/** The source expression of that style sheet (CSP Level 3 §2.3.1): the policy of a page with a frame names it. */
export const frameStyle = `'sha256-${createHash('sha256').update(style).digest('base64')}'`;

/** Nothing is fetched, run, posted or framed; pictures lie in the document itself. */
const framePolicy = `default-src 'none'; style-src-elem ${frameStyle}; style-src-attr 'unsafe-inline'; img-src data:; form-action 'none'; base-uri 'none'`;

/**
 * The content security policy of a page with such a frame in it: what stands in `srcdoc` obeys the policy of the page and its own, which is
 * {@link frameDocument}'s. Style attributes are for the frame: the page has none.
 */
export const framedPagePolicy = [
  `default-src 'none'`,
  `style-src-elem 'self' ${frameStyle}`,
  `style-src-attr 'unsafe-inline'`,
  `img-src 'self' data:`,
  `form-action 'self'`,
  `base-uri 'none'`,
  `frame-ancestors 'none'`,
].join('; ');

/** A whole document around HTML that `sanitizeMailHtml` made, for the `srcdoc` of a frame with an empty `sandbox`. */
export function frameDocument(sanitized: string): string {
  return `<!doctype html><html><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${framePolicy}"><meta name="referrer" content="no-referrer"><style>${style}</style></head><body>${sanitized}</body></html>`;
}
