import type { Queryable, Tx } from '../db/index.ts';
import { lifetimeDays } from './rules.ts';
import type { DeliveryState, HoldReason } from './types.ts';

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
  /** Why it is held or discarded, or the words of the last failure. */
  readonly reason: string | undefined;
}

/** All deliveries of a message, in the order in which they were planned. */
export async function listDeliveriesOfMessage(
  db: Queryable,
  messageId: string,
): Promise<readonly DeliveryOfMessage[]> {
  const rows = await db.query<
    Pick<DeliveryOfMessage, 'id' | 'recipient' | 'state'> & {
      readonly destination: string | null;
      readonly reason: string | null;
    }
  >({
    name: 'queue-deliveries-of-message',
    text: 'select id, recipient, destination, state, reason from deliveries where message_id = $1 order by id',
    params: [messageId],
  });
  return rows.map((row) => ({
    ...row,
    destination: row.destination ?? undefined,
    reason: row.reason ?? undefined,
  }));
}

/** The organization is asked for because the index of held deliveries goes by it. */
const heldForMailboxText = `
select d.id from deliveries d
where d.organization_id = $1 and d.state = 'held' and d.mailbox_id = $2 and d.reason = $3
order by d.id`;

/** Ids of the deliveries to a mailbox that are held for one reason, oldest first. */
export async function listHeldForMailbox(
  db: Queryable,
  held: { readonly organizationId: string; readonly mailboxId: string; readonly reason: HoldReason },
): Promise<readonly string[]> {
  const rows = await db.query<{ readonly id: string }>({
    text: heldForMailboxText,
    params: [held.organizationId, held.mailboxId, held.reason],
  });
  return rows.map(({ id }) => id);
}
