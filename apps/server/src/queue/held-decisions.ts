import { isUuid, type Db, type Queryable, type Tx } from '../db/index.ts';
import { finishSql, forgetDestinationSql } from './finish-sql.ts';
import { newIdSql } from './new-id-sql.ts';
import { deliveriesChannel, lifetimeDays, quarantineReasonsSql } from './rules.ts';
import type { DeliveryState, QuarantineReason } from './types.ts';

/** Deliveries in quarantine of one organization. */
export interface QuarantinedReference {
  readonly organizationId: string;
  readonly deliveryIds: readonly string[];
}

/** A delivery in quarantine that nobody else decides about before the transaction ends. */
export interface LockedQuarantined {
  readonly id: string;
  readonly recipient: string;
  readonly reason: QuarantineReason;
}

/** What became of a delivery, or that it is held. */
export interface DeliveryStanding {
  readonly id: string;
  readonly state: DeliveryState;
  readonly reason: string | undefined;
}

const inQuarantine = `d.state = 'held' and d.reason in (${quarantineReasonsSql})`;

/** In the order of their ids, as everything that ends deliveries locks them. */
const lockText = `
select d.id, d.recipient, d.reason from deliveries d
where d.id = any ($1::uuid[]) and d.organization_id = $2 and ${inQuarantine}
order by d.id for update`;

/** See `QuarantineDecisions.lockQuarantined`. */
async function lockQuarantined(
  tx: Tx,
  { organizationId, deliveryIds }: QuarantinedReference,
): Promise<readonly LockedQuarantined[]> {
  return tx.query<LockedQuarantined>({
    text: lockText,
    params: [deliveryIds.filter(isUuid), organizationId],
  });
}

/** $1 ids, $2 by whom. */
const releaseText = `
with held as materialized (
  select d.id, d.reason from deliveries d where d.id = any ($1::uuid[]) and ${inQuarantine} order by d.id for update
),
freed as (
  update deliveries d set state = 'queued', reason = null, next_attempt_at = now(),
    expires_at = now() + interval '${String(lifetimeDays)} days'
  from held h where d.id = h.id and d.id = any ($1::uuid[])
  returning d.id, d.message_id, d.organization_id, d.alias_id, d.queue_key, h.reason
),
new_events as (
  insert into events (id, at, organization_id, message_id, delivery_id, alias_id, type, data)
  select ${newIdSql}, now(), f.organization_id, f.message_id, f.id, f.alias_id, 'confirmed',
    jsonb_build_object('by', $2::text, 'reason', f.reason)
  from freed f
)
select count(pg_notify('${deliveriesChannel}', k.queue_key)) from (select distinct f.queue_key from freed f) k`;

/** See `QuarantineDecisions.releaseQuarantined`. */
async function releaseQuarantined(
  tx: Tx,
  { deliveryIds, by }: { readonly deliveryIds: readonly string[]; readonly by: string },
): Promise<void> {
  await tx.query({ text: releaseText, params: [deliveryIds, by] });
}

/** $1 ids, $2 shard, $3 by whom. */
const cancelText = `
with waiting as materialized (
  select d.id, d.reason from deliveries d where d.id = any ($1::uuid[]) and ${inQuarantine} order by d.id for update
),
settled as materialized (
  update deliveries d set state = 'cancelled', reason = 'cancelled', next_attempt_at = null, finished_at = now(),
    ${forgetDestinationSql('true')}
  from waiting w where d.id = w.id and d.id = any ($1::uuid[])
  returning d.id, d.message_id, d.organization_id, d.content_id, d.alias_id, d.kind, d.state, d.finished_at, w.reason as hold_reason
),
new_events as (
  insert into events (id, at, organization_id, message_id, delivery_id, alias_id, type, data)
  select ${newIdSql}, now(), s.organization_id, s.message_id, s.id, s.alias_id, 'cancelled',
    jsonb_build_object('was', 'held', 'by', $3::text, 'reason', s.hold_reason)
  from settled s
),${finishSql(2)}
select s.id from settled s`;

/** See `QuarantineDecisions.cancelQuarantined`. */
async function cancelQuarantined(
  tx: Tx,
  {
    deliveryIds,
    by,
    shard,
  }: { readonly deliveryIds: readonly string[]; readonly by: string; readonly shard: number },
): Promise<void> {
  await tx.query({ text: cancelText, params: [deliveryIds, shard, by] });
}

/** See `QuarantineDecisions.findStandings`. */
async function findStandings(
  db: Queryable,
  { organizationId, deliveryIds }: QuarantinedReference,
): Promise<readonly DeliveryStanding[]> {
  const rows = await db.query<Omit<DeliveryStanding, 'reason'> & { readonly reason: string | null }>({
    text: 'select d.id, d.state, d.reason from deliveries d where d.id = any ($1::uuid[]) and d.organization_id = $2',
    params: [deliveryIds.filter(isUuid), organizationId],
  });
  return rows.map((row) => ({ ...row, reason: row.reason ?? undefined }));
}

/** How many of an organization's deliveries are in quarantine, by reason; counting ends at `limit`. */
async function countQuarantined(
  db: Queryable,
  { organizationId, limit }: { readonly organizationId: string; readonly limit: number },
): Promise<ReadonlyMap<QuarantineReason, number>> {
  const rows = await db.query<{ readonly reason: QuarantineReason; readonly count: number }>({
    text: `select h.reason, count(*)::integer as count
      from (select d.reason from deliveries d where d.organization_id = $1 and ${inQuarantine} limit $2) h group by h.reason`,
    params: [organizationId, limit],
  });
  return new Map(rows.map(({ reason, count }) => [reason, count]));
}

/** Deciding about mail in quarantine of one organization: a part of `Queue`. */
export interface QuarantineDecisions {
  /** How many deliveries of an organization are in quarantine, by reason; counting ends at `limit`. */
  countQuarantined(request: {
    readonly organizationId: string;
    readonly limit: number;
  }): Promise<ReadonlyMap<QuarantineReason, number>>;
  /**
   * Those of the deliveries that are in quarantine of the organization; nobody else decides about them before `tx` ends. What a transaction
   * writes about a decision it writes between this and the decision, which for a cancellation takes the counters of the aliases.
   */
  lockQuarantined(tx: Tx, request: QuarantinedReference): Promise<readonly LockedQuarantined[]>;
  /** Lets locked deliveries go, as `Queue.release` does with one. */
  releaseQuarantined(
    tx: Tx,
    request: { readonly deliveryIds: readonly string[]; readonly by: string },
  ): Promise<void>;
  /** Ends locked deliveries, as `Queue.cancel` does with one. Once per transaction. */
  cancelQuarantined(
    tx: Tx,
    request: { readonly deliveryIds: readonly string[]; readonly by: string },
  ): Promise<void>;
  /** What became of deliveries of an organization. */
  findStandings(request: QuarantinedReference, tx?: Queryable): Promise<readonly DeliveryStanding[]>;
}

/** The decisions of a process with that shard of the counters. */
export function createQuarantineDecisions(db: Db, shard: number): QuarantineDecisions {
  return {
    countQuarantined: (request) => countQuarantined(db, request),
    lockQuarantined,
    releaseQuarantined,
    cancelQuarantined: (tx, request) => cancelQuarantined(tx, { ...request, shard }),
    findStandings: (request, tx) => findStandings(tx ?? db, request),
  };
}
