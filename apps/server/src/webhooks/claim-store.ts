import type { EventType, WebhookDeliveryState } from '@smtpy/contract';
import { newId, type Queryable, type Tx } from '../db/index.ts';
import { givesUpAfterMs } from './rules.ts';
import type { WebhookAttempt } from './webhook.ts';

/** A delivery that is this process's to send, until the lease lapses. */
export interface ClaimedDelivery {
  readonly id: string;
  readonly webhookId: string;
  readonly organizationId: string;
  readonly toldId: string;
  readonly eventType: EventType;
  /** Undefined: a test. */
  readonly eventId: string | undefined;
  readonly toldDeliveryId: string | undefined;
  /** Undefined before the first attempt. */
  readonly payload: string | undefined;
  /** This attempt is counted. */
  readonly attempts: number;
  readonly failures: number;
  readonly url: string;
  /** The present secret, and the one before while it signs as well. */
  readonly secretsSealed: readonly Buffer[];
}

interface ClaimedRow {
  readonly id: string;
  readonly webhook_id: string;
  readonly organization_id: string;
  readonly told_id: string;
  readonly event_type: EventType;
  readonly event_id: string | null;
  readonly told_delivery_id: string | null;
  readonly payload: string | null;
  readonly attempts: number;
  readonly failures: number;
  readonly url: string;
  readonly secret_sealed: Buffer;
  readonly previous_secret_sealed: Buffer | null;
}

/** What to claim. */
export interface ClaimDeliveries {
  readonly owner: string;
  readonly leaseMs: number;
  readonly limit: number;
  /** Under way at once for one webhook, over all processes; for one that fails it is one. */
  readonly perWebhook: number;
}

/**
 * The first part jumps from webhook to webhook in the index of what waits, so a million events for one cost as much as one. Of each webhook
 * no more than it has room for is taken, in an order of webhooks that is another each time: a slow one keeps its own room busy and
 * nobody else's. Of a paused one only tests are looked at, in an index of their own: nothing is written to the others when it is paused. $1 owner, $2 lease in ms, $3 limit, $4 room of a webhook, $5 how long an event is tried in ms.
 */
const claimText = `
with recursive waiting (webhook_id) as (
  select (select d.webhook_id from webhook_deliveries d where d.state = 'waiting' order by d.webhook_id limit 1)
  union all
  select (select d.webhook_id from webhook_deliveries d where d.state = 'waiting' and d.webhook_id > w.webhook_id order by d.webhook_id limit 1)
  from waiting w where w.webhook_id is not null
), open as (
  select h.id, h.paused_at, case when h.failing_since is null then $4::int else 1 end
    - (select count(*) from webhook_deliveries s where s.webhook_id = h.id and s.state = 'sending') as room
  from waiting w join webhooks h on h.id = w.webhook_id
  join auth.organization o on o.id = h.organization_id and o."suspendedAt" is null
), due as materialized (
  select d.id from (select * from open where room > 0 order by random()) o
  cross join lateral (
    select * from (select d.id from webhook_deliveries d
      where o.paused_at is null and d.webhook_id = o.id and d.state = 'waiting' and d.next_attempt_at <= now()
      order by d.next_attempt_at, d.id limit o.room for update skip locked) of_open
    union all
    select * from (select d.id from webhook_deliveries d
      where o.paused_at is not null and d.webhook_id = o.id and d.state = 'waiting' and d.next_attempt_at <= now() and d.ignores_pause
      order by d.next_attempt_at, d.id limit o.room for update skip locked) of_paused
  ) d
  limit $3
)
update webhook_deliveries d set state = 'sending', lease_owner = $1, lease_until = now() + $2::float8 * interval '1 millisecond',
  attempts = d.attempts + 1, gives_up_at = coalesce(d.gives_up_at, now() + $5::float8 * interval '1 millisecond')
from due, webhooks h where d.id = due.id and h.id = d.webhook_id
returning d.id, d.webhook_id, d.organization_id, d.told_id, d.event_type, d.event_id, d.told_delivery_id, d.payload, d.attempts,
  d.failures, h.url, h.secret_sealed, case when h.previous_secret_until > now() then h.previous_secret_sealed end as previous_secret_sealed`;

/** Leases due deliveries, oldest event first as far as attempts allow. */
export async function claimDeliveries(
  db: Queryable,
  { owner, leaseMs, limit, perWebhook }: ClaimDeliveries,
): Promise<readonly ClaimedDelivery[]> {
  const rows = await db.query<ClaimedRow>({
    name: 'webhooks-claim',
    text: claimText,
    params: [owner, leaseMs, limit, perWebhook, givesUpAfterMs],
  });
  return rows.map(claimedOf).toSorted((one, other) => (one.id < other.id ? -1 : 1));
}

function claimedOf(row: ClaimedRow): ClaimedDelivery {
  const { previous_secret_sealed: previous } = row;
  return {
    id: row.id,
    webhookId: row.webhook_id,
    organizationId: row.organization_id,
    toldId: row.told_id,
    eventType: row.event_type,
    eventId: row.event_id ?? undefined,
    toldDeliveryId: row.told_delivery_id ?? undefined,
    payload: row.payload ?? undefined,
    attempts: row.attempts,
    failures: row.failures,
    url: row.url,
    secretsSealed: previous === null ? [row.secret_sealed] : [row.secret_sealed, previous],
  };
}

