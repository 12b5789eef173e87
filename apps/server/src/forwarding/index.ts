/**
 * Purpose: what is done to a message that is sent on. Mode `rewrite`: the reader sees the author under a reply address of the alias,
 * and answers there. Mode `preserve`: the author's message as it is. A reply of the owner leaves as the alias's own. Invitations, and
 * what mail programs quote, are changed in the body by the editors of `body/`. What rules ask for on the way out, a prefix of the subject and
 * a text where an attachment was, has its words here.
 *
 * Standards: RFC 5322 §3.6 (header fields), RFC 5321 §4.4 (trace fields) and §6.3 (loops), RFC 6376, RFC 8617 and RFC 8601 §5
 * (what a changed message must not carry), RFC 8098 (receipts), RFC 3834 (automatic answers), RFC 2047 (encoded words), RFC 5545 and RFC 6350 (calendars and
 * vCards).
 *
 * Guarantees: pure, no I/O; in `rewrite`, fields that `header-policy.ts` does not name leave byte for byte and in their order, and in
 * those that it edits nothing changes but addresses and ids; in `preserve`, an author's DKIM signature that verified still does; of a
 * reply leaves only what `reply-policy.ts` names; display names keep their octets; the body is changed in known positions only.
 *
 * Security: what a peer wrote into a name cannot begin another field or another address; no field is left by which a reader
 * answers, or sends a receipt, from the real address to an outsider; a reply names the owner's mailbox nowhere but where the owner
 * wrote it himself; loop tokens cannot be guessed without the key.
 *
 * Not here: the reverse path and ARC (`delivery/`), the DKIM signature, walking through a body (`@smtpy/mail`), making contacts
 * (`contacts/`).
 */
export { bodyEditorFor, type BodyEditor, type BodyKnowledge, type BodyPlan } from './body/index.ts';
export { rewrite, type RewriteInput } from './rewrite.ts';
export { preserve, type PreserveInput } from './preserve.ts';
export { reply, type ReplyInput } from './reply.ts';
export type { ReplyMessageIds } from './own-message-ids.ts';
export { listMessageIds } from './references.ts';
export { listPeople, type Person } from './people.ts';
export { readAuthor, readReplyTo, type Author } from './author.ts';
export { findLoop, isMarked, loopToken } from './loop.ts';
export { prefixSubject } from './subject-prefix.ts';
export { describeRemovedAttachment } from './removed-attachment.ts';
