/**
 * Purpose: signing in and what belongs to it: registration, sessions, password, address, second factor, passkeys. Paths and shapes are those
 * of Better Auth, so that its client works; the errors are ours.
 *
 * Standards: RFC 6238 (TOTP), W3C Web Authentication Level 3.
 *
 * Not here: addresses to redirect to, which no request can name.
 */
export { authenticationOperations } from './operations.ts';
export { email as accountEmail } from './schemas.ts';
