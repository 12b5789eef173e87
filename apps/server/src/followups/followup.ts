import type { DeliveryReport } from '@smtpy/mail';
import type { AttemptEvidence, DeliveryState, FollowupKind, HoldReason } from '../queue/index.ts';

/** What happened to a delivery, so that something must follow. */
export type Followup = FollowupBase & FollowupFact;

/** What every followup has. */
export interface FollowupBase {
  readonly id: string;
  /** When it happened, by the clock of PostgreSQL. */
  readonly at: Date;
  readonly organizationId: string;
  readonly messageId: string;
  readonly deliveryId: string;
  /** How often following up failed. */
  readonly attempts: number;
  /** The sender of a message that does not keep him and has ended; absent: the message tells, or nobody knows any more. */
  readonly sender?: Sender | undefined;
}

/** A sender that lies with the followup alone, and goes with it. */
export interface Sender {
  readonly mailFrom: string;
  readonly headerFrom: string | null;
}

/** The fact itself. */
export type FollowupFact =
  /** `header`: the header block as it was received, cut at 64 KiB, where a report may have to quote it. */
  | {
      readonly kind: 'failed';
      readonly state: DeliveryState;
      readonly evidence: AttemptEvidence;
      readonly header: Buffer | undefined;
    }
  | { readonly kind: 'delayed'; readonly evidence: AttemptEvidence }
  /** A host behind the next hop reported. `report`: undefined when what it sent could not be read as a report. */
  | { readonly kind: 'reported'; readonly report: DeliveryReport | undefined }
  | { readonly kind: 'held'; readonly reason: HoldReason }
  /** An author came whom a pinned alias does not expect. `domain`: his; `*` where it is not kept. */
  | { readonly kind: 'other_sender'; readonly domain: string }
  | { readonly kind: 'probe_ended'; readonly state: DeliveryState; readonly evidence: AttemptEvidence };

/** A row of `followups`. */
export interface FollowupRow {
  readonly id: string;
  readonly at: Date;
  readonly organization_id: string;
  readonly message_id: string;
  readonly delivery_id: string;
  readonly kind: FollowupKind;
  readonly data: Readonly<Record<string, unknown>>;
  readonly header: Buffer | null;
  readonly attempts: number;
}

/** A row as the queue wrote it, which is the only one that writes rows. */
export function followupOf(row: FollowupRow): Followup {
  return {
    id: row.id,
    at: row.at,
    organizationId: row.organization_id,
    messageId: row.message_id,
    deliveryId: row.delivery_id,
    attempts: row.attempts,
    ...('sender' in row.data && { sender: row.data['sender'] as Sender }),
    ...factOf(row),
  };
}

function factOf({ kind, data, header }: FollowupRow): FollowupFact {
  const state = data['state'] as DeliveryState;
  // The evidence lies in the same object as the state; the fields of one are not those of the other.
  const evidence = data as unknown as AttemptEvidence;
  switch (kind) {
    case 'failed':
      return { kind, state, evidence, header: header ?? undefined };
    case 'delayed':
      return { kind, evidence };
    case 'probe_ended':
      return { kind, state, evidence };
    case 'reported':
      return { kind, report: (data['report'] as DeliveryReport | null) ?? undefined };
    case 'other_sender':
      return { kind, domain: String(data['domain']) };
    case 'held':
      return { kind, reason: data['reason'] as HoldReason };
  }
}
