import { webhookOperations } from '@smtpy/contract';
import { ApiError, pageAfter, parseIdCursor, route, type Route } from '../api/index.ts';
import { formatDelivery, formatDetail } from './form.ts';
import type { SentToWebhooks } from './sent.ts';

/** The routes of what was sent to webhooks. */
export function deliveryRoutes(sent: SentToWebhooks): readonly Route[] {
  return [
    listRoute(sent),
    route(webhookOperations.getWebhookDelivery, async ({ caller: { organizationId }, params }) => {
      const detail = await sent.show({
        organizationId,
        webhookId: params.webhook_id,
        deliveryId: params.webhook_delivery_id,
      });
      if (detail === undefined) throw new ApiError('not_found');
      return formatDetail(detail);
    }),
    route(webhookOperations.testWebhook, async ({ caller: { organizationId }, params }) => {
      const deliveryId = await sent.test({ organizationId, webhookId: params.webhook_id });
      if (deliveryId === undefined) throw new ApiError('not_found');
      return { delivery_id: deliveryId };
    }),
    ...replayRoutes(sent),
  ];
}

function listRoute(sent: SentToWebhooks): Route {
  return route(webhookOperations.listWebhookDeliveries, async ({ caller, params, query }) => {
    const { limit, cursor, state, event_type: eventType } = query;
    const listed = await sent.list({
      organizationId: caller.organizationId,
      webhookId: params.webhook_id,
      state,
      eventType,
      beforeId: parseIdCursor(cursor),
      limit: limit + 1,
    });
    if (listed === undefined) throw new ApiError('not_found');
    const { rows, nextCursor } = pageAfter(listed, { limit, keysOf: ({ id }) => [id] });
    return { items: rows.map(formatDelivery), next_cursor: nextCursor, total: null };
  });
}

function replayRoutes(sent: SentToWebhooks): readonly Route[] {
  return [
    route(webhookOperations.replayWebhookDelivery, async ({ caller: { organizationId }, params }) => {
      const result = await sent.replay({
        organizationId,
        webhookId: params.webhook_id,
        deliveryId: params.webhook_delivery_id,
      });
      if (result.kind === 'unknown') throw new ApiError('not_found');
      if (result.kind === 'sending')
        throw new ApiError('conflict', { detail: 'It is being sent right now.' });
      return formatDelivery(result.delivery);
    }),
    route(webhookOperations.replayWebhookDeliveries, async ({ caller: { organizationId }, params, body }) => {
      const since = new Date(body.since);
      // Ids before 1970 do not exist, nor do deliveries.
      const from = since.getTime() < 0 ? new Date(0) : since;
      const result = await sent.replayFailed({ organizationId, webhookId: params.webhook_id, since: from });
      if (result === undefined) throw new ApiError('not_found');
      return { replayed: result.replayed, has_more: result.hasMore };
    }),
  ];
}
