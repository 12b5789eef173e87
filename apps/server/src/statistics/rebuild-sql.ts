import { addTakenSql } from './fold-sql.ts';

/** The domain of an alias; where there is none, that of an address, if it is the organization's. As in the triggers. */
function domainSql(aliasId: string, address: string, organizationId: string): string {
  return `coalesce((select a.domain_id from aliases a where a.id = ${aliasId}),
    (select n.id from domains n where n.name = statistics_domain(${address}) and n.organization_id = ${organizationId}))`;
}

/** The delivery of an event, asked for by its id one by one: it may be weeks older than the event. */
function deliverySql(id: string): string {
  return `cross join lateral (
    select d.kind, d.alias_id, d.mailbox_id, d.recipient, d.created_at from deliveries d
    where d.id = ${id} and d.kind in ('forward', 'reply') limit 1
  ) d`;
}

/**
 * The deltas that the facts of a stretch of time would have made, in the form of `statistics_deltas`: the recount that the triggers of the
 * migration are tested against. `$1` to `$2` is the stretch. Deliveries are found by the id of their message, since all of a message count
 * together; their own ids are made after it, within a day, which keeps the server out of other partitions.
 */
export const storedDeltas = `
placed as materialized (
  select d.id, d.message_id, d.organization_id, d.kind, d.alias_id, d.mailbox_id, d.state, d.reason, d.created_at, d.finished_at,
    ${domainSql('d.alias_id', 'd.recipient', 'd.organization_id')} as domain_id
  from deliveries d
  where d.message_id >= uuid_floor($1) and d.message_id < uuid_floor($2) and d.kind in ('forward', 'reply')
    and d.id >= uuid_floor($1) and d.id < uuid_floor($2::timestamptz + interval '1 day')
),
numbered as materialized (
  select p.*, row_number() over (partition by p.message_id order by p.id) = 1 as is_first,
    row_number() over (partition by p.message_id, p.domain_id order by p.id) = 1 as is_first_of_domain,
    row_number() over (partition by p.message_id, p.alias_id order by p.id) = 1 as is_first_of_alias,
    row_number() over (partition by p.message_id, p.mailbox_id order by p.id) = 1 as is_first_of_mailbox
  from placed p
),
event as materialized (
  select e.* from events e
  where e.id >= uuid_floor($1) and e.id < uuid_floor($2)
    and (e.type in ('delivered', 'bounced', 'expired', 'cancelled', 'held', 'deferred', 'refused')
      or e.type = 'accepted' and e.data ? 'held')
),
change as materialized (
  select e.organization_id, e.at, e.type, e.data, d.kind, d.alias_id, d.mailbox_id, d.created_at,
    ${domainSql('d.alias_id', 'd.recipient', 'e.organization_id')} as domain_id
  from event e ${deliverySql('e.delivery_id')}
  where e.type not in ('refused', 'accepted')
  union all
  select e.organization_id, d.created_at, 'held', h, d.kind, d.alias_id, d.mailbox_id, d.created_at,
    ${domainSql('d.alias_id', 'd.recipient', 'e.organization_id')}
  from event e cross join lateral jsonb_array_elements(e.data -> 'held') as h ${deliverySql(`(h ->> 'deliveryId')::uuid`)}
  where e.type = 'accepted'
),
refusal as materialized (
  select e.organization_id, e.at, e.alias_id, statistics_domain(e.data ->> 'mailFrom') as sender_domain,
    statistics_reason(e.data ->> 'reason') as reason,
    ${domainSql('e.alias_id', `e.data ->> 'recipient'`, 'e.organization_id')} as domain_id
  from event e where e.type = 'refused'
),
taken as (
  select n.organization_id, statistics_quarter(n.created_at) as quarter, 'accepted' as fact, 1 as count, n.kind, n.domain_id, n.alias_id,
    n.mailbox_id,
    case when n.is_first and n.kind = 'forward'
      then coalesce(statistics_domain(m.header_from), statistics_domain(m.mail_from)) end as sender_domain,
    null as reason,
    case when n.is_first and n.kind = 'forward' then statistics_authentication(m.authentication) end as authentication,
    null::smallint as latency, n.is_first, n.is_first_of_domain, n.is_first_of_alias, n.is_first_of_mailbox, m.size_bytes
  from numbered n
  left join messages m on m.id = n.message_id and m.id >= uuid_floor($1) and m.id < uuid_floor($2)
  union all
  select n.organization_id, statistics_quarter(n.finished_at), 'discarded', 1, n.kind, n.domain_id, n.alias_id, n.mailbox_id,
    null, statistics_reason(n.reason), null, null, false, false, false, false, null
  from numbered n where n.state = 'discarded'
  union all
  select e.organization_id, statistics_quarter(e.at), e.type, 1, e.kind, e.domain_id, e.alias_id, e.mailbox_id, null,
    case e.type when 'held' then statistics_reason(e.data ->> 'reason')
      when 'delivered' then null when 'cancelled' then null
      else coalesce(e.data #>> '{failure,failureClass}', 'unknown') end,
    null, case when e.type = 'delivered' then statistics_latency(date_part('epoch', e.at - e.created_at) * 1000) end,
    false, false, false, false, null
  from change e
  union all
  select r.organization_id, statistics_quarter(r.at), 'refused', 1, null, r.domain_id, r.alias_id, null, r.sender_domain, r.reason,
    null, null, false, false, false, false, null
  from refusal r
  union all
  select c.organization_id, statistics_quarter(c.hour), 'refused', (c.count - coalesce(r.count, 0))::int, null, null, null, null, null,
    c.reason, null, null, false, false, false, false, null
  from (
    select c.organization_id, c.hour, statistics_reason(c.reason) as reason, sum(c.count) as count from refusal_counts c
    where c.hour >= $1 and c.hour < $2 and c.reason <> '' group by 1, 2, 3
  ) c
  left join (
    select r.organization_id, date_trunc('hour', r.at, 'UTC') as hour, r.reason, count(*) as count from refusal r group by 1, 2, 3
  ) r using (organization_id, hour, reason)
  where c.count > coalesce(r.count, 0)
)`;

/** Adds what the facts of a stretch of whole hours say to the roll-ups. `$1` from, `$2` to. */
export const addStoredText = `with ${storedDeltas}${addTakenSql}`;