/**
 * Takes back what a process that is gone was sending; gives how many. It may arrive twice. What is lost again and again, for a defect of ours,
 * waits between attempts and ends like all that fails.
 */
export async function recoverLapsed(db: Queryable): Promise<number> {
  const rows = await db.query({
    name: 'webhooks-recover',
    text: `update webhook_deliveries set lease_owner = null, lease_until = null, failures = failures + 1,
      state = case when gives_up_at < now() then 'failed' else 'waiting' end,
      next_attempt_at = case when gives_up_at < now() then null when failures = 0 then now() else now() + interval '5 minutes' end,
      finished_at = case when gives_up_at < now() then now() end,
      last_error = 'The process that sent it ended without saying what came of it'
      where state = 'sending' and lease_until < now() returning id`,
  });
  return rows.length;
}

/** Keeps what is sent, before it is sent for the first time. */
export async function savePayload(db: Queryable, id: string, payload: string): Promise<void> {
  await db.query({
    name: 'webhooks-payload',
    text: 'update webhook_deliveries set payload = $2 where id = $1 and payload is null',
    params: [id, payload],
  });
}

/** How an attempt ended. */
export interface SettleAttempt {
  readonly delivery: Pick<ClaimedDelivery, 'id' | 'attempts'>;
  readonly owner: string;
  /** Undefined: nothing was sent. */
  readonly attempt: Omit<WebhookAttempt, 'number'>;
  readonly result:
    | { readonly kind: 'delivered' }
    | { readonly kind: 'retry'; readonly delayMs: number }
    | { readonly kind: 'failed' };
}

/** Where a delivery is now, and whether nothing has reached the webhook since this delivery was first tried. */
export interface SettledAttempt {
  readonly state: WebhookDeliveryState;
  readonly hasOnlyFailed: boolean;
}

/** Clocks of first attempts and first failures differ by the time of an attempt. */
const onlyFailedSlack = `interval '1 minute'`;

const settleText = `
with settled as (
  update webhook_deliveries d set
    state = case when $4 = 'delivered' then 'delivered'
      when $4 = 'failed' or now() >= d.gives_up_at - interval '1 second' then 'failed' else 'waiting' end,
    failures = case when $4 = 'delivered' then d.failures else d.failures + 1 end,
    next_attempt_at = case when $4 = 'retry' and now() < d.gives_up_at - interval '1 second'
      then least(now() + $5::float8 * interval '1 millisecond', d.gives_up_at) end,
    finished_at = case when $4 = 'retry' and now() < d.gives_up_at - interval '1 second' then null else now() end,
    lease_owner = null, lease_until = null, last_status = $6, last_error = $7
  from webhooks w
  where w.id = d.webhook_id and d.id = $1 and d.state = 'sending' and d.lease_owner = $2 and d.attempts = $3
  returning d.id, d.state, d.webhook_id,
    d.gives_up_at - $13::float8 * interval '1 millisecond' + ${onlyFailedSlack} >= w.failing_since as has_only_failed
), logged as (
  insert into webhook_attempts (id, delivery_id, number, at, duration_ms, url, request_headers, status, response_headers, response_body, error)
  select $8, s.id, $3, $9, $10, $11, $12::jsonb, $6, $14::jsonb, $15, $7 from settled s
)
select state, coalesce(has_only_failed, false) as has_only_failed from settled`;

/** Ends an attempt, with its log. Undefined: the lease had lapsed, or the webhook is gone. */
export async function settleAttempt(tx: Tx, settle: SettleAttempt): Promise<SettledAttempt | undefined> {
  const { delivery, owner, attempt, result } = settle;
  const { response } = attempt;
  const [row] = await tx.query<{ readonly state: WebhookDeliveryState; readonly has_only_failed: boolean }>({
    name: 'webhooks-settle',
    text: settleText,
    params: [
      delivery.id,
      owner,
      delivery.attempts,
      result.kind,
      result.kind === 'retry' ? result.delayMs : null,
      response?.status ?? null,
      attempt.error ?? null,
      newId(),
      attempt.at,
      attempt.durationMs,
      attempt.url,
      JSON.stringify(attempt.requestHeaders),
      givesUpAfterMs,
      response === undefined ? null : JSON.stringify(response.headers),
      response?.body ?? null,
    ],
  });
  return row && { state: row.state, hasOnlyFailed: row.has_only_failed };
}

/** Notes that something arrived, or that the first failure after that came. Writes only where that changes something. */
export async function markHealth(
  tx: Tx,
  { webhookId, isHealthy }: { readonly webhookId: string; readonly isHealthy: boolean },
): Promise<void> {
  const text = isHealthy
    ? 'update webhooks set failing_since = null where id = $1 and failing_since is not null'
    : 'update webhooks set failing_since = now() where id = $1 and failing_since is null';
  await tx.query({ name: `webhooks-${isHealthy ? 'healthy' : 'failing'}`, text, params: [webhookId] });
}
