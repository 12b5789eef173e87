import type { Queryable, Tx } from '../db/index.ts';
import { lifetimeDays } from './rules.ts';
import type { DeliveryState } from './types.ts';

/**
 * What is delivered at `$2` or later was accepted at most a lifetime before, and a day more for its last attempt: the floor keeps the
 * server out of the older part of the index.
 */
export const deliveredText = `
select 1 as found from deliveries d
where d.mailbox_id = $1 and d.id >= uuid_floor($2::timestamptz - interval '${String(lifetimeDays + 1)} days')
  and d.kind = 'forward' and d.state = 'delivered' and d.finished_at >= $2
limit 1`;

/** Whether a forward to the mailbox was delivered at or after `since`. */
export async function hasDeliveredSince(tx: Tx, mailboxId: string, since: Date): Promise<boolean> {
  const params = [mailboxId, since];
  const rows = await tx.query({ name: 'queue-delivered-since', text: deliveredText, params });
  return rows.length > 0;
}

/** A delivery among those of its message. */
export interface DeliveryOfMessage {
  readonly id: string;
  readonly recipient: string;
  /** The real address; absent for what was discarded at once. Not to be shown to outsiders. */
  readonly destination: string | undefined;
  readonly state: DeliveryState;
}

/** All deliveries of a message, in the order in which they were planned. */
export async function listDeliveriesOfMessage(
  db: Queryable,
  messageId: string,
): Promise<readonly DeliveryOfMessage[]> {
  const rows = await db.query<
    Omit<DeliveryOfMessage, 'destination'> & { readonly destination: string | null }
  >({
    name: 'queue-deliveries-of-message',
    text: 'select id, recipient, destination, state from deliveries where message_id = $1 order by id',
    params: [messageId],
  });
  return rows.map((row) => ({ ...row, destination: row.destination ?? undefined }));
}
