import type { ReplyTable } from './reply.ts';

/** Replies to connections and to commands as such. */
export const connectionReplies = {
  tooManyConnections: {
    code: 421,
    enhanced: '4.7.0',
    text: 'Too many connections, try again later',
    when: 'The process has as many open connections as it may have, from all clients together.',
  },
  tooManyConnectionsFromAddress: {
    code: 421,
    enhanced: '4.7.0',
    text: 'Too many connections from your address',
    when: 'This IPv4 address, or this IPv6 network of 64 bits, has as many open connections as one client may have.',
  },
  tooManyFaults: {
    code: 421,
    enhanced: '4.7.0',
    text: 'Too many refused commands, closing connection',
    when: 'More than 20 commands of a session were refused, or more than twice as many recipients as a transaction may have.',
  },
  tooManyIdleCommands: {
    code: 421,
    enhanced: '4.7.0',
    text: 'Too many commands without a message, closing connection',
    when: 'More than 100 commands since the last message moved no message forward: NOOP, RSET, EHLO, VRFY and the like.',
  },
  transferTooSlow: {
    code: 421,
    enhanced: '4.4.2',
    text: 'Transfer is too slow, closing connection',
    when: 'After ten minutes of content its rate is below 4,096 octets per second, or the transfer took twelve hours.',
  },
  commandTooSlow: {
    code: 421,
    enhanced: '4.4.2',
    text: 'Command line was not finished in time, closing connection',
    when: 'A command line was begun and not ended within the idle time.',
  },
  drainTooLong: {
    code: 421,
    enhanced: '4.3.4',
    text: 'Message is far too large, closing connection',
    when: 'Content that is refused for its size goes on to more than twice the limit.',
  },
  shuttingDown: {
    code: 421,
    enhanced: '4.3.2',
    text: 'Shutting down, try again later',
    when: 'The program stops, and this client is between two commands.',
  },
  commandTooLong: {
    code: 500,
    enhanced: '5.5.2',
    text: 'Line too long',
    when: 'A command line has more than 2,048 octets.',
    endsSession: true,
  },
  bareLineFeedInCommand: {
    code: 500,
    enhanced: '5.5.2',
    text: 'Lines must end in CRLF (RFC 5321 section 2.3.8)',
    when: 'A command line ends in LF without CR: two servers could disagree about where it ends.',
    endsSession: true,
  },
  controlInCommand: {
    code: 500,
    enhanced: '5.5.2',
    text: 'Command has a control character',
    when: 'A command line holds NUL, or CR that does not end it.',
  },
  noVerification: {
    code: 252,
    enhanced: '2.1.5',
    text: 'Addresses are judged at RCPT',
    when: 'VRFY, for whatever address.',
  },
  help: {
    code: 214,
    enhanced: '2.0.0',
    text: 'EHLO HELO MAIL RCPT DATA RSET NOOP QUIT STARTTLS',
    when: 'HELP.',
  },
  pipelinedContent: {
    code: 503,
    enhanced: '5.5.0',
    text: 'Content was sent before the reply to DATA (RFC 2920 section 3.1)',
    when: 'Something follows DATA in the same piece: it would be read as commands if DATA were refused.',
    endsSession: true,
  },
  outOfSequence: {
    code: 503,
    enhanced: '5.5.1',
    text: 'Need MAIL and RCPT first',
    when: 'RCPT or DATA without a transaction that has come so far.',
  },
  unknownParameter: {
    code: 555,
    enhanced: '5.5.4',
    text: 'Parameter is not supported',
    when: 'MAIL or RCPT has a parameter of an extension that EHLO did not announce.',
  },
} as const satisfies ReplyTable;
