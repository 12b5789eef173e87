/**
 * Purpose: the pages that the server renders itself, before and beside the web application: HTML that escapes by
 * construction, and one look for all of them.
 *
 * Security: {@link html} escapes every value; styles come from one file, so that the content security policy allows no
 * inline ones.
 */
export { html, Html } from './html.ts';
export { loadIcon, renderAddress, renderPage, stylesheet } from './page.ts';
