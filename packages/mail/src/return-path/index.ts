/**
 * Signed return paths: the address to which the next hop sends its bounces, one per delivery.
 *
 * Purpose: make the reverse path of a rewritten message, and tell at RCPT whether an address is one of ours.
 * Standards: RFC 5321 §4.5.3.1.1 (64 octets), RFC 4648 §6 (base32), RFC 2104 (HMAC), in the manner of VERP.
 * Guarantees: the local part is `b-` and 45 characters, 47 octets; it survives hosts that change case; one delivery, day and domain
 *   have exactly one form.
 * Fails with: `not_return_path`, `forged`, `expired`. Formatting throws RangeError for an id that is no UUID or a day after 2149.
 * Security: HMAC-SHA256 cut to 80 bits over id, day and domain, compared in constant time; a guess needs 2^79 tries on average
 *   against the running server. The signature is checked before the date, so a forger learns nothing about dates.
 * Not here: what a bounce says; SRS.
 */
export type { ReturnPathInput, ReturnPathResult } from './return-path.ts';
export { formatReturnPath, isReservedLocalPart, parseReturnPath } from './return-path.ts';
