import { isUuid, type Queryable } from '../db/index.ts';
import type { HidingLevel } from './privacy.ts';
import { workingSenderSql, type WorkingSender } from './sender-sql.ts';
import type { AttemptEvidence, DeliveryKind, DeliveryMode, DeliveryState } from './types.ts';

/**
 * Which delivery is meant: by its id, or by the part of it that a return path carries. A range is the smallest and the largest id with
 * that part; it means a delivery only when it holds exactly one forward that was to be sent and is not `rewrite`, as no other has such
 * a return path.
 */
export type DeliveryReference =
  { readonly deliveryId: string } | { readonly idFloor: string; readonly idCeiling: string };

/** A delivery with what its message says. */
export interface FoundDelivery {
  readonly id: string;
  readonly messageId: string;
  readonly organizationId: string;
  readonly aliasId: string | undefined;
  readonly contactId: string | undefined;
  readonly mailboxId: string | undefined;
  readonly kind: DeliveryKind;
  readonly mode: DeliveryMode;
  readonly recipient: string;
  /** The real address; absent for what was discarded at once. Not to be shown to outsiders. */
  readonly destination: string | undefined;
  /** The address of ours that it leaves under; the recipient where none was given. */
  readonly sentAs: string;
  readonly state: DeliveryState;
  /** Why it is discarded or held, or the words of the last failure. */
  readonly reason: string | undefined;
  readonly createdAt: Date;
  readonly expiresAt: Date;
  /** Evidence of the last attempt; undefined before the first. */
  readonly lastEvidence: AttemptEvidence | undefined;
  /** Reverse path; empty for the null sender. */
  readonly mailFrom: string;
  readonly headerFrom: string | undefined;
  /** What of the sender is not kept; absent: everything is. */
  readonly privacyLevel?: HidingLevel;
  /** `mailFrom` and `headerFrom` are not the sender's but stand for him, with a `*`: he is no longer known. Never to be written to. */
  readonly isSenderHidden?: true;
  /** With its angle brackets, or what stands for it. */
  readonly messageIdHeader: string | undefined;
  readonly subject: string | undefined;
  /** Why the sender must not be told of a failure; undefined: it may be. */
  readonly noReportReason: string | undefined;
  readonly receivedAt: Date;
}

/** Result of `findDelivery`. */
export type FindResult =
  { readonly kind: 'found'; readonly delivery: FoundDelivery } | { readonly kind: 'not_found' };

interface Row {
  readonly id: string;
  readonly message_id: string;
  readonly organization_id: string;
  readonly alias_id: string | null;
  readonly contact_id: string | null;
  readonly mailbox_id: string | null;
  readonly kind: DeliveryKind;
  readonly mode: DeliveryMode;
  readonly recipient: string;
  readonly destination: string | null;
  readonly sent_as: string;
  readonly state: DeliveryState;
  readonly reason: string | null;
  readonly created_at: Date;
  readonly expires_at: Date;
  readonly last_reply: AttemptEvidence | null;
  readonly mail_from: string;
  readonly header_from: string | null;
  readonly privacy_level: HidingLevel | null;
  readonly sender: WorkingSender | null;
  readonly message_id_header: string | null;
  readonly subject: string | null;
  readonly no_report_reason: string | null;
  readonly received_at: Date;
}

const select = `
select d.id, d.message_id, d.organization_id, d.alias_id, d.contact_id, d.mailbox_id, d.kind, d.mode, d.recipient, d.destination,
  coalesce(d.sent_as, d.recipient) as sent_as, d.state, d.reason, d.created_at, d.expires_at, d.last_reply,
  m.mail_from, m.header_from, m.message_id_header, m.subject, m.no_report_reason, m.received_at, m.privacy_level,
  ${workingSenderSql}
from deliveries d join messages m on m.id = d.message_id`;

/** $1 delivery. */
export const byIdText = `${select} where d.id = $1`;

/** $1 the smallest and $2 the largest id; two rows say that it is not one. */
export const byRangeText = `${select}
where d.id >= $1 and d.id <= $2 and d.kind = 'forward' and d.mode <> 'rewrite' and d.state <> 'discarded' limit 2`;

/** See `Queue.findDelivery`. */
export async function findDelivery(db: Queryable, reference: DeliveryReference): Promise<FindResult> {
  const ids = 'deliveryId' in reference ? [reference.deliveryId] : [reference.idFloor, reference.idCeiling];
  if (!ids.every(isUuid)) return { kind: 'not_found' };
  const [row, other] = await db.query<Row>(
    'deliveryId' in reference
      ? { name: 'queue-find-by-id', text: byIdText, params: ids }
      : { name: 'queue-find-by-range', text: byRangeText, params: ids },
  );
  if (row === undefined || other !== undefined) return { kind: 'not_found' };
  return { kind: 'found', delivery: toFound(row) };
}

function toFound(row: Row): FoundDelivery {
  return {
    id: row.id,
    messageId: row.message_id,
    organizationId: row.organization_id,
    aliasId: row.alias_id ?? undefined,
    contactId: row.contact_id ?? undefined,
    mailboxId: row.mailbox_id ?? undefined,
    kind: row.kind,
    mode: row.mode,
    recipient: row.recipient,
    destination: row.destination ?? undefined,
    sentAs: row.sent_as,
    state: row.state,
    reason: row.reason ?? undefined,
    createdAt: row.created_at,
    expiresAt: row.expires_at,
    lastEvidence: row.last_reply ?? undefined,
    ...senderOf(row),
    messageIdHeader: row.message_id_header ?? undefined,
    subject: row.subject ?? undefined,
    noReportReason: row.no_report_reason ?? undefined,
    receivedAt: row.received_at,
  };
}

function senderOf({
  mail_from: mailFrom,
  header_from: headerFrom,
  privacy_level: privacyLevel,
  sender,
}: Row): Pick<FoundDelivery, 'mailFrom' | 'headerFrom' | 'privacyLevel' | 'isSenderHidden'> {
  if (privacyLevel === null) return { mailFrom, headerFrom: headerFrom ?? undefined };
  if (sender === null)
    return { mailFrom, headerFrom: headerFrom ?? undefined, privacyLevel, isSenderHidden: true };
  return { mailFrom: sender.mailFrom, headerFrom: sender.headerFrom ?? undefined, privacyLevel };
}
