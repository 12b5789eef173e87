/**
 * Purpose: what a route of the HTTP API is made of: its operation (from the contract), its handler, who calls, and the errors it may give.
 * Features declare their routes with it; `http/` runs them.
 *
 * Guarantees: a handler is given only what was checked against the schemas and the access rule of its operation.
 *
 * Fails with: {@link ApiError} for whatever the caller can do something about; anything else is the server's mistake.
 *
 * Not here: the protocol (headers, cookies, limits, transactions), which is in `http/`.
 */
export { ApiError, type FieldError } from './api-error.ts';
export { type Actor, type Caller, type MemberCaller, type Membership, type Principal } from './caller.ts';
export { cursorFault, formatCursor, pageAfter, parseCursor, parseIdCursor } from './cursor.ts';
export {
  type Answer,
  type Call,
  type HeadedAnswer,
  type Route,
  route,
  streamed,
  type StreamedAnswer,
} from './route.ts';
export { demandFreshSession, freshSeconds } from './fresh-session.ts';
