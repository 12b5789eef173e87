/** An SMTP reply as the peer sees it. */
export interface Reply {
  readonly code: number;
  /** RFC 3463. */
  readonly enhanced: string;
  /** ASCII, one line, nothing the peer could not know. */
  readonly text: string;
  /** Whether the connection is closed behind it (421 always is): what follows cannot be trusted to be commands. */
  readonly endsSession?: true;
}

/**
 * Every reply this folder decides on. Texts say what the sender may do about it, and never whether an address once existed.
 * Replies to violations of the command grammar itself come from the protocol library and are counted and logged the same way.
 */
export const replies = {
  tooManyConnections: { code: 421, enhanced: '4.7.0', text: 'Too many connections, try again later' },
  tooManyConnectionsFromAddress: {
    code: 421,
    enhanced: '4.7.0',
    text: 'Too many connections from your address',
  },
  tooManyFaults: { code: 421, enhanced: '4.7.0', text: 'Too many refused commands, closing connection' },
  tooManyIdleCommands: {
    code: 421,
    enhanced: '4.7.0',
    text: 'Too many commands without a message, closing connection',
  },
  transferTooSlow: { code: 421, enhanced: '4.4.2', text: 'Transfer is too slow, closing connection' },
  commandTooSlow: {
    code: 421,
    enhanced: '4.4.2',
    text: 'Command line was not finished in time, closing connection',
  },
  drainTooLong: { code: 421, enhanced: '4.3.4', text: 'Message is far too large, closing connection' },
  shuttingDown: { code: 421, enhanced: '4.3.2', text: 'Shutting down, try again later' },

  commandTooLong: { code: 500, enhanced: '5.5.2', text: 'Line too long', endsSession: true },
  bareLineFeedInCommand: {
    code: 500,
    enhanced: '5.5.2',
    text: 'Lines must end in CRLF (RFC 5321 section 2.3.8)',
    endsSession: true,
  },
  controlInCommand: { code: 500, enhanced: '5.5.2', text: 'Command has a control character' },
  noVerification: { code: 252, enhanced: '2.1.5', text: 'Addresses are judged at RCPT' },
  help: { code: 214, enhanced: '2.0.0', text: 'EHLO HELO MAIL RCPT DATA RSET NOOP QUIT STARTTLS' },
  pipelinedContent: {
    code: 503,
    enhanced: '5.5.0',
    text: 'Content was sent before the reply to DATA (RFC 2920 section 3.1)',
    endsSession: true,
  },
  outOfSequence: { code: 503, enhanced: '5.5.1', text: 'Need MAIL and RCPT first' },
  unknownParameter: { code: 555, enhanced: '5.5.4', text: 'Parameter is not supported' },

  senderSyntax: { code: 501, enhanced: '5.1.7', text: 'Sender address is not valid' },
  recipientSyntax: { code: 501, enhanced: '5.1.3', text: 'Recipient address is not valid' },
  tooManyRecipients: {
    code: 452,
    enhanced: '4.5.3',
    text: 'Too many recipients, send the rest in another transaction',
  },
  relayingDenied: { code: 550, enhanced: '5.7.1', text: 'Relaying denied' },
  mailboxUnknown: { code: 550, enhanced: '5.1.1', text: 'No such address here' },
  noPostmaster: {
    code: 550,
    enhanced: '5.1.1',
    text: 'No postmaster address is set up here, write to postmaster@ the domain concerned',
  },
  mailboxDisabled: { code: 550, enhanced: '5.2.1', text: 'This address takes no mail' },
  mailboxUnconfirmed: {
    code: 450,
    enhanced: '4.2.1',
    text: 'This address has no confirmed destination yet, try again later',
  },
  domainSuspended: {
    code: 450,
    enhanced: '4.2.1',
    text: 'Mail for this domain is suspended, try again later',
  },
  replyAddress: {
    code: 550,
    enhanced: '5.7.1',
    text: 'This address does not take mail yet, write to the address you were given',
  },
  returnPathForged: { code: 550, enhanced: '5.7.1', text: 'This return path was not made here' },
  returnPathExpired: { code: 550, enhanced: '5.1.1', text: 'This return path has expired' },

  noMemory: { code: 452, enhanced: '4.3.1', text: 'Too much mail in flight, try again later' },
  messageTooLarge: { code: 552, enhanced: '5.3.4', text: 'Message is too large' },
  bareLineEnding: {
    code: 554,
    enhanced: '5.6.0',
    text: 'Message has a CR or LF that is not part of CRLF (RFC 5321 section 2.3.8)',
    endsSession: true,
  },
  lineTooLong: { code: 554, enhanced: '5.6.0', text: 'Message has a line of more than 65536 octets' },
  headerTooLarge: { code: 554, enhanced: '5.6.0', text: 'Message header is too large' },
  mailLoop: { code: 554, enhanced: '5.4.6', text: 'Mail loop: the message has been here before' },
  tooManyHops: { code: 554, enhanced: '5.4.6', text: 'Mail loop: too many Received fields' },
  manyFromFields: {
    code: 550,
    enhanced: '5.6.0',
    text: 'Message has more than one From field (RFC 5322 section 3.6)',
  },
  noAuthor: { code: 550, enhanced: '5.6.0', text: 'Message has neither a usable From nor a sender' },
  dmarcReject: {
    code: 550,
    enhanced: '5.7.26',
    text: 'The domain in From asks to reject mail that fails DMARC (RFC 9989)',
  },
  dmarcUndecided: {
    code: 451,
    enhanced: '4.7.26',
    text: 'DNS failed while checking SPF or DKIM of the domain in From, try again later',
  },
  localError: { code: 451, enhanced: '4.3.0', text: 'Local error, try again later' },
} as const satisfies Readonly<Record<string, Reply>>;

/** Name of a reply in the table. */
export type ReplyName = keyof typeof replies;

/** A decision against the peer. */
export interface Refusal {
  readonly reply: Reply;
  /** For the log alone. */
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
