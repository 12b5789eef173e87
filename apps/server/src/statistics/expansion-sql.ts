import { measures } from './measures.ts';

/**
 * What each delta adds to each subject: rows of `organization_id, dimension, key, quarter` and the measures. `source` is a relation with
 * the columns of `statistics_deltas`. The fold, readers and the recount all go through it, so that they cannot differ.
 */
export function expansionSql(source: string): string {
  return `
select d.organization_id, x.dimension, x.key, d.quarter,
  case when d.fact = 'accepted' and x.is_first then 1 else 0 end as messages,
  case when d.fact = 'accepted' and x.is_first then coalesce(d.size_bytes, 0)::bigint else 0 end as bytes,
  case when d.fact = 'accepted' and x.counts_deliveries then d.count else 0 end as accepted,
  case when d.fact = 'delivered' and d.kind = 'forward' then d.count else 0 end as forwarded,
  case when d.fact = 'delivered' and d.kind = 'reply' then d.count else 0 end as replied,
  ${countsOf('bounced', 'expired', 'discarded', 'cancelled', 'held', 'deferred', 'refused')}
from ${source} d
cross join lateral (
  values ('organization', '', d.is_first, true),
    ('domain', d.domain_id::text, d.is_first_of_domain, true),
    ('alias', d.alias_id::text, d.is_first_of_alias, true),
    ('mailbox', d.mailbox_id::text, d.is_first_of_mailbox, true),
    ('sender_domain', d.sender_domain, d.is_first, false),
    (case when d.fact in ('bounced', 'expired', 'deferred') then 'failure_class' else 'reason' end, left(d.reason, 100), false, false),
    ('latency', d.latency::text, false, false)
  union all
  select 'authentication', a.result, true, false from unnest(d.authentication) as a (result)
) x (dimension, key, is_first, counts_deliveries)
where x.key is not null`;
}

function countsOf(...facts: readonly string[]): string {
  return facts.map((fact) => `case when d.fact = '${fact}' then d.count else 0 end as ${fact}`).join(',\n  ');
}

/** `sum(x.messages) as messages, …` of a relation with the measures. */
export function sumsSql(relation: string): string {
  return measures.map((measure) => `sum(${relation}.${measure})::bigint as ${measure}`).join(', ');
}
