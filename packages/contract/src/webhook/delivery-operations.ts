import { z } from 'zod';
import { eventTypeNames } from '../event/event.ts';
import { defineOperation } from '../api/operation.ts';
import { id, instant, pageOf, pageQuery } from '../api/page.ts';
import { webhookDeliveryDetailExample, webhookDeliveryExample } from './examples.ts';
import { webhookDelivery, webhookDeliveryDetail, webhookDeliveryStates } from './webhook.ts';

const tag = 'Webhooks';
const read = { kind: 'member', permission: 'webhooks:read' } as const;
const write = { kind: 'member', permission: 'webhooks:write' } as const;
const params = z.strictObject({ webhook_id: id });
const deliveryParams = z.strictObject({ webhook_id: id, webhook_delivery_id: id });

/** Deliveries that one replay takes. */
export const maxReplayed = 1_000;

/** What was sent to webhooks. */
export const webhookDeliveryOperations = {
  testWebhook: defineOperation({
    id: 'testWebhook',
    method: 'POST',
    path: '/v1/webhooks/{webhook_id}/test',
    tag,
    summary: 'Send a test event',
    description:
      'Queues an event of the type `webhook.test`, whatever the webhook is limited to and also while it is paused. It is tried once; what came of it is in the delivery.',
    access: write,
    params,
    answer: {
      status: 202,
      body: z.object({ delivery_id: id }),
      example: { delivery_id: webhookDeliveryExample.id },
    },
    errors: ['not_found'],
    audited: { nothing: 'nothing is changed, and the log of deliveries tells of it' },
    limit: 'expensive',
    takesIdempotencyKey: true,
  }),
  listWebhookDeliveries: defineOperation({
    id: 'listWebhookDeliveries',
    method: 'GET',
    path: '/v1/webhooks/{webhook_id}/deliveries',
    tag,
    summary: 'List what was sent to a webhook',
    description:
      'Newest first. Kept for 14 days, or for the retention of the organization where that is shorter.',
    access: read,
    params,
    query: z.strictObject({
      ...pageQuery.shape,
      state: z
        .enum(webhookDeliveryStates)
        .optional()
        .meta({ description: 'Those in this state alone', example: 'failed' }),
      event_type: z
        .enum(eventTypeNames)
        .optional()
        .meta({ description: 'Events of this type alone', example: 'delivery.bounced' }),
    }),
    answer: {
      status: 200,
      body: pageOf(webhookDelivery),
      example: { items: [webhookDeliveryExample], next_cursor: null, total: null },
    },
    errors: ['not_found'],
  }),
  getWebhookDelivery: defineOperation({
    id: 'getWebhookDelivery',
    method: 'GET',
    path: '/v1/webhooks/{webhook_id}/deliveries/{webhook_delivery_id}',
    tag,
    summary: 'Show what was sent and answered',
    description:
      'A delivery with its body and its attempts, the newest first. Of an answer the first 4 KiB are kept; of attempts the last 50 are shown.',
    access: read,
    params: deliveryParams,
    answer: { status: 200, body: webhookDeliveryDetail, example: webhookDeliveryDetailExample },
    errors: ['not_found'],
  }),
  replayWebhookDelivery: defineOperation({
    id: 'replayWebhookDelivery',
    method: 'POST',
    path: '/v1/webhooks/{webhook_id}/deliveries/{webhook_delivery_id}/replay',
    tag,
    summary: 'Send an event again',
    description:
      'The same id and the same octets, with a new time and signature, and three days of attempts anew. What waits is sent now; what is being sent is left alone. A paused webhook is sent it when it goes on.',
    access: write,
    params: deliveryParams,
    answer: {
      status: 202,
      body: webhookDelivery,
      example: { ...webhookDeliveryExample, state: 'waiting', finished_at: null },
    },
    errors: ['not_found', 'conflict'],
    audited: { nothing: 'nothing is changed, and the log of deliveries tells of it' },
    limit: 'expensive',
  }),
  replayWebhookDeliveries: defineOperation({
    id: 'replayWebhookDeliveries',
    method: 'POST',
    path: '/v1/webhooks/{webhook_id}/replay',
    tag,
    summary: 'Send all failed events again',
    description: `Those that failed for good and were made since an instant, the oldest first, ${String(maxReplayed)} at most; call it again while \`has_more\` is true.`,
    access: write,
    params,
    body: z.strictObject({ since: instant.meta({ description: 'Events that were queued from then on' }) }),
    answer: {
      status: 202,
      body: z.object({ replayed: z.int().min(0), has_more: z.boolean() }),
      example: { replayed: 17, has_more: false },
    },
    errors: ['not_found'],
    audited: { nothing: 'nothing is changed, and the log of deliveries tells of it' },
    limit: 'expensive',
    example: { since: '2026-11-22T09:30:00.000Z' },
  }),
} as const;
