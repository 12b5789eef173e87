/**
 * Purpose: what is done to the header block of a message that is sent on. Mode `rewrite`: the reader sees the author under a
 * reply address of the alias, and answers there.
 *
 * Standards: RFC 5322 §3.6 (header fields), RFC 5321 §4.4 (trace fields) and §6.3 (loops), RFC 6376, RFC 8617 and RFC 8601 §5
 * (what a changed message must not carry), RFC 8098 (receipts).
 *
 * Guarantees: pure, no I/O; fields that `header-policy.ts` does not name leave byte for byte and in their order, To and Cc among
 * them; the body is never seen; the octets of display names are kept.
 *
 * Security: what a peer wrote into a name cannot begin another field or another address; no field is left by which a reader
 * answers, or sends a receipt, from the real address to an outsider; loop tokens cannot be guessed without the key.
 *
 * Not here: the reverse path (`delivery/`), the DKIM signature (`@smtpy/mail`), making contacts (`contacts/`).
 */
export { rewrite, type RewriteInput } from './rewrite.ts';
export { readAuthor, readReplyTo, type Author } from './author.ts';
export { findLoop, isMarked, loopToken } from './loop.ts';
