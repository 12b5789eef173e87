import { z } from 'zod';
import { eventTypes } from '../event/event.ts';
import { defineOperation } from '../api/operation.ts';
import { id, pageOf, pageQuery } from '../api/page.ts';
import { webhookExample, webhookWithSecretExample } from './examples.ts';
import { webhookDeliveryOperations } from './delivery-operations.ts';
import {
  eventTypeDescription,
  maxWebhooks,
  newWebhook,
  webhook,
  webhookChange,
  webhookWithSecret,
} from './webhook.ts';

const tag = 'Webhooks';
const read = { kind: 'member', permission: 'webhooks:read' } as const;
const write = { kind: 'member', permission: 'webhooks:write' } as const;
const params = z.strictObject({ webhook_id: id });

/** Webhooks of the organization of the request. */
export const webhookOperations = {
  listEventTypes: defineOperation({
    id: 'listEventTypes',
    method: 'GET',
    path: '/v1/event-types',
    tag,
    summary: 'List the types of events',
    description: 'What webhooks can be told of, with words for people.',
    access: read,
    answer: {
      status: 200,
      body: z.object({ items: z.array(eventTypeDescription) }),
      example: { items: [{ type: 'delivery.delivered', description: eventTypes['delivery.delivered'] }] },
    },
  }),
  listWebhooks: defineOperation({
    id: 'listWebhooks',
    method: 'GET',
    path: '/v1/webhooks',
    tag,
    summary: 'List webhooks',
    description: 'The webhooks of the organization, newest first, without their secrets.',
    access: read,
    query: pageQuery,
    answer: {
      status: 200,
      body: pageOf(webhook),
      example: { items: [webhookExample], next_cursor: null, total: 1 },
    },
  }),
  createWebhook: defineOperation({
    id: 'createWebhook',
    method: 'POST',
    path: '/v1/webhooks',
    tag,
    summary: 'Make a webhook',
    description: `Events from now on are sent to the URL, signed with the secret of the answer, which is shown this once. An organization has ${String(maxWebhooks)} at most. The URL must not lead into a private network, however it is written; where its name leads is looked at with every attempt.`,
    access: write,
    body: newWebhook,
    answer: { status: 201, body: webhookWithSecret, example: webhookWithSecretExample },
    errors: ['limit_reached'],
    audited: ['webhook.created'],
    takesIdempotencyKey: true,
    example: {
      url: 'https://receiver.example/smtpy',
      description: 'Orders',
      event_types: ['delivery.delivered', 'delivery.bounced'],
      alias_ids: null,
      domain_ids: null,
    },
  }),
  getWebhook: defineOperation({
    id: 'getWebhook',
    method: 'GET',
    path: '/v1/webhooks/{webhook_id}',
    tag,
    summary: 'Show a webhook',
    description: 'One webhook, without its secret.',
    access: read,
    params,
    answer: { status: 200, body: webhook, example: webhookExample },
    errors: ['not_found'],
  }),
  changeWebhook: defineOperation({
    id: 'changeWebhook',
    method: 'PATCH',
    path: '/v1/webhooks/{webhook_id}',
    tag,
    summary: 'Change, pause or resume a webhook',
    description:
      'What waits is sent to the new URL. While a webhook is paused, events are not kept for it: what happened meanwhile stands in the lists of messages and domains. Resuming sends what waited when it was paused, with three days anew.',
    access: write,
    params,
    body: webhookChange,
    answer: { status: 200, body: webhook, example: webhookExample },
    errors: ['not_found'],
    audited: ['webhook.changed'],
    example: { description: 'Orders and returns', is_enabled: true },
  }),
  deleteWebhook: defineOperation({
    id: 'deleteWebhook',
    method: 'DELETE',
    path: '/v1/webhooks/{webhook_id}',
    tag,
    summary: 'Delete a webhook',
    description:
      'Ends it at once, with its deliveries and their log. An attempt that is under way ends by itself.',
    access: write,
    params,
    answer: { status: 204 },
    errors: ['not_found'],
    audited: ['webhook.deleted'],
  }),
  rotateWebhookSecret: defineOperation({
    id: 'rotateWebhookSecret',
    method: 'POST',
    path: '/v1/webhooks/{webhook_id}/rotate-secret',
    tag,
    summary: 'Replace the secret of a webhook',
    description:
      'For 24 hours both secrets sign, so that a receiver can change over in between. A second replacement within that time ends the oldest one.',
    access: write,
    params,
    answer: {
      status: 200,
      body: webhookWithSecret,
      example: { ...webhookWithSecretExample, previous_secret_until: '2026-11-23T09:30:00.000Z' },
    },
    errors: ['not_found'],
    audited: ['webhook.secret_rotated'],
    takesIdempotencyKey: true,
  }),
  ...webhookDeliveryOperations,
} as const;
