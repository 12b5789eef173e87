import type { EventType, WebhookDeliveryState } from '@smtpy/contract';
import type { Queryable, Tx } from '../db/index.ts';
import type { HeaderFields, WebhookAttempt, WebhookDelivery, WebhookReference } from './webhook.ts';

/** The channel on which senders are told that something waits. */
export const webhooksChannel = 'webhooks';

interface DeliveryRow {
  readonly id: string;
  readonly webhook_id: string;
  readonly told_id: string;
  readonly event_type: EventType;
  readonly state: WebhookDeliveryState;
  readonly attempts: number;
  readonly next_attempt_at: Date | null;
  readonly last_status: number | null;
  readonly last_error: string | null;
  readonly created_at: Date;
  readonly finished_at: Date | null;
  readonly payload: string | null;
}

/** What waits for a webhook that is paused has no time. */
const columns = `d.id, d.webhook_id, d.told_id, d.event_type, d.state, d.attempts, d.last_status, d.last_error, d.created_at, d.finished_at,
  case when d.ignores_pause or not exists (select from webhooks p where p.id = d.webhook_id and p.paused_at is not null)
    then d.next_attempt_at end as next_attempt_at`;

function deliveryOf(row: DeliveryRow): WebhookDelivery {
  return {
    id: row.id,
    webhookId: row.webhook_id,
    toldId: row.told_id,
    eventType: row.event_type,
    state: row.state,
    attempts: row.attempts,
    nextAttemptAt: row.next_attempt_at ?? undefined,
    lastStatus: row.last_status ?? undefined,
    lastError: row.last_error ?? undefined,
    createdAt: row.created_at,
    finishedAt: row.finished_at ?? undefined,
  };
}

/** A delivery as its organization names it. */
export interface DeliveryReference extends WebhookReference {
  readonly deliveryId: string;
}

/** Which deliveries to list. */
export interface ListDeliveries extends WebhookReference {
  readonly state?: WebhookDeliveryState | undefined;
  readonly eventType?: EventType | undefined;
  readonly beforeId?: string | undefined;
  readonly limit: number;
}

/** A page of what was sent to a webhook, newest first. */
export async function listDeliveries(
  db: Queryable,
  { organizationId, webhookId, state, eventType, beforeId, limit }: ListDeliveries,
): Promise<readonly WebhookDelivery[]> {
  const params: unknown[] = [organizationId, webhookId, limit];
  const conditions = [
    ...(state === undefined ? [] : [`state = $${String(params.push(state))}`]),
    ...(eventType === undefined ? [] : [`event_type = $${String(params.push(eventType))}`]),
    ...(beforeId === undefined ? [] : [`id < $${String(params.push(beforeId))}`]),
  ];
  const rows = await db.query<DeliveryRow>({
    text: `select ${columns} from webhook_deliveries d
      where ${['organization_id = $1', 'webhook_id = $2', ...conditions].join(' and ')} order by id desc limit $3`,
    params,
  });
  return rows.map(deliveryOf);
}

/** A delivery with what is sent; undefined also for one of another webhook. */
export async function findDelivery(
  db: Queryable,
  { organizationId, webhookId, deliveryId }: DeliveryReference,
): Promise<{ readonly delivery: WebhookDelivery; readonly payload: string | undefined } | undefined> {
  const [row] = await db.query<DeliveryRow>({
    text: `select ${columns}, d.payload from webhook_deliveries d where organization_id = $1 and webhook_id = $2 and id = $3`,
    params: [organizationId, webhookId, deliveryId],
  });
  return row && { delivery: deliveryOf(row), payload: row.payload ?? undefined };
}

/** Attempts that a detail shows. */
const shownAttempts = 50;

/** The attempts of a delivery, the newest first. */
export async function listAttempts(db: Queryable, deliveryId: string): Promise<readonly WebhookAttempt[]> {
  const rows = await db.query<{
    readonly number: number;
    readonly at: Date;
    readonly duration_ms: number;
    readonly url: string;
    readonly request_headers: HeaderFields;
    readonly status: number | null;
    readonly response_headers: HeaderFields | null;
    readonly response_body: string | null;
    readonly error: string | null;
  }>({
    text: `select number, at, duration_ms, url, request_headers, status, response_headers, response_body, error
      from webhook_attempts where delivery_id = $1 order by id desc limit $2`,
    params: [deliveryId, shownAttempts],
  });
  return rows.map(({ number, at, duration_ms, url, request_headers, status, ...answer }) => ({
    number,
    at,
    durationMs: duration_ms,
    url,
    requestHeaders: request_headers,
    response:
      status === null
        ? undefined
        : { status, headers: answer.response_headers ?? {}, body: answer.response_body ?? '' },
    error: answer.error ?? undefined,
  }));
}

/** Queues a test: it has its body already, and one attempt. */
export async function insertTest(
  tx: Tx,
  test: WebhookReference & { readonly id: string; readonly toldId: string; readonly payload: string },
): Promise<void> {
  await tx.query({
    text: `insert into webhook_deliveries (id, webhook_id, organization_id, told_id, event_type, payload, ignores_pause, gives_up_at)
      values ($1, $2, $3, $4, 'webhook.test', $5, true, now())`,
    params: [test.id, test.webhookId, test.organizationId, test.toldId, test.payload],
  });
  await notifySenders(tx);
}

