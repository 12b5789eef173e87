/**
 * Purpose: one attempt at one delivery, as a list of steps: open the content, load identities, transform, sign, send.
 *
 * Standards: RFC 6376 (DKIM), RFC 5321 §4.5.5 (null reverse path).
 *
 * Guarantees: an attempt has an outcome whatever happens. What leaves is the rewritten header block and the stored body, whose
 * announced size is exact. Nothing leaves unsigned.
 *
 * Fails with: `deferred` for what is missing or unexpected; the transport's outcome otherwise.
 *
 * Security: the reverse path carries an HMAC, so nobody can make us believe in a bounce.
 *
 * Not here: leases and settling (`loop/`), which host (`direct-transport.ts`, `relay-transport.ts`).
 */
export { createAttempt, type Attempt, type AttemptDependencies } from './attempt.ts';
export type { ContactIdentity, IdentityLoaders, SigningKey } from './load-identities.ts';
export type { TransformKeys } from './transform.ts';
