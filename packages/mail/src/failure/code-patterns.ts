import type { FailurePattern } from './pattern.ts';

/**
 * Enhanced codes that say what is wrong, after the registry of RFC 3463 and RFC 5248. Codes that do not (`X.0.0`, `X.1.0`, `X.2.0`,
 * `X.3.0`, `X.7.0`, `X.7.1`, …) are left to the words.
 */
export const enhancedPatterns: readonly FailurePattern[] = [
  {
    cause: 'unknown_recipient',
    failureClass: 'hard',
    enhanced: ['X.1.1', 'X.1.3', 'X.1.4'],
    sentence: 'The host does not know the address, or cannot read it.',
    example:
      '550 5.1.1 The email account that you tried to reach does not exist. Please try double-checking it.',
  },
  {
    cause: 'dns',
    failureClass: 'hard',
    enhanced: ['X.1.2', 'X.4.4'],
    sentence: 'The domain of the address does not exist, or has no host for mail.',
    example: '5.1.2 the domain example.invalid does not exist',
  },
  {
    cause: 'recipient_disabled',
    failureClass: 'hard',
    enhanced: ['X.1.6', 'X.2.1', 'X.7.13', 'X.7.17', 'X.7.18'],
    sentence: 'The mailbox is closed, has moved away, or has another owner (RFC 7293).',
    example: '550 5.2.1 The email account that you tried to reach is inactive.',
  },
  {
    cause: 'no_mail_service',
    failureClass: 'hard',
    enhanced: ['X.1.10'],
    sentence: 'The domain says that it takes no mail (RFC 7505 §4.1).',
    example: '556 5.1.10 Recipient address has null MX',
  },
  {
    cause: 'sender_address',
    failureClass: 'policy',
    enhanced: ['X.1.7', 'X.1.8'],
    sentence: 'The reverse path is refused: its form, or its domain in DNS.',
    example: '450 4.1.8 <b-x@example.org>: Sender address rejected: Domain not found',
  },
  {
    cause: 'mailbox_full',
    failureClass: 'full',
    enhanced: ['X.2.2'],
    sentence: 'The mailbox has no room.',
    example: '452 4.2.2 The recipient’s inbox is out of storage space.',
  },
  {
    cause: 'too_large',
    failureClass: 'policy',
    enhanced: ['X.2.3', 'X.3.4', 'X.7.16'],
    sentence: 'The message is larger than the host or the mailbox takes.',
    example: '552 5.3.4 Message size exceeds fixed limit',
  },
  {
    cause: 'system_full',
    failureClass: 'full',
    enhanced: ['X.3.1'],
    sentence: 'The host has no room.',
    example: '452 4.3.1 Insufficient system storage',
  },
  {
    cause: 'loop',
    failureClass: 'policy',
    enhanced: ['X.4.6'],
    sentence: 'The message came by too often.',
    example: '554 5.4.6 Too many hops 26 (25 max)',
  },
  {
    cause: 'timeout',
    failureClass: 'soft',
    enhanced: ['X.4.7'],
    sentence: 'The message was tried until its time was over.',
    example: '550 4.4.7 QUEUE.Expired; message expired',
  },
  {
    cause: 'rate_limited',
    failureClass: 'soft',
    enhanced: ['X.4.5', 'X.5.3'],
    sentence: 'Congestion, or more recipients or messages than the host takes at once.',
    example: '550 5.4.5 Daily SMTP relay sending limit exceeded for this user.',
  },
  {
    cause: 'authentication',
    failureClass: 'policy',
    enhanced: [
      'X.7.20',
      'X.7.21',
      'X.7.22',
      'X.7.23',
      'X.7.24',
      'X.7.26',
      'X.7.27',
      'X.7.29',
      'X.7.31',
      'X.7.32',
      'X.7.40',
    ],
    sentence: 'SPF, DKIM, DMARC or ARC did not pass (RFC 7372); Gmail uses some of the codes in its own way.',
    example: '550 5.7.26 This mail has been blocked because the sender is unauthenticated.',
  },
  {
    cause: 'blocked_sender',
    failureClass: 'policy',
    enhanced: ['X.7.25'],
    sentence:
      'The name of our address in DNS does not lead back to it (RFC 7372 §3.3); sending as another author would not help.',
    example: '550 5.7.25 The IP address sending this message does not have a PTR record setup.',
  },
  {
    cause: 'encryption',
    failureClass: 'policy',
    enhanced: ['X.7.4', 'X.7.5', 'X.7.6', 'X.7.10', 'X.7.30'],
    sentence: 'The host wants TLS, or another protection than was offered.',
    example: '530 5.7.10 Must issue a STARTTLS command first',
  },
  {
    cause: 'relay_denied',
    failureClass: 'policy',
    enhanced: ['X.7.8', 'X.7.9', 'X.7.11', 'X.7.12', 'X.7.14'],
    sentence: 'The host wants a login, or did not accept ours.',
    example: '535 5.7.8 Authentication credentials invalid',
  },
  {
    cause: 'network',
    failureClass: 'soft',
    enhanced: ['X.4.1', 'X.4.2', 'X.3.2'],
    sentence: 'A host was not there, did not answer, or takes no mail for the moment.',
    example: '451 4.4.2 Connection dropped',
  },
  {
    cause: 'dns',
    failureClass: 'soft',
    enhanced: ['X.4.3'],
    sentence: 'DNS or a directory did not answer.',
    example: '451 4.4.3 Temporary server error. Please try again later',
  },
];

