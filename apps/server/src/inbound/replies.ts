import { connectionReplies } from './reply-table/connection.ts';
import { contentReplies } from './reply-table/content.ts';
import { envelopeReplies } from './reply-table/envelope.ts';
import type { Reply } from './reply-table/reply.ts';
import { submissionReplies } from './reply-table/submission.ts';

export type { Reply } from './reply-table/reply.ts';

/**
 * Every reply this folder decides on. Texts say what the sender may do about it, and never whether an address once existed.
 * Replies to violations of the command grammar itself come from the protocol library and are counted and logged the same way.
 */
export const replies = {
  ...connectionReplies,
  ...envelopeReplies,
  ...contentReplies,
  ...submissionReplies,
} as const;

/** Name of a reply in the table. */
export type ReplyName = keyof typeof replies;

/** A decision against the peer. */
export interface Refusal {
  readonly reply: Reply;
  /** For the log, and for the owner of the address: never on the wire, and nothing in it that a privacy level hides. */
  readonly reason: string;
}

/** Takes a reply from the table and puts the private reason beside it. */
export function refuse(name: ReplyName, reason: string = name): Refusal {
  return { reply: replies[name], reason };
}

/** The text part of a reply line: enhanced code and text (RFC 2034 §4). */
export function formatReplyText(reply: Reply): string {
  return `${reply.enhanced} ${reply.text}`;
}

const lastTexts: ReadonlySet<string> = new Set(
  Object.values<Reply>(replies).flatMap((reply) => (reply.endsSession ? [formatReplyText(reply)] : [])),
);

/** Whether the text part of a reply line is one behind which the connection is closed. */
export function endsSession(text: string): boolean {
  return lastTexts.has(text);
}

/** The refusal in the form in which the protocol library takes it. */
export function toSmtpError(refusal: Refusal): Error & { readonly responseCode: number } {
  return Object.assign(new Error(formatReplyText(refusal.reply)), { responseCode: refusal.reply.code });
}
