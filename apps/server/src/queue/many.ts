import { newId, type Tx } from '../db/index.ts';
import { finishSql, forgetDestinationSql } from './finish-sql.ts';
import { newIdSql } from './new-id-sql.ts';
import { beginFollowing } from './notes.ts';
import { keepCountersSql, lockRetention } from './removal.ts';
import { deliveriesChannel, formatHint } from './rules.ts';

/** Which deliveries of an organization to change together, and on whose word. */
export interface ChangeDeliveries {
  readonly organizationId: string;
  /** Those of other organizations, and those in a state that forbids it, are passed over. */
  readonly deliveryIds: readonly string[];
  /** Who said so, for the timeline: `member`, … Never an address. */
  readonly by: string;
}

/** $1 ids, $2 organization. Locked in the order of their ids, like everything that takes several. */
const retryText = `
with waiting as materialized (
  select d.id, d.state from deliveries d
  where d.id = any ($1::uuid[]) and d.organization_id = $2 and d.state in ('queued', 'deferred') order by d.id for update
)
update deliveries d set state = 'queued', next_attempt_at = now()
from waiting w where d.id = w.id and d.id = any ($1::uuid[])
returning d.id, d.message_id, d.alias_id, d.queue_key, w.state as was`;

const retriedEventsText = `
insert into events (id, at, organization_id, message_id, delivery_id, alias_id, type, data)
select u.event_id, now(), $1, u.message_id, u.delivery_id, u.alias_id, 'retried', jsonb_build_object('was', u.was, 'by', $2::text)
from unnest($3::uuid[], $4::uuid[], $5::uuid[], $6::uuid[], $7::text[]) as u (event_id, message_id, delivery_id, alias_id, was)`;

interface RetriedRow {
  readonly id: string;
  readonly message_id: string;
  readonly alias_id: string | null;
  readonly queue_key: string;
  readonly was: string;
}

/** See `Queue.retryMany`. */
export async function retryMany(
  tx: Tx,
  { organizationId, deliveryIds, by }: ChangeDeliveries,
): Promise<readonly string[]> {
  const rows = await tx.query<RetriedRow>({ text: retryText, params: [deliveryIds, organizationId] });
  if (rows.length === 0) return [];
  await tx.query({
    text: retriedEventsText,
    params: [
      organizationId,
      by,
      rows.map(() => newId()),
      rows.map(({ message_id: id }) => id),
      rows.map(({ id }) => id),
      rows.map(({ alias_id: id }) => id),
      rows.map(({ was }) => was),
    ],
  });
  const hint = formatHint(rows.map(({ queue_key: key }) => key));
  await tx.query({ text: 'select pg_notify($1, $2)', params: [deliveriesChannel, hint] });
  return rows.map(({ id }) => id);
}

/**
 * As the cancellation of one; locked in the order of their ids, like everything that ends deliveries. $1 ids, $2 shard, $3 by whom, $4
 * organizations.
 */
const cancelText = `
with waiting as materialized (
  select d.id, d.state, case when d.state = 'held' then d.reason end as reason from deliveries d
  where d.id = any ($1::uuid[]) and d.state in ('queued', 'deferred', 'held') and d.organization_id = any ($4::uuid[])
  order by d.id for update
),
settled as materialized (
  update deliveries d set state = 'cancelled', reason = 'cancelled', next_attempt_at = null, finished_at = now(),
    ${forgetDestinationSql('true')}
  from waiting w where d.id = w.id and d.id = any ($1::uuid[])
  returning d.id, d.message_id, d.organization_id, d.content_id, d.alias_id, d.kind, d.state, d.finished_at, w.state as was,
    w.reason as hold_reason
),
new_events as (
  insert into events (id, at, organization_id, message_id, delivery_id, alias_id, type, data)
  select ${newIdSql}, now(), s.organization_id, s.message_id, s.id, s.alias_id, 'cancelled',
    jsonb_strip_nulls(jsonb_build_object('was', s.was, 'by', $3::text, 'reason', s.hold_reason))
  from settled s
),${finishSql(2)}
select s.id from settled s`;

