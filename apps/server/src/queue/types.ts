import type { AuthenticationResultFacts, DeliveryReport, FailureFacts, SmtpReply } from '@smtpy/mail';

/**
 * States of a delivery.
 *
 * | from                 | event                                           | to                                 |
 * |----------------------|-------------------------------------------------|------------------------------------|
 * | (accepted)           | enqueue                                         | queued, held, or discarded at once |
 * | held                 | a person lets it go                             | queued, due now                    |
 * | held                 | nobody did in time                              | expired                            |
 * | queued,deferred      | claim                                           | sending (leased)                   |
 * | sending              | the next hop took it                            | delivered                          |
 * | sending              | temporary failure, time is left                 | deferred                           |
 * | sending              | temporary failure, no time is left              | expired                            |
 * | sending              | permanent failure                               | bounced                            |
 * | sending              | it must not leave as it is                      | held                               |
 * | sending              | lease lapsed or its owner died, time is left    | queued                             |
 * | sending              | lease lapsed or its owner died, no time is left | expired                            |
 * | queued,deferred,held | operator or owner cancels                       | cancelled                          |
 * | deferred             | operator or owner retries                       | queued, due now                    |
 * | deferred             | its mailbox takes mail again                    | deferred, due now                  |
 */
export const deliveryStates = [
  'queued',
  'sending',
  'deferred',
  'held',
  'delivered',
  'bounced',
  'expired',
  'discarded',
  'released',
  'cancelled',
] as const;
export type DeliveryState = (typeof deliveryStates)[number];

/** States that nothing leaves. */
export const finalStates = ['delivered', 'bounced', 'expired', 'discarded', 'released', 'cancelled'] as const;

/** Where the client came from and how it spoke; shown on the timeline. */
export interface ConnectionFacts {
  readonly ip: string;
  /** Reverse DNS name of the client, verified forward; absent when there is none. */
  readonly clientName?: string;
  readonly helo: string;
  /** e.g. `TLSv1.3`; absent without TLS. */
  readonly tls?: string;
  /** The alias whose password the client logged in with; absent without a login. */
  readonly login?: string;
  readonly receivedBy: string;
}

/** Results of SPF, DKIM, DMARC and ARC, with the facts a person needs to understand them. */
export type AuthenticationFacts = AuthenticationResultFacts;

/** The content of one SMTP transaction, already measured. Chunks of large content are in the database before this exists. */
export interface ReceivedContent {
  /** UUIDv7; also the id of the SMTP transaction. */
  readonly id: string;
  readonly sizeBytes: number;
  /** Length of the header block with its closing empty line; the body starts there. */
  readonly headerBytes: number;
  /** SHA-256 of the body in relaxed canonical form (RFC 6376 §3.4.4), as received. */
  readonly bodyHash: Buffer;
  /** Received and Authentication-Results fields that we add, CRLF-terminated. They go before the stored content. */
  readonly traceHeader: Buffer;
  /** The bytes, when small; for large content they lie in `content_chunks` and `chunkCount` says how many. */
  readonly data: Buffer | undefined;
  readonly chunkCount: number;
}

/**
 * What a delivery carries.
 * - `forward`: mail for an alias to a mailbox.
 * - `reply`: mail of the owner to a contact, as the alias; also what was submitted, and automatic answers of either side.
 * - `notice`: what this program says itself, reports to senders included.
 * - `probe`: a notice that finds out whether a paused mailbox takes mail again.
 */
export type DeliveryKind = 'forward' | 'reply' | 'notice' | 'probe';

/** How a forward leaves; of no meaning for other kinds, which have `rewrite`. `adaptive` is `preserve` until that is refused. */
export type DeliveryMode = 'rewrite' | 'preserve' | 'adaptive';

/** Why a delivery waits for a person. */
export type HoldReason = ReplyHoldReason | QuarantineReason;

/** Why a reply waits for the word of its writer. Its content lies as it came. */
export type ReplyHoldReason =
  /** Neither SPF nor DKIM proves that the owner's mailbox sent this reply. */
  | 'unproven_sender'
  /** A reply that names people in To or Cc who are no contacts: they see the mailbox's address already. */
  | 'mixed_recipients';

