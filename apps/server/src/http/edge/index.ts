/**
 * Purpose: what stands before every route: how long a client may take, how many may come, which sites' pages may call, and what is told of
 * each request.
 *
 * Standards: RFC 9110 (HTTP), Fetch §3.2 (CORS), W3C Trace Context §3.2.
 *
 * Guarantees: every request ends in one line of the access log and one measurement, also when its client goes; a header or body that does not
 * arrive in time ends the connection; with too much under way requests are refused at once, and served again when it is less; a stop
 * finishes what is under way; who is refused while still sending can read why, and sends on into nothing within limits.
 *
 * Fails with: 408 for slow requests, 503 with `Retry-After` when overloaded; the error `unavailable` below /v1.
 *
 * Security: what a header says of the client is believed of configured proxies alone. The log holds patterns of paths and no queries, since
 * both carry tokens. Pages of other sites get answers only where configured, and never with cookies.
 *
 * Not here: who calls and what they may (`http/api`).
 */
export { isAllowedOrigin } from './cors.ts';
export { registerEdge, type EdgeOptions } from './register-edge.ts';
export { serverOptions, type ServerTimeouts } from './server-options.ts';
export { closeGracefully } from './shutdown.ts';
