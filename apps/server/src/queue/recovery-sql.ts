import { finishSql, forgetDestinationSql } from './finish-sql.ts';
import { followupsSql, notifyFollowups } from './followup-sql.ts';
import { newIdSql } from './new-id-sql.ts';

/**
 * A first death may be anyone's fault and costs no time. A delivery in whose attempts process after process dies waits longer each time, so
 * that it does not take all others down with it for ever.
 */
const dueAgain = `now() + case when d.attempts = 0 then interval '0' else
  least(power(2, least(d.attempts, 10)), 240) * interval '1 minute' end`;

/** The end of time is the end of time: a delivery that takes its processes down with it must not live for ever. */
const hasExpired = `now() >= d.expires_at`;

/** Stands in for the evidence of the attempt, of which nobody knows how far it came. */
const lostEvidence = `jsonb_build_object('stage', 'lease', 'explanation', 'the process that was sending it ended')`;

/**
 * Takes leases away: `selectLeased` gives the ids and locks their rows. The deliveries are queued again, or expire when no time is left;
 * either way the attempt counts and their timeline tells of it. Gives the queue keys of those that are due again. `shardParameter`
 * takes the shard of the process.
 */
export function recoverySql(selectLeased: string, shardParameter: number): string {
  return `
with leased as materialized (${selectLeased}),
changed as (
  update deliveries d set
    state = case when ${hasExpired} then 'expired' else 'queued' end,
    reason = case when ${hasExpired} then 'no time was left when its process ended' else d.reason end,
    attempts = d.attempts + 1,
    next_attempt_at = case when not ${hasExpired} then ${dueAgain} end,
    finished_at = case when ${hasExpired} then now() end,
    lease_owner = null,
    lease_until = null,
    ${forgetDestinationSql(hasExpired)}
  where d.id = any (array(select leased.id from leased))
  returning d.id, d.message_id, d.organization_id, d.content_id, d.alias_id, d.kind, d.mode, d.state, d.attempts,
    d.queue_key, d.next_attempt_at, d.finished_at
),
settled as materialized (
  select c.*, false as is_newly_delayed, ${newIdSql} as event_id, ${lostEvidence} || jsonb_strip_nulls(
    jsonb_build_object('attempt', c.attempts, 'nextAttemptAt', c.next_attempt_at)) as event_data
  from changed c
),
new_events as (
  insert into events (id, at, organization_id, message_id, delivery_id, alias_id, type, data)
  select s.event_id, now(), s.organization_id, s.message_id, s.id, s.alias_id,
    case s.state when 'queued' then 'recovered' else s.state end, s.event_data
  from settled s
),${followupsSql},${finishSql(shardParameter)}
select s.state, s.queue_key, ${notifyFollowups} from settled s`;
}
