/** The kinds of failure that a refusal or a report can tell of, with what each means. */
export const failureClasses = {
  hard: 'The mailbox does not exist, or is closed for good.',
  soft: 'It may work later.',
  policy: 'This message, or we, are not wanted: authentication, reputation, size, content rules.',
  full: 'The mailbox, or its system, has no room.',
  spam: 'The message was taken for spam or malware.',
} as const;

/** Name of a kind of failure. */
export type FailureClass = keyof typeof failureClasses;

/** A failure with its cause. */
export interface FailureFacts {
  readonly failureClass: FailureClass;
  /** Name of the row of the pattern table that decided: `unknown_recipient`, `mailbox_full`, `authentication`, `loop`, … */
  readonly cause: string;
}

/**
 * The causes of the pattern table. Only `unknown_recipient`, `recipient_disabled`, `no_mail_service` and `dns` are ever `hard`, and
 * nothing gets one of these without words or a code that says so.
 */
export type FailureCause =
  | 'unknown_recipient'
  | 'recipient_disabled'
  | 'recipient_restricted'
  | 'no_mail_service'
  | 'mailbox_full'
  | 'system_full'
  | 'authentication'
  | 'loop'
  | 'too_large'
  | 'content'
  | 'spam'
  | 'malware'
  | 'blocked_sender'
  | 'sender_address'
  | 'rate_limited'
  | 'greylisted'
  | 'relay_denied'
  | 'encryption'
  | 'protocol'
  | 'dns'
  | 'timeout'
  | 'network'
  | 'other';