/** Enhanced codes that say little, for when the words told nothing either. */
export const looseEnhancedPatterns: readonly FailurePattern[] = [
  {
    cause: 'network',
    failureClass: 'soft',
    enhanced: ['X.4.0', '4.3.0', '4.3.5'],
    sentence: 'Something about the network or the host.',
    example: '451 4.3.0 Mail server temporarily rejected message',
  },
  {
    cause: 'protocol',
    failureClass: 'policy',
    enhanced: ['5.5.0', '5.5.1', '5.5.2', '5.5.4', '5.5.5', '5.5.6'],
    sentence: 'The host did not understand a command, or not at this place.',
    example: '503 5.5.1 RCPT first',
  },
  {
    cause: 'content',
    failureClass: 'policy',
    enhanced: ['X.6.x', 'X.6.1x', 'X.3.3', 'X.7.7'],
    sentence: 'The host cannot take this kind of content or these characters.',
    example: '5.6.7 the host does not take addresses with characters outside ASCII',
  },
];

/** Codes without enhanced code and without known words (RFC 5321 §4.2.3, RFC 7504). */
export const plainPatterns: readonly FailurePattern[] = [
  {
    cause: 'no_mail_service',
    failureClass: 'hard',
    codes: ['521', '556'],
    sentence: 'The host or the domain takes no mail at all (RFC 7504 §3, §4).',
    example: '521 mail.example.com does not run a mail service',
  },
  {
    cause: 'mailbox_full',
    failureClass: 'full',
    codes: ['552'],
    sentence: '“Exceeded storage allocation”.',
    example: '552 Requested mail action aborted',
  },
  {
    cause: 'system_full',
    failureClass: 'full',
    codes: ['452'],
    sentence: '“Insufficient system storage”.',
    example: '452 Requested action not taken',
  },
  {
    cause: 'encryption',
    failureClass: 'policy',
    codes: ['454', '523', '538'],
    sentence: 'Something about TLS.',
    example: '454 Not available due to temporary reason',
  },
  {
    cause: 'relay_denied',
    failureClass: 'policy',
    codes: ['530', '534', '535', '551'],
    sentence: 'The host wants a login, or says that the address is not on it.',
    example: '551 Please try another path',
  },
  {
    cause: 'protocol',
    failureClass: 'policy',
    codes: ['500', '501', '502', '503', '504', '555'],
    sentence: 'The host did not understand a command.',
    example: '503 RCPT first',
  },
  {
    cause: 'network',
    failureClass: 'soft',
    codes: ['421'],
    sentence: 'The host closes the connection.',
    example: '421 mx.example.com closing transmission channel',
  },
  {
    cause: 'other',
    failureClass: 'soft',
    codes: ['4xx'],
    sentence: 'Temporary for a reason that is not known.',
    example: '451 Requested action aborted: local error in processing',
  },
  {
    cause: 'other',
    failureClass: 'policy',
    codes: ['5xx'],
    sentence:
      'Refused for a reason that is not known. Not `hard`: 550 also says “refused for policy reasons” (RFC 5321 §4.2.3), and must not pause a mailbox.',
    example: '550 Requested action not taken: mailbox unavailable',
  },
  {
    cause: 'other',
    failureClass: 'policy',
    enhanced: ['5.x.x', '5.x.xx', '5.x.xxx'],
    sentence: 'Refused with an enhanced code that says nothing, and no other.',
    example: '5.7.1',
  },
  {
    cause: 'other',
    failureClass: 'soft',
    sentence: 'Nothing is known of the failure.',
    example: 'something unexpected happened',
  },
];
