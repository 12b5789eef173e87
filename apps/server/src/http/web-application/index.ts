/**
 * Purpose: gives browsers the application of `apps/web` as it was built: its files, and its one page for every address that it knows.
 *
 * Standards: RFC 9110 (content negotiation, conditional requests), RFC 9111 (caching), Content Security Policy Level 3.
 *
 * Guarantees: a file whose name holds its hash is kept for ever and an unknown one is a 404, never the page in its place; what changes under
 *   its name is asked for again; the page has another nonce each time, in its header and its elements alike; addresses with tokens are kept by nobody.
 *
 * Fails with: no application where nothing was built; then the server has its few pages alone.
 *
 * Security: only files that were in the folder at the start have a route, so that no path leads out of it; the policy allows scripts of this
 *   server alone, and styles beside them only with the nonce.
 *
 * Not here: building (`tools/build-web.ts`), and the pages that work without scripts.
 */
export { builtApplication, loadWebApplication, type WebApplication } from './application.ts';
export { answerWithoutPage, registerWebApplication } from './register.ts';
