/** What becomes of a field of a reply. */
export type ReplyTreatment =
  /** The first one stays byte for byte; RFC 5322 §3.6 allows one of each. */
  | 'keep'
  /** All stay byte for byte. */
  | 'keep_all'
  /** The first one stays as far as its first word goes: a word out of a list says what it means, and text behind it anything. */
  | 'keep_word'
  /** The first one stays without its comments. */
  | 'keep_uncommented'
  /** A field of ours takes the place of the first one; further ones are left out. */
  | 'replace';

interface ReplyPolicy {
  readonly lowerName: string;
  readonly treatment: ReplyTreatment;
  readonly reason: string;
}

/**
 * Every field that leaves with a reply. What is not named here is left out: clients and servers have thousands of fields, and any of
 * them may tell the mailbox's address, its host, or where its owner is (Received, X-Originating-IP, User-Agent, Autocrypt, Sender,
 * Reply-To, Return-Path, Disposition-Notification-To, Organization, List-*, Resent-*, signatures, …). Bcc is left out as RFC 5322
 * §3.6.3 wants.
 */
export const replyPolicies: readonly ReplyPolicy[] = [
  // Who, under which names.
  { lowerName: 'from', treatment: 'replace', reason: 'the alias, with its display name' },
  {
    lowerName: 'to',
    treatment: 'replace',
    reason: 'contacts stand there under their real addresses; the mailbox and the alias do not',
  },
  { lowerName: 'cc', treatment: 'replace', reason: 'as To' },
  {
    lowerName: 'message-id',
    treatment: 'replace',
    reason: 'clients write the domain of the mailbox or the name of the host into it',
  },
  {
    lowerName: 'in-reply-to',
    treatment: 'replace',
    reason: 'ids of what the owner sent become those under which it left; text between ids is left out',
  },
  { lowerName: 'references', treatment: 'replace', reason: 'as In-Reply-To' },
  // What the owner meant the reader to see.
  { lowerName: 'subject', treatment: 'keep', reason: 'text of the owner' },
  {
    lowerName: 'date',
    treatment: 'keep_uncommented',
    reason: 'when it was written; the time zone is part of it',
  },
  { lowerName: 'importance', treatment: 'keep_word', reason: 'a choice of the owner' },
  { lowerName: 'priority', treatment: 'keep_word', reason: 'as Importance' },
  { lowerName: 'x-priority', treatment: 'keep_word', reason: 'as Importance' },
  { lowerName: 'x-msmail-priority', treatment: 'keep_word', reason: 'as Importance' },
  { lowerName: 'sensitivity', treatment: 'keep_word', reason: 'as Importance' },
  {
    lowerName: 'thread-topic',
    treatment: 'keep',
    reason: 'the subject of the thread, by which Outlook keeps threads',
  },
  {
    lowerName: 'thread-index',
    treatment: 'keep',
    reason: 'times and a random number, by which Outlook keeps threads',
  },
  // Without these the body cannot be read.
  { lowerName: 'mime-version', treatment: 'keep', reason: 'RFC 2045 §4' },
  { lowerName: 'content-type', treatment: 'keep', reason: 'RFC 2045 §5' },
  { lowerName: 'content-transfer-encoding', treatment: 'keep', reason: 'RFC 2045 §6' },
  {
    lowerName: 'content-disposition',
    treatment: 'keep',
    reason: 'RFC 2183: how a body of one part is shown',
  },
  { lowerName: 'content-description', treatment: 'keep', reason: 'RFC 2045 §8: text of the owner' },
  { lowerName: 'content-language', treatment: 'keep', reason: 'RFC 3282: the language of the text' },
  {
    lowerName: 'content-class',
    treatment: 'keep',
    reason: 'Outlook shows answers to invitations by it',
  },
  // What keeps machines from answering, and mail from circling.
  {
    lowerName: 'auto-submitted',
    treatment: 'keep_word',
    reason: 'RFC 3834 §5: automatic answers must be known for what they are',
  },
  { lowerName: 'precedence', treatment: 'keep_word', reason: 'as Auto-Submitted, for older programs' },
  {
    lowerName: 'x-auto-response-suppress',
    treatment: 'keep',
    reason: 'as Auto-Submitted, for Exchange',
  },
  {
    lowerName: 'x-smtpy-loop',
    treatment: 'keep_all',
    reason: 'tokens of other aliases and installations: without them a loop over two of them goes unseen',
  },
];

const treatments: ReadonlyMap<string, ReplyTreatment> = new Map(
  replyPolicies.map(({ lowerName, treatment }) => [lowerName, treatment]),
);

/** What to do with a field of that name; `remove` for every name that the table does not have, and for lines that are no fields. */
export function replyTreatmentOf(lowerName: string): ReplyTreatment | 'remove' {
  return treatments.get(lowerName) ?? 'remove';
}
