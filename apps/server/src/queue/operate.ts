import { isUuid, newId, type Db, type Tx } from '../db/index.ts';
import { finishSql, forgetDestinationSql } from './finish-sql.ts';
import { retryMany } from './many.ts';
import type { DeliveryKind, DeliveryMode, DeliveryState } from './types.ts';

/** Which deliveries to list. */
export interface ListRequest {
  /** One state; absent: every unfinished one. */
  readonly state?: DeliveryState;
  readonly queueKey?: string;
  /** 1 to 1,000; more is taken as 1,000. */
  readonly limit: number;
  /** The last id of the page before. */
  readonly afterId?: string;
}

/** One line of a list. */
export interface ListedDelivery {
  readonly id: string;
  readonly messageId: string;
  readonly organizationId: string;
  readonly kind: DeliveryKind;
  readonly recipient: string;
  /** The real address; absent for what was discarded at once. */
  readonly destination: string | undefined;
  readonly queueKey: string;
  readonly state: DeliveryState;
  readonly attempts: number;
  readonly nextAttemptAt: Date | undefined;
  readonly createdAt: Date;
  readonly finishedAt: Date | undefined;
  /** Why it is held or ended without an attempt, or the words of the last failure. */
  readonly reason: string | undefined;
}

/** One delivery with its history. */
export interface ShownDelivery extends ListedDelivery {
  readonly contentId: string;
  readonly aliasId: string | undefined;
  readonly mode: DeliveryMode;
  /** The address of ours that it leaves under; the recipient where none was given. */
  readonly sentAs: string;
  readonly expiresAt: Date;
  readonly leaseOwner: string | undefined;
  readonly leaseUntil: Date | undefined;
  /** Evidence of the last attempt, as recorded. */
  readonly lastReply: unknown;
  /** Its own events and those of its message, oldest first. */
  readonly events: readonly { readonly at: Date; readonly type: string; readonly data: unknown }[];
}

/** The operator named a delivery that is not there, or is in a state that forbids the action. */
export type OperatorRefusal =
  { readonly kind: 'not_found' } | { readonly kind: 'wrong_state'; readonly state: DeliveryState };

/** Result of `show`. */
export type ShowResult =
  { readonly kind: 'found'; readonly delivery: ShownDelivery } | { readonly kind: 'not_found' };

/** Whose delivery to try again, and on whose word. */
export interface RetryRequest {
  /** Absent: of any organization, for the operator. */
  readonly organizationId?: string;
  /** Who said so, for the timeline. Default `operator`. Never an address. */
  readonly by?: string;
}

/** Result of `retry`. */
export type RetryResult = { readonly kind: 'retried' } | OperatorRefusal;

/** Which waiting or held delivery to end, and on whose word. */
export interface CancelRequest {
  readonly deliveryId: string;
  /** Absent: of any organization, for the operator and for who holds a signed link. */
  readonly organizationId?: string;
  /** Who said so, for the timeline: `operator`, `mailbox`, … Never an address. */
  readonly by: string;
  /** Whether only what is still held may be ended: a person has judged it as held, and another one may have let it go meanwhile. */
  readonly isHeldOnly?: true;
}

/** Result of `cancel`. */
export type CancelResult = { readonly kind: 'cancelled' } | OperatorRefusal;

interface Row {
  readonly id: string;
  readonly message_id: string;
  readonly organization_id: string;
  readonly content_id: string;
  readonly alias_id: string | null;
  readonly kind: DeliveryKind;
  readonly mode: DeliveryMode;
  readonly recipient: string;
  readonly sent_as: string | null;
  readonly destination: string | null;
  readonly queue_key: string;
  readonly state: DeliveryState;
  readonly reason: string | null;
  readonly attempts: number;
  readonly next_attempt_at: Date | null;
  readonly expires_at: Date;
  readonly lease_owner: string | null;
  readonly lease_until: Date | null;
  readonly last_reply: unknown;
  readonly created_at: Date;
  readonly finished_at: Date | null;
}

const maxListed = 1_000;

/** The states are written out because the partial indexes go by them. */
const unfinished = [`d.state in ('queued', 'deferred')`, `d.state = 'sending'`, `d.state = 'held'`] as const;

/** Deliveries behind `$1`, of queue key `$2` unless that is null, at most `$3`. */
function listText(state: DeliveryState | undefined): string {
  const arms = state === undefined ? unfinished : [`d.state = '${state}'`];
  const selects = arms.map(
    (arm) => `(select d.* from deliveries d
      where ${arm} and ($1::uuid is null or d.id > $1) and ($2::text is null or d.queue_key = $2) order by d.id limit $3)`,
  );
  return `select * from (${selects.join(' union all ')}) d order by id limit $3`;
}

const showText = 'select d.* from deliveries d where d.id = $1';

const timelineText = `
select e.at, e.type, e.data from events e
where e.message_id = $1 and (e.delivery_id is null or e.delivery_id = $2) order by e.id`;

