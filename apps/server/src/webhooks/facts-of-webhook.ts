import type { AuditSubject, JsonObject } from '../audit/index.ts';
import type { Tx } from '../db/index.ts';
import { parseTarget, type AllowsAddress } from '../outgoing-http/index.ts';
import { findUnknown } from './store.ts';
import type { Webhook, WebhookChoice, WebhookFault } from './webhook.ts';

/** The host alone: paths and queries of targets often hold what gives access to them. */
export function hostOfWebhook({ url }: Pick<Webhook, 'url'>): string {
  return new URL(url).host;
}

/** A webhook as the audit log names it. */
export function subjectOf(webhook: Pick<Webhook, 'id' | 'url'>): AuditSubject {
  return { kind: 'webhook', id: webhook.id, label: hostOfWebhook(webhook) };
}

const all = 'all';

/** What the audit log tells of a webhook. */
export function factsOf(webhook: WebhookChoice & Pick<Webhook, 'pause'>): JsonObject {
  return {
    host: hostOfWebhook(webhook),
    description: webhook.description,
    event_types: webhook.eventTypes?.join(', ') ?? all,
    alias_ids: webhook.aliasIds?.join(', ') ?? all,
    domain_ids: webhook.domainIds?.join(', ') ?? all,
    is_enabled: webhook.pause === undefined,
  };
}

/** What is wrong with a choice; undefined: nothing. */
export async function findFault(
  tx: Tx,
  {
    organizationId,
    choice,
    allowsAddress,
  }: {
    readonly organizationId: string;
    readonly choice: Partial<WebhookChoice>;
    readonly allowsAddress: AllowsAddress;
  },
): Promise<WebhookFault | undefined> {
  const target = choice.url === undefined ? undefined : parseTarget(choice.url, allowsAddress);
  if (target?.ok === false) return { kind: 'invalid', field: 'url', reason: target.reason };
  const { aliasIds, domainIds } = choice;
  const unknown = await findUnknown(tx, { organizationId, aliasIds, domainIds });
  if (unknown.aliasIds.length > 0)
    return {
      kind: 'invalid',
      field: 'alias_ids',
      reason: `There is no alias ${unknown.aliasIds.join(', ')}`,
    };
  if (unknown.domainIds.length > 0)
    return {
      kind: 'invalid',
      field: 'domain_ids',
      reason: `There is no domain ${unknown.domainIds.join(', ')}`,
    };
  return undefined;
}
