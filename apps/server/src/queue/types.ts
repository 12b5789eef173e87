import type { AuthenticationResultFacts, SmtpReply } from '@smtpy/mail';

/**
 * States of a delivery.
 *
 * | from            | event                              | to                              |
 * |-----------------|------------------------------------|---------------------------------|
 * | (accepted)      | enqueue                            | queued, or discarded at once    |
 * | queued,deferred | claim                              | sending (leased)                |
 * | sending         | the next hop took it               | delivered                       |
 * | sending         | temporary failure, time is left    | deferred                        |
 * | sending         | temporary failure, no time is left | expired                         |
 * | sending         | permanent failure                  | bounced                         |
 * | sending         | lease lapsed, or its owner died    | queued                          |
 * | queued,deferred | operator or owner cancels          | cancelled                       |
 * | deferred        | operator or owner retries          | queued, due now                 |
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
export type FinalState = (typeof finalStates)[number];

/** Where the client came from and how it spoke; shown on the timeline. */
export interface ConnectionFacts {
  readonly ip: string;
  /** Reverse DNS name of the client, verified forward; absent when there is none. */
  readonly clientName?: string;
  readonly helo: string;
  /** e.g. `TLSv1.3`; absent without TLS. */
  readonly tls?: string;
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

/** One delivery to be queued, or (with `discardReason`) to be recorded as discarded at once. */
export interface NewDelivery {
  readonly id: string;
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
  readonly mode: 'rewrite' | 'preserve';
  /** Why nothing is sent: `alias_disabled`, `duplicate_destination`, `bounce_report`, … */
  readonly discardReason?: string;
  /** The delivery that this recipient's message is a report about; its timeline gets a `reported` event. */
  readonly reportOn?: { readonly deliveryId: string; readonly messageId: string };
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
  readonly mode: 'rewrite' | 'preserve';
  readonly recipient: string;
  readonly destination: string;
  /** Domain of the destination, lower case A-labels: what concurrency, pauses and fairness go by. */
  readonly queueKey: string;
  readonly mailFrom: string;
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
  readonly durationMs: number;
}

/** How an attempt ended. The queue turns `deferred` into the state `expired` when no time is left. */
export type DeliveryOutcome =
  | { readonly kind: 'delivered'; readonly evidence: AttemptEvidence }
  | { readonly kind: 'deferred'; readonly evidence: AttemptEvidence }
  | { readonly kind: 'bounced'; readonly evidence: AttemptEvidence };
