import { eventTypeNames, eventTypes, webhookOperations } from '@smtpy/contract';
import { ApiError, pageAfter, parseIdCursor, route, type Route } from '../api/index.ts';
import type { WebhookConfig } from '../config/index.ts';
import { allowNetworks } from '../outgoing-http/index.ts';
import { deliveryRoutes } from './delivery-routes.ts';
import type { WebhooksDependencies } from './dependencies.ts';
import { faultError, formatWebhook } from './form.ts';
import { createSentToWebhooks } from './sent.ts';
import { createWebhooks, type Webhooks } from './webhooks.ts';

/** What the routes of webhooks need. */
export interface WebhookRoutesDependencies extends Omit<WebhooksDependencies, 'allowsAddress'> {
  readonly config: { readonly webhooks: Pick<WebhookConfig, 'testingTargets'> };
}

/** The routes of webhooks. */
export function webhookRoutes(dependencies: WebhookRoutesDependencies): readonly Route[] {
  const allowsAddress = allowNetworks(dependencies.config.webhooks.testingTargets);
  const webhooks = createWebhooks({ ...dependencies, allowsAddress });
  return [
    route(webhookOperations.listEventTypes, () =>
      Promise.resolve({ items: eventTypeNames.map((type) => ({ type, description: eventTypes[type] })) }),
    ),
    ...readRoutes(webhooks),
    ...writeRoutes(webhooks),
    ...deliveryRoutes(createSentToWebhooks(dependencies)),
  ];
}

function readRoutes(webhooks: Webhooks): readonly Route[] {
  return [
    route(webhookOperations.listWebhooks, async ({ caller: { organizationId }, query }) => {
      const { limit, cursor } = query;
      const listed = await webhooks.list({
        organizationId,
        limit: limit + 1,
        beforeId: parseIdCursor(cursor),
      });
      const { rows, nextCursor } = pageAfter(listed, { limit, keysOf: ({ id }) => [id] });
      return { items: rows.map(formatWebhook), next_cursor: nextCursor, total: null };
    }),
    route(webhookOperations.getWebhook, async ({ caller: { organizationId }, params }) => {
      const webhook = await webhooks.find({ organizationId, webhookId: params.webhook_id });
      if (webhook === undefined) throw new ApiError('not_found');
      return formatWebhook(webhook);
    }),
  ];
}

function writeRoutes(webhooks: Webhooks): readonly Route[] {
  return [
    createRoute(webhooks),
    changeRoute(webhooks),
    route(webhookOperations.deleteWebhook, async ({ caller: { organizationId, actor }, params }) => {
      const isRemoved = await webhooks.remove({ organizationId, actor, webhookId: params.webhook_id });
      if (!isRemoved) throw new ApiError('not_found');
      return undefined;
    }),
    route(webhookOperations.rotateWebhookSecret, async ({ caller: { organizationId, actor }, params }) => {
      const result = await webhooks.rotateSecret({ organizationId, actor, webhookId: params.webhook_id });
      if (result === undefined) throw new ApiError('not_found');
      return { ...formatWebhook(result.webhook), secret: result.secret };
    }),
  ];
}

function createRoute(webhooks: Webhooks): Route {
  return route(webhookOperations.createWebhook, async ({ caller: { organizationId, actor }, body }) => {
    const result = await webhooks.create({
      organizationId,
      actor,
      url: body.url,
      description: body.description,
      eventTypes: body.event_types ?? undefined,
      aliasIds: body.alias_ids ?? undefined,
      domainIds: body.domain_ids ?? undefined,
    });
    if (result.kind === 'invalid') throw faultError(result);
    if (result.kind === 'limit_reached') throw new ApiError('limit_reached', { detail: `${result.reason}.` });
    return { ...formatWebhook(result.webhook), secret: result.secret };
  });
}

function changeRoute(webhooks: Webhooks): Route {
  return route(webhookOperations.changeWebhook, async ({ caller, params, body }) => {
    const result = await webhooks.change({
      organizationId: caller.organizationId,
      actor: caller.actor,
      webhookId: params.webhook_id,
      change: {
        ...(body.url !== undefined && { url: body.url }),
        ...(body.description !== undefined && { description: body.description }),
        // Null, "all", is undefined here, and stands there as such.
        ...(body.event_types !== undefined && { eventTypes: body.event_types ?? undefined }),
        ...(body.alias_ids !== undefined && { aliasIds: body.alias_ids ?? undefined }),
        ...(body.domain_ids !== undefined && { domainIds: body.domain_ids ?? undefined }),
        ...(body.is_enabled !== undefined && { isEnabled: body.is_enabled }),
      },
    });
    if (result.kind === 'unknown') throw new ApiError('not_found');
    if (result.kind === 'invalid') throw faultError(result);
    return formatWebhook(result.webhook);
  });
}