/** Every {@link QuarantineReason}. */
export const quarantineReasons = [
  /** It fails DMARC, and the domain in From asks for quarantine. */
  'dmarc',
  'spam',
  /** The alias is pinned to other senders. */
  'other_sender',
  /** The owner wants to see everything for this alias first. */
  'preview',
  'rule',
  /** It must leave encrypted, and cannot. */
  'not_encrypted',
] as const;

/** Why mail is in quarantine. Its content is sealed. */
export type QuarantineReason = (typeof quarantineReasons)[number];

/** What rules ask for on the way out. */
export interface RequestedChanges {
  /** Put before the subject, with a space behind it; one line of at most 100 characters. */
  readonly subjectPrefix?: string;
  readonly stripAttachments?: true;
}

/** How much of subjects and senders is kept: all, the domain of the sender and no subject, or neither. */
export type PrivacyLevel = 'full' | 'domain' | 'none';

/** What one question of the policy came to; shown on the timeline. The questions are listed in their order. */
export interface PolicyFact {
  readonly step:
    | 'address'
    | 'limits'
    | 'senders'
    | 'dns_lists'
    | 'authentication'
    | 'greylist'
    | 'pinning'
    | 'content'
    | 'rules';
  /** A word of the step: `within`, `blocked`, `allowed`, `spam`, `unavailable`, `matched`, … */
  readonly outcome: string;
  /** Where it is about one recipient. */
  readonly recipient?: string;
  /** What a sentence needs: the name of a rule, a score, the list. Never a mailbox, never a sender. */
  readonly data?: Readonly<Record<string, string | number | boolean | readonly string[]>>;
}

/** One delivery to be queued, or (with `discardReason`) to be recorded as discarded at once, or (with `holdReason`) to wait. */
export interface NewDelivery {
  readonly id: string;
  /** Default `forward`. */
  readonly kind?: DeliveryKind;
  /** The accepted RCPT address, normalised. */
  readonly recipient: string;
  readonly aliasId?: string;
  /** The contact of the author; the From of a rewritten message. */
  readonly contactId?: string;
  /** The contact of Reply-To, when it is another address than From. */
  readonly replyToContactId?: string;
  readonly mailboxId?: string;
  /** The real address; absent when the delivery is discarded at once. */
  readonly destination?: string;
  /** The address of ours that it leaves under, when that is not the recipient: the alias of a reply, mailer-daemon of a notice. */
  readonly sentAs?: string;
  readonly mode: DeliveryMode;
  /** Why nothing is sent: `alias_disabled`, `duplicate_destination`, `bounce_report`, … */
  readonly discardReason?: string;
  /** The delivery waits in state `held` until a person lets it go, or {@link holdDaysOf} the reason are over. Needs a destination. */
  readonly holdReason?: HoldReason;
  /** What rules ask for; absent: nothing. */
  readonly changes?: RequestedChanges;
  /** Domain of an author whom the alias does not expect: its owner is told (followup `other_sender`). Not for what is held. */
  readonly otherSender?: string;
  /** The delivery that this recipient's message is a report about; its timeline gets a `reported` event. */
  readonly reportOn?: {
    readonly deliveryId: string;
    readonly messageId: string;
    /** What the report says; undefined when it could not be read as one. Real mailboxes in it are not masked. */
    readonly report: DeliveryReport | undefined;
  };
}

/** What one organization receives out of one SMTP transaction. */
export interface NewMessage {
  readonly id: string;
  readonly organizationId: string;
  readonly receivedAt: Date;
  /** Reverse path; empty for the null sender. */
  readonly mailFrom: string;
  readonly rcptTo: readonly string[];
  readonly headerFrom: string | undefined;
  readonly subject: string | undefined;
  readonly messageIdHeader: string | undefined;
  readonly isSmtpUtf8: boolean;
  readonly connection: ConnectionFacts;
  readonly authentication: AuthenticationFacts;
  /** Why the sender must not be told of a failure: `null_sender`, `unproven_sender`, `list`, `automatic`, …; undefined: it may be. */
  readonly noReportReason: string | undefined;
  /**
   * Default `full`. What is not to be kept is kept with the content, as long as that is needed. Of a notice: it goes to somebody
   * outside, whose address is not kept either once it has ended.
   */
  readonly privacyLevel?: PrivacyLevel;
  /** Goes into the event of the acceptance. */
  readonly policy?: readonly PolicyFact[];
  readonly deliveries: readonly NewDelivery[];
}

