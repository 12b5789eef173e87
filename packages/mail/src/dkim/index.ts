/**
 * DKIM signatures with RSA-SHA256, relaxed/relaxed.
 *
 * Purpose: hash a body once while it streams in, and sign a header block with that hash as often as it takes.
 * Standards: RFC 6376 (§3.4.2 and §3.4.4 canonicalisation, §3.5 tags, §3.6.1 key record, §5 signing), RFC 8301 (SHA-256, 2048 bits),
 *   RFC 8058 §4 (List-Unsubscribe fields are signed).
 * Guarantees: the hash does not depend on how the body is cut into chunks and runs in linear time; signing happens in the thread pool.
 * Fails with: RangeError for keys, hashes or selectors that cannot make a signature.
 * Security: From, Subject and Reply-To cannot be added a second time after signing, nor any other field that a reader shows or acts on
 *   when the message has one.
 * Not here: verification; ARC; where keys are kept.
 */
export { BodyHash } from './body-hash.ts';
export type { DkimKey } from './key.ts';
export { formatDkimRecord, generateDkimKey } from './key.ts';
export type { SignHeaderInput } from './signature.ts';
export { signHeader } from './signature.ts';
