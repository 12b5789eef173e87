/**
 * Signed return paths: the address to which the next hop sends its bounces, one per delivery.
 *
 * Purpose: make the reverse path of a forwarded message, and tell at RCPT whether an address is one of ours. In the manner of VERP when
 *   we are the author's stand-in; by SRS, the Sender Rewriting Scheme, when the author is kept.
 * Standards: RFC 5321 §4.5.3.1.1 (64 octets), RFC 4648 §6 (base32), RFC 2104 (HMAC), RFC 9562 §5.7 (UUIDv7).
 * Guarantees: the VERP local part is `b-` and 45 characters, 47 octets; one delivery, day and domain have exactly one form. SRS is
 *   `SRS0=<signature>=<reference>=<sender's domain>=<sender's local part>`, or `SRS1=<signature and reference>=<host>=<rest>` for a
 *   sender that is SRS already, so that paths do not grow with every forwarder. All survive hosts that change case.
 * Fails with: `not_return_path` or `not_srs`, `forged`, `expired`. Formatting throws RangeError for an id that is no UUID or a day after
 *   2149; an SRS path that would not fit in 64 octets is undefined.
 * Security: HMAC-SHA256, cut to 80 bits over id, day and domain for VERP, to 40 bits over everything in the address and the domain for
 *   SRS, compared in constant time; a guess needs 2^79 or 2^39 tries on average against the running server. The signature is checked
 *   before the date, so a forger learns nothing about dates.
 * Not here: what a bounce says.
 */
export type { ReturnPathInput, ReturnPathResult } from './return-path.ts';
export { formatReturnPath, isReservedLocalPart, parseReturnPath } from './return-path.ts';
export type { SrsInput, SrsResult } from './srs.ts';
export { formatSrs, parseSrs } from './srs.ts';
