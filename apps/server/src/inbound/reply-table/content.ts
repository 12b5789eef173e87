import type { ReplyTable } from './reply.ts';

/** Replies to DATA and to the content. */
export const contentReplies = {
  noMemory: {
    code: 452,
    enhanced: '4.3.1',
    text: 'Too much mail in flight, try again later',
    when: 'Content that is under way takes all the memory it may take.',
  },
  messageTooLarge: {
    code: 552,
    enhanced: '5.3.4',
    text: 'Message is too large',
    when: 'The content is larger than EHLO announced, whatever SIZE= said.',
  },
  bareLineEnding: {
    code: 554,
    enhanced: '5.6.0',
    text: 'Message has a CR or LF that is not part of CRLF (RFC 5321 section 2.3.8)',
    when: 'The content has a line end other than CRLF: another server could see a second message in it.',
    endsSession: true,
  },
  lineTooLong: {
    code: 554,
    enhanced: '5.6.0',
    text: 'Message has a line of more than 65536 octets',
    when: 'A line of the content has more than 65,536 octets.',
  },
  headerTooLarge: {
    code: 554,
    enhanced: '5.6.0',
    text: 'Message header is too large',
    when: 'The header has more than 262,144 octets or 2,000 fields.',
  },
  mailLoop: {
    code: 554,
    enhanced: '5.4.6',
    text: 'Mail loop: the message has been here before',
    when: 'Every recipient is an alias that has sent this message on before. Where only some are, the others get it.',
  },
  tooManyHops: {
    code: 554,
    enhanced: '5.4.6',
    text: 'Mail loop: too many Received fields',
    when: 'The message has more than 50 Received fields.',
  },
  manyFromFields: {
    code: 550,
    enhanced: '5.6.0',
    text: 'Message has more than one From field (RFC 5322 section 3.6)',
    when: 'The message has two From fields: readers disagree about which one counts. Mail to a return path is not refused for it.',
  },
  noAuthor: {
    code: 550,
    enhanced: '5.6.0',
    text: 'Message has neither a usable From nor a sender',
    when: 'Mail for an alias or a reply address names no author, in From or in the envelope.',
  },
  dmarcReject: {
    code: 550,
    enhanced: '5.7.26',
    text: 'The domain in From asks to reject mail that fails DMARC (RFC 9989)',
    when: 'DMARC fails, and the policy of the domain in From is reject. Mail to a return path is not refused for it.',
  },
  dmarcUndecided: {
    code: 451,
    enhanced: '4.7.26',
    text: 'DNS failed while checking SPF or DKIM of the domain in From, try again later',
    when: 'As 550 5.7.26, but SPF or a signature that might have saved the message could not be looked up.',
  },
  greylisted: {
    code: 451,
    enhanced: '4.7.1',
    text: 'Not seen before, please come back in some minutes',
    when: 'Greylisting is on, and this sender comes for the first time, or too soon.',
  },
  contentDeferred: {
    code: 451,
    enhanced: '4.7.1',
    text: 'Not taken at the moment, try again later',
    when: 'Rspamd asks for a soft reject.',
  },
  ruleBlocked: {
    code: 550,
    enhanced: '5.7.1',
    text: 'This address does not take this message',
    when: 'A rule of the owner blocks the message, for every recipient. Where only some block it, the others get it.',
  },
  notTheOwner: {
    code: 550,
    enhanced: '5.7.1',
    text: 'This address takes mail from its owner only',
    when: 'Every recipient is a reply address, and neither the reverse path nor From is a mailbox of its alias. At alias+user=domain, which anybody can make up, such mail is taken and recorded as discarded: a refusal would tell who the owner is not.',
  },
  localError: {
    code: 451,
    enhanced: '4.3.0',
    text: 'Local error, try again later',
    when: 'Something of ours failed: the database, a defect, a commit that took too long. At any command.',
  },
} as const satisfies ReplyTable;
