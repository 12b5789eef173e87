import { newId, type Tx } from '../db/index.ts';
import { cleanJson } from './clean-text.ts';

/**
 * What followed from what happened to a delivery, for the timeline. `data`:
 * - `owner_told`: `{ about, noticeMessageId? }`; `about` is the kind of the followup. Without a message it could not be told by mail,
 *   and `reason` says why.
 * - `sender_told`: `{ reportMessageId }`, the message that is the report.
 * - `sender_not_told`: `{ reason }`: `null_sender`, `unproven_sender`, `list`, `automatic`, `rewrite`, `told_before`, …
 * - `mailbox_paused`: `{ failures, reason? }`, how many hard failures there were.
 * - `mailbox_resumed`: `{ resumed? }`, how many waiting deliveries became due.
 */
export type NoteType =
  'owner_told' | 'sender_told' | 'sender_not_told' | 'mailbox_paused' | 'mailbox_resumed';

/** An event that changes no delivery. */
export interface Note {
  readonly type: NoteType;
  readonly organizationId: string;
  /** The message on whose timeline it is shown. */
  readonly messageId: string;
  /** Absent where it is about the message as a whole. */
  readonly deliveryId?: string | undefined;
  readonly aliasId?: string | undefined;
  readonly data: Readonly<Record<string, unknown>>;
}

/** The big tables in the order in which everything takes them; see `retention.ts`. */
const lockText = 'lock table only messages, only deliveries, only events in row exclusive mode';

/**
 * Begins a transaction that will record events and enqueue mail, in whatever order: retention, which keeps writers out table by
 * table, then waits for it or makes it wait, and never in a ring.
 */
export async function beginFollowing(tx: Tx): Promise<void> {
  await tx.query({ text: lockText });
}

const recordText = `
insert into events (id, at, organization_id, message_id, delivery_id, alias_id, type, data)
values ($1, now(), $2, $3, $4, $5, $6, $7::jsonb)`;

/** Records what followed, in the transaction of what followed. */
export async function recordEvent(tx: Tx, note: Note): Promise<void> {
  const { organizationId, messageId, deliveryId = null, aliasId = null, type, data } = note;
  await tx.query({
    name: 'queue-record-event',
    text: recordText,
    params: [newId(), organizationId, messageId, deliveryId, aliasId, type, cleanJson(data)],
  });
}

const markToldText = `
update messages m set sender_told_at = now()
where m.id = $1 and m.sender_told_at is null and m.no_report_reason is null
returning m.id`;

/**
 * Takes the one chance to tell the sender of a message that it failed. True: it is the caller's, and is given back when the transaction
 * rolls back. False: the sender was told before, must never be told (RFC 3834 §2, `noReportReason`), or the message is gone.
 */
export async function markSenderTold(tx: Tx, messageId: string): Promise<boolean> {
  const rows = await tx.query({ name: 'queue-mark-sender-told', text: markToldText, params: [messageId] });
  return rows.length > 0;
}
