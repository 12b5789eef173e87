import type { Queryable, Tx } from '../db/index.ts';
import type { DeliveryState } from '../queue/index.ts';

/** The deliveries of a message and their states, in the same order. */
export interface MessageStates {
  readonly deliveryIds: readonly string[];
  readonly states: readonly DeliveryState[];
  /** Whether it is what we say ourselves, and is under way. */
  readonly isOursUnderWay: boolean;
}

/** What we write ourselves: to warn somebody, to ask, to see whether a mailbox works. Whoever has taken over an account must not stop the warning. */
const isOurs = `d.kind in ('notice', 'probe')`;

/** Whether a delivery is what we say ourselves; false also for one of another organization. */
export async function isOwnDelivery(
  db: Queryable,
  { organizationId, deliveryId }: { readonly organizationId: string; readonly deliveryId: string },
): Promise<boolean> {
  const rows = await db.query({
    text: `select from deliveries d where d.id = $1 and d.organization_id = $2 and ${isOurs}`,
    params: [deliveryId, organizationId],
  });
  return rows.length > 0;
}

/**
 * Keeps what waits or is held as it is until the transaction ends: no process begins to send it. In the order in which everything takes
 * deliveries.
 */
export async function lockWaiting(
  tx: Tx,
  { organizationId, messageIds }: { readonly organizationId: string; readonly messageIds: readonly string[] },
): Promise<void> {
  await tx.query({
    text: `select d.id from deliveries d
      where d.message_id = any ($1::uuid[]) and d.organization_id = $2 and d.state in ('queued', 'deferred', 'held')
      order by d.id for update`,
    params: [messageIds, organizationId],
  });
}

/** Those of the messages that are the organization's, by their ids. */
export async function findStates(
  db: Queryable,
  { organizationId, messageIds }: { readonly organizationId: string; readonly messageIds: readonly string[] },
): Promise<ReadonlyMap<string, MessageStates>> {
  const rows = await db.query<{
    readonly id: string;
    readonly delivery_ids: readonly string[] | null;
    readonly states: readonly DeliveryState[] | null;
    readonly is_ours_under_way: boolean | null;
  }>({
    text: `select m.id, s.delivery_ids, s.states, s.is_ours_under_way from messages m cross join lateral (
        select array_agg(d.id order by d.id) as delivery_ids, array_agg(d.state order by d.id) as states,
          bool_or(${isOurs} and d.finished_at is null) as is_ours_under_way
        from deliveries d where d.message_id = m.id and d.id >= m.id
      ) s
      where m.id = any ($1::uuid[]) and m.organization_id = $2`,
    params: [messageIds, organizationId],
  });
  return new Map(
    rows.map((row) => [
      row.id,
      {
        deliveryIds: row.delivery_ids ?? [],
        states: row.states ?? [],
        isOursUnderWay: row.is_ours_under_way ?? false,
      },
    ]),
  );
}