/** What puts a delivery back to where it began, but for its body and the log. */
const beginAnew = `state = 'waiting', failures = 0, finished_at = null,
  gives_up_at = case when event_type = 'webhook.test' then now() end,
  next_attempt_at = now()`;

/** Makes a delivery due with its whole time anew; undefined where it is being sent right now. */
export async function replayDelivery(
  tx: Tx,
  { organizationId, webhookId, deliveryId }: DeliveryReference,
): Promise<WebhookDelivery | undefined> {
  const [row] = await tx.query<DeliveryRow>({
    text: `update webhook_deliveries d set ${beginAnew} from webhooks w
      where w.id = d.webhook_id and d.organization_id = $1 and d.webhook_id = $2 and d.id = $3 and d.state <> 'sending'
      returning ${columns}`,
    params: [organizationId, webhookId, deliveryId],
  });
  if (row !== undefined) await notifySenders(tx);
  return row && deliveryOf(row);
}

/** The same for those that failed for good since an instant, the oldest first; gives how many. */
export async function replayFailed(
  tx: Tx,
  {
    organizationId,
    webhookId,
    since,
    limit,
  }: WebhookReference & { readonly since: Date; readonly limit: number },
): Promise<number> {
  const rows = await tx.query({
    text: `with wanted as (
        select id from webhook_deliveries
        where organization_id = $1 and webhook_id = $2 and state = 'failed' and id >= uuid_floor($3) and event_type <> 'webhook.test'
        order by id limit $4 for update skip locked
      )
      update webhook_deliveries d set ${beginAnew} from wanted, webhooks w where d.id = wanted.id and w.id = d.webhook_id
      returning d.id`,
    params: [organizationId, webhookId, since, limit],
  });
  if (rows.length > 0) await notifySenders(tx);
  return rows.length;
}

/** Wakes senders when `tx` commits. */
export async function notifySenders(tx: Tx): Promise<void> {
  await tx.query({ text: `select pg_notify('${webhooksChannel}', '')` });
}

/** Deliveries that one statement removes. */
const removedAtOnce = 2_000;

/** By the ids, which are in the order of time, so that what is kept is not read. */
const oldText = `select d.id from webhook_deliveries d where d.id < uuid_floor(now() - $1::int * interval '1 day')`;
const oldOfOrganizationsText = `
select d.id from organization_settings s cross join lateral (
  select d.id, d.state from webhook_deliveries d
  where d.organization_id = s.organization_id and d.id < uuid_floor(now() - s.retention_days * interval '1 day')
) d where s.retention_days < $1::int`;

/** Deletes what is older than it is kept, also of webhooks that are gone; gives how many. */
export async function deleteOldDeliveries(db: Queryable, keptDays: number): Promise<number> {
  let removed = 0;
  for (const text of [oldText, oldOfOrganizationsText]) removed += await deleteInBatches(db, text, keptDays);
  return removed;
}

async function deleteInBatches(db: Queryable, text: string, keptDays: number): Promise<number> {
  let removed = 0;
  for (;;) {
    const rows = await db.query({
      text: `delete from webhook_deliveries where id = any (array(${text} and d.state <> 'sending' limit $2)) returning id`,
      params: [keptDays, removedAtOnce],
    });
    removed += rows.length;
    if (rows.length < removedAtOnce) return removed;
  }
}

/** Deletes what was sent for an organization that is gone, so many at once; gives how many. What is being settled goes with a later call. */
export async function eraseDeliveries(tx: Tx, organizationId: string): Promise<number> {
  const rows = await tx.query({
    text: `delete from webhook_deliveries where id = any (array(
        select d.id from webhook_deliveries d where d.organization_id = $1 limit $2 for update skip locked))
      returning id`,
    params: [organizationId, removedAtOnce],
  });
  return rows.length;
}

/** How many deliveries wait or are under way, and how long the one waits that is due longest. */
export async function readDepth(
  db: Queryable,
): Promise<{ readonly states: Readonly<Record<string, number>>; readonly oldestDueSeconds: number }> {
  const rows = await db.query<{
    readonly state: string;
    readonly count: number;
    readonly oldest: number | null;
  }>({
    text: `select d.state, count(*)::int as count, max(extract(epoch from now() - d.next_attempt_at))
        filter (where d.next_attempt_at <= now() and (w.paused_at is null or d.ignores_pause))::float8 as oldest
      from webhook_deliveries d left join webhooks w on w.id = d.webhook_id where d.state in ('waiting', 'sending') group by d.state`,
  });
  return {
    states: { waiting: 0, sending: 0, ...Object.fromEntries(rows.map(({ state, count }) => [state, count])) },
    oldestDueSeconds: Math.max(0, ...rows.map(({ oldest }) => oldest ?? 0)),
  };
}
