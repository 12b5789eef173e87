/**
 * Purpose: what is changed in the body of a message that is sent on: in a forward the addresses of an invitation, so that it can be
 * answered through the alias; in a reply the mailbox's address where a program wrote it (invitations, vCards, lines about quotations,
 * receipts, headers of attached messages, the text beside an answer to an invitation), and reply addresses there.
 *
 * Standards: RFC 5545 §3.1 and §3.8.4, RFC 7986 §6.2 (calendars), RFC 6350 (vCards), RFC 8098 and RFC 3464
 *   (receipts), RFC 3676 §4.5 (quote marks), RFC 6068 (mailto).
 *
 * Guarantees: pure; a position that is not known is never changed, so what a person wrote stays as he wrote it; octets around a
 * replaced address stay, markup is never made anew; charsets in which ASCII is not ASCII are left alone; linear time.
 *
 * Fails with: nothing, on any bytes.
 *
 * Security: changes are reported in words without addresses; an attached text and text under a PGP signature are not touched.
 *
 * Not here: transfer encodings, multiparts, and what is signed or encrypted (`editParts` of `@smtpy/mail`).
 */
export { bodyEditorFor, type BodyEditor, type BodyPlan } from './body-editor.ts';
export type { BodyKnowledge } from './known-position.ts';
export type { ForwardAddresses, ReplyAddresses } from './address-map.ts';