/** Ends waiting and held deliveries of the organizations; gives those that it has ended. Once per transaction and late in it. */
export async function cancelEach(
  tx: Tx,
  {
    organizationIds,
    deliveryIds,
    by,
    shard,
  }: {
    readonly organizationIds: readonly string[];
    readonly deliveryIds: readonly string[];
    readonly by: string;
    readonly shard: number;
  },
): Promise<readonly string[]> {
  const rows = await tx.query<{ readonly id: string }>({
    text: cancelText,
    params: [deliveryIds, shard, by, organizationIds],
  });
  return rows.map(({ id }) => id);
}

/** Messages of an organization to be removed. */
export interface RemoveMessages {
  readonly organizationId: string;
  /** Those of other organizations, and those of which a delivery has not ended, are passed over. */
  readonly messageIds: readonly string[];
}

/** A message that was removed, with its deliveries: for what else is kept of them, such as captures. */
export interface RemovedMessage {
  readonly id: string;
  readonly deliveryIds: readonly string[];
}

/** $1 messages, $2 organization. Nothing leads out of an end, so what has ended stays so. */
const endedText = `
select m.id, array(select d.id from deliveries d where d.message_id = m.id order by d.id) as delivery_ids from messages m
where m.id = any ($1::uuid[]) and m.organization_id = $2
  and (select d.id from deliveries d where d.message_id = m.id and d.finished_at is null limit 1) is null`;

const ofMessages = 'message_id = any ($1::uuid[])';

/** In the order in which all that writes takes the tables. */
const deleteTexts = [
  'delete from messages where id = any ($1::uuid[])',
  `delete from deliveries where ${ofMessages}`,
  `delete from events where ${ofMessages}`,
] as const;

/** See `Queue.beginRemoval`. */
async function beginRemoval(tx: Tx, { organizationId, messageIds }: RemoveMessages): Promise<void> {
  await lockRetention(tx);
  await beginFollowing(tx);
  // Whoever does what follows has the row before anything else.
  await tx.query({
    text: `select f.id from followups f where f.organization_id = $2 and f.message_id = any ($1::uuid[]) order by f.id for update`,
    params: [messageIds, organizationId],
  });
}

/** See `Queue.removeMessages`. */
async function removeMessages(
  tx: Tx,
  { organizationId, messageIds }: RemoveMessages,
): Promise<readonly RemovedMessage[]> {
  await beginRemoval(tx, { organizationId, messageIds });
  await tx.query({
    text: `delete from followups f where f.organization_id = $2 and f.message_id in (
      select m.id from messages m where m.id = any ($1::uuid[]) and m.organization_id = $2
        and (select d.id from deliveries d where d.message_id = m.id and d.finished_at is null limit 1) is null)`,
    params: [messageIds, organizationId],
  });
  const rows = await tx.query<{ readonly id: string; readonly delivery_ids: readonly string[] }>({
    text: endedText,
    params: [messageIds, organizationId],
  });
  if (rows.length === 0) return [];
  const params = [rows.map(({ id }) => id)];
  await tx.query({ text: keepCountersSql('deliveries d where d.message_id = any ($1::uuid[])'), params });
  for (const text of deleteTexts) await tx.query({ text, params });
  return rows.map((row) => ({ id: row.id, deliveryIds: row.delivery_ids }));
}

/** The changes of many that a process makes; see `Queue`. */
export function createManyChanges(shard: number) {
  return {
    retryMany,
    cancelMany: (tx: Tx, { organizationId, ...request }: ChangeDeliveries): Promise<readonly string[]> =>
      cancelEach(tx, { ...request, organizationIds: [organizationId], shard }),
    beginRemoval,
    removeMessages,
  };
}
