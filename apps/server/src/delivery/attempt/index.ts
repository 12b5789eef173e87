/**
 * Purpose: one attempt at one delivery, as a list of named steps. Which list depends on what is delivered:
 *
 * | delivery          | steps                                                                                |
 * |-------------------|--------------------------------------------------------------------------------------|
 * | forward, rewrite  | destination, content, signer, identities, people, transform, body, changes, encrypt, sign, send |
 * | forward, preserve | destination, content, signer, transform, seal, send                                  |
 * | forward, adaptive | preserve; rewrite when that was learned, or at once after a refusal for authentication |
 * | reply             | destination, content, signer, identities, transform, body, sign, send                |
 * | notice, probe     | destination, content, signer, transform, sign, send                                  |
 *
 * A forward that rules change, or to a mailbox that has a key, leaves as `rewrite` whatever its mode says.
 *
 * Standards: RFC 6376 (DKIM), RFC 8617 (ARC), RFC 5321 §4.5.5 (null reverse path) and §6.3 (loops).
 *
 * Guarantees: an attempt has an outcome whatever happens, and a failure says of what kind it was. What leaves has exactly the size that
 * is announced. A body that needs no change is never read twice and leaves byte for byte; one that is changed is measured first and
 * made anew while it is sent, in bounded memory. What is rewritten leaves signed; what is preserved leaves with nothing changed
 * below our own fields. A second try within an attempt follows only a refusal that means that nothing was taken.
 *
 * Fails with: `held` for what must leave encrypted and cannot; `deferred` for what is missing or unexpected; `bounced` for what would come back to us; the transport's outcome
 * otherwise.
 *
 * Security: reverse paths carry an HMAC, so nobody can make us believe in a bounce. A reply names neither client nor mailbox; reply
 * addresses of other organizations are never resolved.
 *
 * Not here: leases and settling (`loop/`), which host (`direct-transport.ts`, `relay-transport.ts`), which header field becomes
 * what (`forwarding/`).
 */
export { createAttempt, type Attempt, type AttemptDependencies, type AttemptLoaders } from './attempt.ts';
export type { ContactIdentity } from './contacts.ts';
export type { SigningKey } from './load-signer.ts';
