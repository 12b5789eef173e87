import type { Addressed } from './listed.ts';
import type {
  AuthenticationFacts,
  ConnectionFacts,
  DeliveryKind,
  DeliveryMode,
  DeliveryState,
} from '../queue/index.ts';

/** A message as a list shows it. */
export interface MessageSummary {
  readonly id: string;
  readonly organizationId: string;
  readonly receivedAt: Date;
  /** Reverse path; empty for the null sender. Of what the organization does not want kept, `*@example.com` or `*` is left. */
  readonly mailFrom: string;
  readonly rcptTo: readonly string[];
  /** The author's address, kept like the reverse path; absent when the message named none. */
  readonly headerFrom: string | undefined;
  /** Absent when the message has none, or it is not to be kept. */
  readonly subject: string | undefined;
  readonly sizeBytes: number;
  /** States of its deliveries, in the order in which they were planned. */
  readonly states: readonly DeliveryState[];
}

/** Which messages, newest first. */
export interface ListMessages {
  /** Absent: of all organizations (for the operator). */
  readonly organizationId?: string | undefined;
  /** 1 to 200. */
  readonly limit: number;
  /** The id of the last message of the page before. */
  readonly afterId?: string | undefined;
}

/** One delivery of a message. */
export interface MessageDelivery {
  readonly id: string;
  readonly kind: DeliveryKind;
  readonly recipient: string;
  /** The real address, in full; absent when nothing was to be sent. */
  readonly destination: string | undefined;
  readonly state: DeliveryState;
  /** Why it is in that state, where the state alone does not say it: `alias_disabled`, … */
  readonly reason: string | undefined;
  readonly mode: DeliveryMode;
  readonly attempts: number;
  /** When the next attempt is due; absent in final states. */
  readonly nextAttemptAt: Date | undefined;
  readonly expiresAt: Date;
  readonly finishedAt: Date | undefined;
  /** Absent where no alias took it, or it is gone. */
  readonly alias?: Addressed | undefined;
  /** Absent where it goes to no mailbox, or that is gone. */
  readonly mailbox?: Addressed | undefined;
}

/** How attempts end: `recovered` is the end of one whose process ended. */
export const attemptEnds = ['delivered', 'deferred', 'bounced', 'expired', 'recovered'] as const;
/** One of {@link attemptEnds}. */
export type AttemptEnd = (typeof attemptEnds)[number];

/** One attempt to send a delivery. */
export interface DeliveryAttempt {
  readonly deliveryId: string;
  readonly number: number;
  /** When it ended. */
  readonly at: Date;
  readonly outcome: AttemptEnd | 'held';
  readonly host: string | undefined;
  readonly tls: string | undefined;
  /** What the next hop said, or we about it; the mailbox masked. */
  readonly words: string;
  readonly nextAttemptAt: Date | undefined;
}

/** What a line of the timeline is about; stable for clients. */
export type TimelineKind =
  | 'written'
  | 'connected'
  | 'authenticated'
  | 'matched'
  | 'policy'
  | 'accepted'
  | 'refused'
  | 'held'
  | 'confirmed'
  | 'attempt'
  | 'changed'
  | 'delivered'
  | 'deferred'
  | 'bounced'
  | 'expired'
  | 'discarded'
  | 'cancelled'
  | 'retried'
  | 'recovered'
  | 'reported'
  | 'owner_told'
  | 'sender_told'
  | 'sender_not_told'
  | 'mailbox_paused'
  | 'mailbox_resumed'
  | 'event';

/** One dated fact. */
export interface TimelineEntry {
  readonly at: Date;
  readonly kind: TimelineKind;
  /** Absent where it is about the message as a whole. */
  readonly deliveryId: string | undefined;
  /** The word at the beginning of the line: `Attempt 1`. */
  readonly label: string;
  /** English, without a full stop; real mailboxes masked. */
  readonly sentence: string;
  /** The raw facts behind the sentence, unmasked. */
  readonly details: Readonly<Record<string, unknown>>;
}

/** A message with everything known of it. */
export interface MessageDetails extends MessageSummary {
  readonly messageIdHeader: string | undefined;
  readonly connection: ConnectionFacts;
  readonly authentication: AuthenticationFacts;
  readonly deliveries: readonly MessageDelivery[];
  /** Of all deliveries, oldest first. */
  readonly attempts: readonly DeliveryAttempt[];
  /** What it names may be gone. To read it, see `Queue.openForReading`. */
  readonly contentId: string;
  /** Oldest first. */
  readonly timeline: readonly TimelineEntry[];
}
