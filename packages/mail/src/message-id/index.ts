/**
 * Message-IDs under which an alias's mail leaves.
 *
 * Purpose: replace the Message-ID of a mailbox's client, which often names the mailbox's domain or host, by one on the alias's domain,
 *   and find the client's own again when somebody refers to it, so that threads hold on both sides without a table.
 * Standards: RFC 5322 §3.6.4 (identification fields), RFC 5297 (the manner of SIV), RFC 4648 §5 (base64url).
 * Guarantees: one id, alias and key always give one token; what came out of `outward` for an alias comes back from `inward` for the
 *   same one. Linear time.
 * Fails with: undefined for every id that is not of this alias and key, or was too long to be carried.
 * Security: AES-256-CTR under an IV that is the HMAC-SHA256 of alias and id, cut to 128 bits, and is checked when reading: nobody can
 *   read an id, make one, or move one to another alias. The length of an id and whether two are equal can be seen.
 * Not here: header fields; which ids of a message are whose.
 */
export type { MessageIdMap } from './message-id-map.ts';
export { createMessageIdMap } from './message-id-map.ts';