/** Everything one SMTP transaction commits. */
export interface Acceptance {
  readonly content: ReceivedContent;
  readonly messages: readonly NewMessage[];
}

/** A delivery leased to this process until `leaseUntil`. */
export interface ClaimedDelivery {
  readonly id: string;
  readonly messageId: string;
  readonly organizationId: string;
  readonly contentId: string;
  readonly aliasId: string | undefined;
  readonly contactId: string | undefined;
  readonly replyToContactId: string | undefined;
  readonly mailboxId: string | undefined;
  readonly kind: DeliveryKind;
  readonly mode: DeliveryMode;
  readonly recipient: string;
  /** The address of ours that it leaves under: its domain signs and takes the bounces. The recipient where none was given. */
  readonly sentAs: string;
  readonly destination: string;
  /** Domain of the destination, lower case A-labels: what concurrency, pauses and fairness go by. */
  readonly queueKey: string;
  readonly mailFrom: string;
  /** The author's address; undefined when the message named none. */
  readonly headerFrom: string | undefined;
  readonly authentication: AuthenticationFacts;
  /** What rules ask for; empty as a rule. */
  readonly changes: RequestedChanges;
  /** What of the sender must not be kept or logged; absent: everything may. */
  readonly privacyLevel?: Exclude<PrivacyLevel, 'full'>;
  readonly isSmtpUtf8: boolean;
  /** Attempts made before this one. */
  readonly attempts: number;
  readonly createdAt: Date;
  readonly expiresAt: Date;
  readonly leaseUntil: Date;
}

/** What the remote side (or we, about it) said at the end of an attempt. */
export interface AttemptEvidence {
  /** Host name of the next hop, with its address: `mx1.example.com [192.0.2.1]:25`; absent before any connection. */
  readonly host?: string;
  /** e.g. `TLSv1.3`; absent without TLS. */
  readonly tls?: string;
  /** `dns`, `connect`, `tls`, `greeting`, `ehlo`, `auth`, `mail`, `rcpt`, `data`, `body`, `capture`, … */
  readonly stage: string;
  /** The remote reply, when there was one. */
  readonly reply?: SmtpReply;
  /** Our words, when there was none: "connection refused", "no answer within 300 s". */
  readonly explanation?: string;
  /** What kind of failure it was; absent after success. */
  readonly failure?: FailureFacts;
  /** How the message was sent: as the mode said, or as what `adaptive` chose. Absent when it never came to that. */
  readonly sentIn?: 'rewrite' | 'preserve';
  /** The refusal after which `adaptive` sent once more as `rewrite`. */
  readonly refusedAsPreserve?: { readonly host?: string; readonly reply: SmtpReply };
  /** What was changed beyond the header, in words for the timeline: `quoted address in the text`. Never the address itself. */
  readonly changes?: readonly string[];
  readonly durationMs: number;
}

/**
 * What a followup is about. Its id is that of the event which it follows from (of what is held from the beginning: one of its own);
 * its `data` is
 * - `held`: `{ reason }`; where an attempt held it, with the evidence.
 * - `reported`: `{ reportMessageId, report }`, as in the event.
 * - `failed`, `delayed`, `probe_ended`: the data of the event (evidence, `attempt`, `nextAttemptAt`) and `state`. What was held
 *   until no time was left has `stage: 'held'` and the reason for the hold in `reason`; of what lapses in quarantine there is none.
 *
 * Of a message with a privacy level, what follows from the end of a delivery has `sender: { mailFrom, headerFrom }`, which lie
 * nowhere else any more.
 */
export type FollowupKind = 'held' | 'other_sender' | 'delayed' | 'failed' | 'reported' | 'probe_ended';

/** How an attempt ended. The queue turns `deferred` into the state `expired` when no time is left. */
export type DeliveryOutcome =
  | { readonly kind: 'delivered'; readonly evidence: AttemptEvidence }
  | { readonly kind: 'deferred'; readonly evidence: AttemptEvidence }
  | { readonly kind: 'bounced'; readonly evidence: AttemptEvidence }
  /** Nothing was sent: a person has to decide first. The content is sealed. */
  | { readonly kind: 'held'; readonly holdReason: QuarantineReason; readonly evidence: AttemptEvidence };
