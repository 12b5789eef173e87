import type { EventType, PauseReason } from '@smtpy/contract';
import type { Queryable, Tx } from '../db/index.ts';
import { bothSecretsMs } from './rules.ts';
import type { Webhook, WebhookChoice, WebhookReference } from './webhook.ts';

interface WebhookRow {
  readonly id: string;
  readonly organization_id: string;
  readonly url: string;
  readonly description: string;
  readonly event_types: readonly EventType[] | null;
  readonly alias_ids: readonly string[] | null;
  readonly domain_ids: readonly string[] | null;
  readonly paused_at: Date | null;
  readonly pause_reason: PauseReason | null;
  readonly failing_since: Date | null;
  readonly previous_secret_until: Date | null;
  readonly created_at: Date;
  readonly updated_at: Date;
}

/** The secrets are not among them. */
const columns = `id, organization_id, url, description, event_types, alias_ids, domain_ids, paused_at, pause_reason, failing_since,
  case when previous_secret_until > now() then previous_secret_until end as previous_secret_until, created_at, updated_at`;

function webhookOf(row: WebhookRow): Webhook {
  return {
    id: row.id,
    organizationId: row.organization_id,
    url: row.url,
    description: row.description,
    eventTypes: row.event_types ?? undefined,
    aliasIds: row.alias_ids ?? undefined,
    domainIds: row.domain_ids ?? undefined,
    pause:
      row.paused_at === null || row.pause_reason === null
        ? undefined
        : { at: row.paused_at, reason: row.pause_reason },
    failingSince: row.failing_since ?? undefined,
    previousSecretUntil: row.previous_secret_until ?? undefined,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}

/** A page of the webhooks of an organization, newest first. */
export async function listWebhooks(
  db: Queryable,
  wanted: {
    readonly organizationId: string;
    readonly limit: number;
    readonly beforeId?: string | undefined;
  },
): Promise<readonly Webhook[]> {
  const rows = await db.query<WebhookRow>({
    text: `select ${columns} from webhooks where organization_id = $1 and ($2::uuid is null or id < $2) order by id desc limit $3`,
    params: [wanted.organizationId, wanted.beforeId ?? null, wanted.limit],
  });
  return rows.map(webhookOf);
}

/** A webhook of the organization. */
export async function findWebhook(
  db: Queryable,
  { organizationId, webhookId }: WebhookReference,
): Promise<Webhook | undefined> {
  const [row] = await db.query<WebhookRow>({
    text: `select ${columns} from webhooks where organization_id = $1 and id = $2`,
    params: [organizationId, webhookId],
  });
  return row && webhookOf(row);
}

/** The same, and nobody else changes it before `tx` ends. What is queued meanwhile does not wait. */
export async function lockWebhook(
  tx: Tx,
  { organizationId, webhookId }: WebhookReference,
): Promise<Webhook | undefined> {
  const [row] = await tx.query<WebhookRow>({
    text: `select ${columns} from webhooks where organization_id = $1 and id = $2 for no key update`,
    params: [organizationId, webhookId],
  });
  return row && webhookOf(row);
}

/** How many an organization has; others that ask wait until `tx` ends. */
export async function countWebhooks(tx: Tx, organizationId: string): Promise<number> {
  await tx.query({
    text: `select pg_advisory_xact_lock(hashtextextended('webhooks ' || $1, 0))`,
    params: [organizationId],
  });
  const [row] = await tx.query<{ readonly count: number }>({
    text: 'select count(*)::int as count from webhooks where organization_id = $1',
    params: [organizationId],
  });
  return row?.count ?? 0;
}

/** Inserts a webhook. */
export async function insertWebhook(
  tx: Tx,
  webhook: WebhookChoice & {
    readonly id: string;
    readonly organizationId: string;
    readonly secretSealed: Buffer;
  },
): Promise<void> {
  await tx.query({
    text: `insert into webhooks (id, organization_id, url, description, event_types, alias_ids, domain_ids, secret_sealed)
      values ($1, $2, $3, $4, $5, $6, $7, $8)`,
    params: [
      webhook.id,
      webhook.organizationId,
      webhook.url,
      webhook.description,
      webhook.eventTypes ?? null,
      webhook.aliasIds ?? null,
      webhook.domainIds ?? null,
      webhook.secretSealed,
    ],
  });
}

/** Writes what people choose of a webhook. */
export async function updateWebhook(tx: Tx, webhook: WebhookChoice & { readonly id: string }): Promise<void> {
  await tx.query({
    text: `update webhooks set url = $2, description = $3, event_types = $4, alias_ids = $5, domain_ids = $6, updated_at = now()
      where id = $1`,
    params: [
      webhook.id,
      webhook.url,
      webhook.description,
      webhook.eventTypes ?? null,
      webhook.aliasIds ?? null,
      webhook.domainIds ?? null,
    ],
  });
}

/** Puts a secret in the place of the present one, which signs on for a while. */
export async function updateSecret(
  tx: Tx,
  { webhookId, secretSealed }: { readonly webhookId: string; readonly secretSealed: Buffer },
): Promise<void> {
  await tx.query({
    text: `update webhooks set previous_secret_sealed = secret_sealed, secret_sealed = $2, updated_at = now(),
      previous_secret_until = now() + $3::float8 * interval '1 millisecond' where id = $1`,
    params: [webhookId, secretSealed, bothSecretsMs],
  });
}

/** Pauses a webhook. Nothing is written to what waits, which may be millions. Undefined: it was paused already, or is gone. */
export async function pauseWebhook(
  tx: Tx,
  { webhookId, reason }: { readonly webhookId: string; readonly reason: PauseReason },
): Promise<Webhook | undefined> {
  const [row] = await tx.query<WebhookRow>({
    text: `update webhooks set paused_at = now(), pause_reason = $2, updated_at = now()
      where id = $1 and paused_at is null returning ${columns}`,
    params: [webhookId, reason],
  });
  return row && webhookOf(row);
}

/** Lets a webhook go on, and what waits with it, with its whole time anew: what was never tried has it anyway. */
export async function resumeWebhook(tx: Tx, webhookId: string): Promise<void> {
  await tx.query({
    text: `update webhooks set paused_at = null, pause_reason = null, failing_since = null, updated_at = now() where id = $1`,
    params: [webhookId],
  });
  await tx.query({
    text: `update webhook_deliveries set next_attempt_at = now(), gives_up_at = null, failures = 0
      where webhook_id = $1 and state = 'waiting' and not ignores_pause and gives_up_at is not null`,
    params: [webhookId],
  });
}

/** What is deleted with a webhook at once: some 100 ms. */
const deletedAtOnce = 10_000;

/**
 * Deletes a webhook and what was sent to it, but for what is being settled right now, whose process has the delivery and wants the webhook, and
 * for more than one statement does: that is sent nowhere and lapses.
 */
export async function deleteWebhook(tx: Tx, webhookId: string): Promise<void> {
  await tx.query({ text: 'delete from webhooks where id = $1', params: [webhookId] });
  await tx.query({
    text: `delete from webhook_deliveries where id = any (array(
      select d.id from webhook_deliveries d where d.webhook_id = $1 limit ${String(deletedAtOnce)} for update skip locked))`,
    params: [webhookId],
  });
}

/** Those of the ids that are no alias, or no domain, of the organization. */
export async function findUnknown(
  tx: Queryable,
  {
    organizationId,
    aliasIds = [],
    domainIds = [],
  }: {
    readonly organizationId: string;
    readonly aliasIds?: readonly string[] | undefined;
    readonly domainIds?: readonly string[] | undefined;
  },
): Promise<{ readonly aliasIds: readonly string[]; readonly domainIds: readonly string[] }> {
  const rows = await tx.query<{ readonly what: 'alias' | 'domain'; readonly id: string }>({
    text: `select 'alias' as what, w.id from unnest($2::uuid[]) as w (id)
        where not exists (select from aliases a where a.id = w.id and a.organization_id = $1 and a.deleted_at is null)
      union all
      select 'domain', w.id from unnest($3::uuid[]) as w (id)
        where not exists (select from domains d where d.id = w.id and d.organization_id = $1)`,
    params: [organizationId, aliasIds, domainIds],
  });
  const idsOf = (wanted: string): readonly string[] =>
    rows.filter(({ what }) => what === wanted).map(({ id }) => id);
  return { aliasIds: idsOf('alias'), domainIds: idsOf('domain') };
}
