import type { Tx } from '../db/index.ts';

/**
 * Counters of what was removed, in rows of their own. Removal adds the removed facts to the row of `historyShard` and subtracts
 * them in the row of `balanceShard`: the sum over all shards stays the number over all time, and without `historyShard` it is what
 * the deliveries that are left say. No process has these numbers, so removal never waits for mail nor mail for it.
 */
export const historyShard = -1;
const balanceShard = -2;

/** One removal at a time until `tx` ends: two would both keep the counters of the same rows. */
export async function lockRetention(tx: Tx): Promise<void> {
  await tx.query({ text: `select pg_advisory_xact_lock(hashtext('smtpy retention'))` });
}

/**
 * Keeps the counters of the deliveries `d` that are about to be removed by the same transaction: `source` is what follows `from`, its
 * condition included.
 */
export function keepCountersSql(source: string): string {
  return `
with facts as (
  select d.alias_id, count(*) as accepted, count(*) filter (where d.state = 'delivered') as delivered,
    count(*) filter (where d.state = 'bounced') as bounced, count(*) filter (where d.state = 'expired') as expired,
    count(*) filter (where d.state = 'discarded') as discarded, count(*) filter (where d.state = 'cancelled') as cancelled,
    count(*) filter (where d.state = 'delivered' and d.kind = 'reply') as replied
  from ${source} and d.alias_id is not null group by d.alias_id
)
insert into alias_counters as counters (alias_id, shard, accepted, delivered, bounced, expired, discarded, cancelled, replied)
select f.alias_id, v.shard, v.sign * f.accepted, v.sign * f.delivered, v.sign * f.bounced, v.sign * f.expired,
  v.sign * f.discarded, v.sign * f.cancelled, v.sign * f.replied
from facts f cross join (values (${String(historyShard)}, 1), (${String(balanceShard)}, -1)) as v (shard, sign)
order by f.alias_id, v.shard
on conflict (alias_id, shard) do update set
  accepted = counters.accepted + excluded.accepted, delivered = counters.delivered + excluded.delivered,
  bounced = counters.bounced + excluded.bounced, expired = counters.expired + excluded.expired,
  discarded = counters.discarded + excluded.discarded, cancelled = counters.cancelled + excluded.cancelled,
  replied = counters.replied + excluded.replied`;
}