/** $1 delivery, $2 id of the event, $3 shard, $4 organization or null, $5 by whom, $6 whether held only. The event says what it was before. */
const cancelText = `
with waiting as materialized (
  select d.id, d.state, case when d.state = 'held' then d.reason end as reason from deliveries d
  where d.id = $1 and d.state in ('queued', 'deferred', 'held') and ($4::uuid is null or d.organization_id = $4)
    and (d.state = 'held' or not $6::boolean) for update
),
settled as (
  update deliveries d set state = 'cancelled', reason = 'cancelled', next_attempt_at = null, finished_at = now(),
    ${forgetDestinationSql('true')}
  from waiting w where d.id = w.id and d.id = $1
  returning d.id, d.message_id, d.organization_id, d.content_id, d.alias_id, d.kind, d.state, d.finished_at, w.state as was,
    w.reason as hold_reason
),
new_events as (
  insert into events (id, at, organization_id, message_id, delivery_id, alias_id, type, data)
  select $2, now(), s.organization_id, s.message_id, s.id, s.alias_id, 'cancelled',
    jsonb_strip_nulls(jsonb_build_object('was', s.was, 'by', $5::text, 'reason', s.hold_reason))
  from settled s
),${finishSql(3)}
select s.id from settled s`;

/** See `Queue.list`. */
export async function list(
  db: Db,
  { state, queueKey, limit, afterId }: ListRequest,
): Promise<readonly ListedDelivery[]> {
  const params = [afterId ?? null, queueKey ?? null, Math.min(limit, maxListed)];
  return (await db.query<Row>({ text: listText(state), params })).map(toListed);
}

/** See `Queue.show`. */
export async function show(db: Db, id: string): Promise<ShowResult> {
  if (!isUuid(id)) return { kind: 'not_found' };
  const [row] = await db.query<Row>({ text: showText, params: [id] });
  if (row === undefined) return { kind: 'not_found' };
  const events = await db.query<ShownDelivery['events'][number]>({
    text: timelineText,
    params: [row.message_id, id],
  });
  return { kind: 'found', delivery: toShown(row, events) };
}

/** See `Queue.retry`. */
export async function retry(
  db: Db,
  { deliveryId, organizationId, by = 'operator' }: RetryRequest & { readonly deliveryId: string },
  tx?: Tx,
): Promise<RetryResult> {
  if (!isUuid(deliveryId)) return { kind: 'not_found' };
  const retryIn = async (own: Tx): Promise<RetryResult> => {
    const owner = organizationId ?? (await findOrganization(own, deliveryId));
    if (owner === undefined) return { kind: 'not_found' };
    const retried = await retryMany(own, { organizationId: owner, deliveryIds: [deliveryId], by });
    return retried.length === 0 ? refuse(own, deliveryId, owner) : { kind: 'retried' };
  };
  return tx === undefined ? db.transaction(retryIn) : retryIn(tx);
}

async function findOrganization(tx: Tx, deliveryId: string): Promise<string | undefined> {
  const [row] = await tx.query<{ readonly organization_id: string }>({
    text: 'select d.organization_id from deliveries d where d.id = $1',
    params: [deliveryId],
  });
  return row?.organization_id;
}

/** See `Queue.cancel`. */
export async function cancel(
  { db, shard }: { readonly db: Db; readonly shard: number },
  request: CancelRequest,
  tx?: Tx,
): Promise<CancelResult> {
  if (!isUuid(request.deliveryId)) return { kind: 'not_found' };
  if (tx !== undefined) return cancelIn(tx, request, shard);
  return db.transaction((own) => cancelIn(own, request, shard));
}

async function cancelIn(tx: Tx, request: CancelRequest, shard: number): Promise<CancelResult> {
  const { deliveryId, organizationId = null, by, isHeldOnly = false } = request;
  const params = [deliveryId, newId(), shard, organizationId, by, isHeldOnly];
  const rows = await tx.query({ text: cancelText, params });
  return rows.length === 0 ? refuse(tx, deliveryId, organizationId) : { kind: 'cancelled' };
}

const stateText = `
select d.state from deliveries d where d.id = $1 and ($2::uuid is null or d.organization_id = $2)`;

/** Nothing is told of a delivery of another organization. */
async function refuse(tx: Tx, id: string, organizationId: string | null = null): Promise<OperatorRefusal> {
  const params = [id, organizationId];
  const [row] = await tx.query<{ readonly state: DeliveryState }>({ text: stateText, params });
  return row === undefined ? { kind: 'not_found' } : { kind: 'wrong_state', state: row.state };
}

function toListed(row: Row): ListedDelivery {
  return {
    id: row.id,
    messageId: row.message_id,
    organizationId: row.organization_id,
    kind: row.kind,
    recipient: row.recipient,
    destination: row.destination ?? undefined,
    queueKey: row.queue_key,
    state: row.state,
    attempts: row.attempts,
    nextAttemptAt: row.next_attempt_at ?? undefined,
    createdAt: row.created_at,
    finishedAt: row.finished_at ?? undefined,
    reason: row.reason ?? undefined,
  };
}

function toShown(row: Row, events: ShownDelivery['events']): ShownDelivery {
  return {
    ...toListed(row),
    contentId: row.content_id,
    aliasId: row.alias_id ?? undefined,
    mode: row.mode,
    sentAs: row.sent_as ?? row.recipient,
    expiresAt: row.expires_at,
    leaseOwner: row.lease_owner ?? undefined,
    leaseUntil: row.lease_until ?? undefined,
    lastReply: row.last_reply ?? undefined,
    events: events.map(({ at, type, data }) => ({ at, type, data })),
  };
}
