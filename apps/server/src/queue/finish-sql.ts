import { hidden } from './privacy.ts';

/**
 * For the set list of every statement that may end a delivery `d`: a report to a sender who is not kept has its destination while that is
 * needed, and then what its recipient shows.
 */
export function forgetDestinationSql(isEnded: string): string {
  const isForgotten = `${isEnded} and d.kind = 'notice' and starts_with(d.recipient, '${hidden}')`;
  return `destination = case when ${isForgotten} then d.recipient else d.destination end,
    queue_key = case when ${isForgotten} then '' else d.queue_key end`;
}

/**
 * What follows in the same statement when deliveries end: the end of a settle and of a cancellation.
 *
 * It continues a `with` whose member `settled` gave the changed rows (content_id, alias_id, kind, state, finished_at), and
 * takes the shard of the process as `shardParameter`.
 *
 * Concurrent transactions meet on the contents of messages with several recipients. Each locks delivery rows, then
 * contents in the order of their ids, then counters in the order of their aliases; so they wait for each other but never in a
 * ring. `pending` is read from the locked row, not from the statement's snapshot, which may be older. The conditions
 * on `released` in `counted` do nothing but make the counters come last.
 */
export function finishSql(shardParameter: number): string {
  return `
ended as (
  select s.content_id, count(*)::int as deliveries from settled s where s.finished_at is not null group by s.content_id
),
released as materialized (
  select c.id, c.pending - e.deliveries as pending from contents c join ended e on e.content_id = c.id
  where c.id = any (array(select ended.content_id from ended))
  order by c.id for update of c
),
lowered as (
  update contents c set pending = r.pending from released r
  where c.id = r.id and r.pending > 0 and c.id = any (array(select released.id from released))
),
removed as (
  delete from contents c
  where c.id = any (array(select released.id from released where released.pending <= 0))
  returning c.id, c.chunk_count
),
removed_chunks as (
  delete from content_chunks k where k.content_id = any (array(select removed.id from removed where removed.chunk_count > 0))
),
counted as (
  insert into alias_counters as counters (alias_id, shard, delivered, bounced, expired, cancelled, replied)
  select s.alias_id, $${String(shardParameter)}::smallint, count(*) filter (where s.state = 'delivered'),
    count(*) filter (where s.state = 'bounced'), count(*) filter (where s.state = 'expired'),
    count(*) filter (where s.state = 'cancelled'), count(*) filter (where s.state = 'delivered' and s.kind = 'reply')
  from settled s
  where s.finished_at is not null and s.alias_id is not null and (select count(*) from released) >= 0
  group by s.alias_id order by s.alias_id
  on conflict (alias_id, shard) do update set
    delivered = counters.delivered + excluded.delivered, bounced = counters.bounced + excluded.bounced,
    expired = counters.expired + excluded.expired, cancelled = counters.cancelled + excluded.cancelled,
    replied = counters.replied + excluded.replied
)`;
}
