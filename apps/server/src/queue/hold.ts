import { isUuid, newId, type Db, type Tx } from '../db/index.ts';
import { finishSql } from './finish-sql.ts';
import { followupsSql, notifyFollowups } from './followup-sql.ts';
import { newIdSql } from './new-id-sql.ts';
import { deliveriesChannel, holdDays, lifetimeDays, quarantineDays, quarantineReasonsSql } from './rules.ts';
import type { DeliveryState } from './types.ts';

/** Which held delivery to let go, and on whose word. */
export interface ReleaseRequest {
  readonly deliveryId: string;
  /** Absent: of any organization, for the operator and for who holds a signed link. */
  readonly organizationId?: string;
  /** Who said so, for the timeline: `operator`, `mailbox`, … Never an address. */
  readonly by: string;
}

/** Result of `release`. */
export type ReleaseResult =
  | { readonly kind: 'released' }
  /** It was let go before, has ended, or was never held. */
  | { readonly kind: 'not_held'; readonly state: DeliveryState }
  | { readonly kind: 'not_found' };

/** $1 delivery, $2 organization or null, $3 id of the event, $4 by whom. The reason for the hold moves into the event. */
const releaseText = `
with held as materialized (
  select d.id, d.reason from deliveries d
  where d.id = $1 and d.state = 'held' and ($2::uuid is null or d.organization_id = $2) for update
),
freed as (
  update deliveries d set state = 'queued', reason = null, next_attempt_at = now(),
    expires_at = now() + interval '${String(lifetimeDays)} days'
  from held h where d.id = h.id and d.id = $1
  returning d.id, d.message_id, d.organization_id, d.alias_id, d.queue_key, h.reason
),
new_events as (
  insert into events (id, at, organization_id, message_id, delivery_id, alias_id, type, data)
  select $3, now(), f.organization_id, f.message_id, f.id, f.alias_id, 'confirmed',
    jsonb_build_object('by', $4::text, 'reason', f.reason)
  from freed f
)
select pg_notify('${deliveriesChannel}', f.queue_key) from freed f`;

const findStateText = `
select d.state from deliveries d where d.id = $1 and ($2::uuid is null or d.organization_id = $2)`;

/** See `Queue.release`. */
export async function release(db: Db, request: ReleaseRequest, tx?: Tx): Promise<ReleaseResult> {
  if (!isUuid(request.deliveryId)) return { kind: 'not_found' };
  return tx === undefined ? db.transaction((own) => releaseIn(own, request)) : releaseIn(tx, request);
}

async function releaseIn(tx: Tx, request: ReleaseRequest): Promise<ReleaseResult> {
  const { deliveryId, organizationId = null, by } = request;
  const rows = await tx.query({ text: releaseText, params: [deliveryId, organizationId, newId(), by] });
  return rows.length > 0 ? { kind: 'released' } : refuseRelease(tx, [deliveryId, organizationId]);
}

async function refuseRelease(tx: Tx, params: readonly unknown[]): Promise<ReleaseResult> {
  const [row] = await tx.query<{ readonly state: DeliveryState }>({ text: findStateText, params });
  return row === undefined ? { kind: 'not_found' } : { kind: 'not_held', state: row.state };
}

/** Rows of one statement: some 10 ms of locks. */
const expiryBatch = 200;

/** Statements of one call: what is left waits for the next, so that a flood cannot keep a job for ever. */
const maxExpiryBatches = 50;

const holdDaysOfRow = `case when c.reason in (${quarantineReasonsSql}) then ${String(quarantineDays)} else ${String(holdDays)} end`;

/** What nobody let go in time ends like what nobody took in time. $1 shard. */
export const expireHeldText = `
with lapsed as materialized (
  select d.id from deliveries d
  where d.state = 'held' and d.expires_at <= now()
  order by d.expires_at limit ${String(expiryBatch)} for update skip locked
),
changed as (
  update deliveries d set state = 'expired', finished_at = now()
  where d.id = any (array(select lapsed.id from lapsed))
  returning d.id, d.message_id, d.organization_id, d.content_id, d.alias_id, d.kind, d.mode, d.state, d.reason, d.finished_at
),
settled as materialized (
  select c.*, false as is_newly_delayed, ${newIdSql} as event_id,
    jsonb_build_object('stage', 'held', 'reason', c.reason,
      'explanation', format('nobody let it go within %s days', ${holdDaysOfRow})) as event_data
  from changed c
),
new_events as (
  insert into events (id, at, organization_id, message_id, delivery_id, alias_id, type, data)
  select s.event_id, now(), s.organization_id, s.message_id, s.id, s.alias_id, s.state, s.event_data from settled s
),${followupsSql},${finishSql(1)}
select s.id, ${notifyFollowups} from settled s`;

/** See `Queue.expireHeld`. */
export async function expireHeld(db: Db, shard: number): Promise<number> {
  let count = 0;
  for (let batch = 0; batch < maxExpiryBatches; batch += 1) {
    const rows = await db.query({ text: expireHeldText, params: [shard] });
    count += rows.length;
    if (rows.length < expiryBatch) break;
  }
  return count;
}
