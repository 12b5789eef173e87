/**
 * Replies of SMTP servers.
 *
 * Purpose: read replies line by line as a client gets them, and say what one means for a delivery.
 * Standards: RFC 5321 §4.2 and §4.5.3.1.10 (codes, multi-line replies), RFC 2034 and RFC 3463 (enhanced codes).
 * Guarantees: every reply has one class; what is not understood is temporary. Texts have no control characters but the `\n` between
 *   lines, no lone surrogates, and at most 2,000 characters.
 * Fails with: `malformed` (or a refused `Parsed`) for lines that are no reply, codes that change within one, and replies without end.
 * Security: a reply is bounded to 512 lines and 64 KiB, so that a hostile server cannot fill memory.
 * Not here: reading from the socket, cutting lines, charset decoding.
 */
export type { ReplyClass } from './classify.ts';
export { classifyReply } from './classify.ts';
export type { ReplyProgress, ReplyReader, SmtpReply } from './smtp-reply.ts';
export { createReplyReader, parseReply } from './smtp-reply.ts';
