/**
 * Domain names and addresses.
 *
 * Purpose: turn text from outside into `DomainName` and `Address` once, compare them, and print them again for the wire or for people.
 * Standards: RFC 5321 §4.1.2 and §4.5.3.1 (syntax, lengths), RFC 6531 §3.3 (UTF-8), RFC 6532 §3.1 (NFC), RFC 5890 (A-labels), RFC 3696 §2.
 * Guarantees: a `DomainName` is lower case ASCII with A-labels and without trailing dot; a parsed `Address` printed and parsed again is
 *   the same; nothing parsed holds a control character or a lone surrogate.
 * Fails with: `Parsed` with a reason in English. The reason does not repeat the input.
 * Security: source routes, address literals and bare IPv4 addresses are refused. `user%host@relay` is a valid address; whoever receives
 *   mail refuses to relay for it.
 * Not here: whether a domain exists or is ours.
 */
export type { DomainName } from './domain-name.ts';
export { parseDomainName } from './domain-name.ts';
export type { Address } from './address.ts';
export { formatAddress, maskAddress, parseAddress } from './address.ts';
export { addressKey, foldAddress, foldLocalPart, isSameAddress } from './fold.ts';
