import { lifetimeDays, quarantineDays } from './rules.ts';
import { workingSenderSql } from './sender-sql.ts';

/**
 * The statements of claiming. All go through `queryByIndex`; the plans are tested with a backlog in `plans.test.ts`.
 * Every look at a partitioned table has a bound on its key, so that the server skips the partitions before it.
 */

/** The due rows of a key, oldest first, past those that another transaction is claiming right now. */
const dueOfKey = `
  select d.id from deliveries d
  where d.state in ('queued', 'deferred') and d.queue_key = k.queue_key and d.next_attempt_at <= now() and d.id >= $5
  order by d.next_attempt_at
  limit greatest(k.room, 0)
  for update skip locked`;

/** What a lease gives of a delivery; see `delivery-row.ts`. */
const leasedColumns = `d.id, d.message_id, d.organization_id, d.content_id, d.alias_id, d.contact_id, d.reply_to_contact_id,
    d.mailbox_id, d.kind, d.mode, d.recipient, d.sent_as, d.destination, d.queue_key, d.attempts, d.created_at, d.expires_at,
    d.lease_until, d.changes`;

/** Leases the rows of `due` and gives them with what the message says. */
const leaseDue = `
claimed as (
  update deliveries d set state = 'sending', lease_owner = $1, lease_until = now() + $2::float8 * interval '1 millisecond'
  from due where d.id = due.id and d.id = any (array(select due.id from due)) and d.id >= $5
  returning ${leasedColumns}, due.step
),
claimed_messages as (
  select m.id, m.mail_from, m.header_from, m.smtputf8, m.authentication, m.privacy_level, ${workingSenderSql}
  from messages m where m.id = any (array(select c.message_id from claimed c))
),
claimed_rows as (
  select c.*, m.mail_from, m.header_from, m.smtputf8, m.authentication, m.privacy_level, m.sender
  from claimed c left join claimed_messages m on m.id = c.message_id
)`;

/**
 * Deliveries of named keys. $1 owner, $2 lease in ms, $3 limit, $4 keys, $5 smallest id, $6 room of each key.
 */
export const claimNamedText = `
with due as materialized (
  select d.id, k.step from unnest($4::text[], $6::int[]) with ordinality as k (queue_key, room, step)
  cross join lateral (${dueOfKey}) d
  limit $3
),
${leaseDue}
select * from claimed_rows order by step`;

/**
 * Deliveries of the keys behind the cursor. The recursive part jumps from key to key in the partial index `deliveries_due` (a loose
 * index scan), so a key costs the same with one waiting row or a million. It is evaluated only as far as `due` asks for.
 *
 * $1 owner, $2 lease in ms, $3 limit, $4 cursor, $5 smallest id, $6 room of a key that is not busy, $7 busy keys, $8 the
 * room of each, $9 keys to look at.
 *
 * `last_key` is where the walk ended: null when there are no more keys, or when the limit was reached first.
 */
export const claimWalkText = `
with recursive walk (queue_key, step) as (
  select (select d.queue_key from deliveries d
    where d.state in ('queued', 'deferred') and d.queue_key > $4 and d.id >= $5 order by d.queue_key limit 1), 1
  union all
  select (select d.queue_key from deliveries d
    where d.state in ('queued', 'deferred') and d.queue_key > w.queue_key and d.id >= $5 order by d.queue_key limit 1),
    w.step + 1
  from walk w where w.queue_key is not null and w.step < $9
),
keys as (
  select w.queue_key, coalesce(b.room, $6::int) as room, w.step
  from walk w left join unnest($7::text[], $8::int[]) as b (queue_key, room) on b.queue_key = w.queue_key
  where w.queue_key is not null
),
due as materialized (
  select d.id, k.step from keys k cross join lateral (${dueOfKey}) d
  limit $3
),
${leaseDue}
select r.*, case when (select count(*) from due) < $3 then
  (select w.queue_key from walk w order by w.step desc limit 1) end as last_key
from (values (1)) as always (one) left join claimed_rows r on true order by r.step`;

/** A delivery may be held, and then has its whole lifetime before it; a day more for its last attempt. */
const horizon = `uuid_floor(now() - interval '${String(quarantineDays + lifetimeDays + 1)} days')`;

/**
 * The smallest id that claiming has to look at: of five weeks ago, which is beyond the end of any delivery. When something older still
 * waits, because the program stood still for days, it is the smallest id of all.
 */
export const smallestIdText = `
select case when exists (
  select from deliveries d where d.state in ('queued', 'deferred') and d.id < ${horizon}
) then '00000000-0000-0000-0000-000000000000'::uuid else ${horizon} end as id`;
