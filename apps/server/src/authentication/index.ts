/**
 * Purpose: who somebody is: registration, sign-in by password or passkey, second factors, sessions, and the links by mail that confirm an
 * address or set a new password. Better Auth does credentials, sessions, second factors and passkeys behind our routes; registration, links
 * and mails are ours.
 *
 * Standards: RFC 9106 (Argon2), RFC 6238 (TOTP), W3C Web Authentication Level 3, RFC 6265 (cookies).
 *
 * Guarantees: what a request changes, its audit entry and its mail are one transaction; a link is used once, by whoever has it, for the address
 * that it was sent to, and the newest replaces older ones; a code is used once, however many try it at once; an ended session is over at once
 * on all nodes; of any number of registrations with one address one makes a user.
 *
 * Fails with: errors of the API, from one table; rejects when the database fails.
 *
 * Security: whether somebody is a user shows neither in answers nor in their time: no refusal comes before a floor, and whoever would be told
 * is told by mail. Tries are counted over all nodes, by login and network, so that strangers cannot lock an owner out where he is known. Links
 * and challenges are stored as hashes, second factors encrypted. A sign-in, and a second factor, begins a new session. Only the routes of the
 * contract lead to Better Auth, and no request names an address to redirect to. Cookies are HttpOnly, SameSite=Lax, and Secure over HTTPS.
 *
 * Not here: whether Origin and Host fit, limits by route and the transaction of ordinary routes (`http/`); API keys (`api-keys/`); hashing and
 * rules of passwords (`accounts/`).
 */
export { createAuthentication, type Authentication } from './authentication.ts';
export type { AuthenticationDependencies } from './dependencies.ts';
export { withFloor } from './floor.ts';
export type { VerifyEmailResult } from './email.ts';
export type { ResetPasswordResult } from './password-change.ts';
export { bringsSession } from './session-cookie.ts';
export { endSessions } from './session-routes.ts';
export { deleteLapsed as removeLapsedSignIns } from './session-store.ts';
