import { z } from 'zod';
import { defineOperation } from '../api/operation.ts';
import { id } from '../api/page.ts';

const tag = 'Messages';
const deliveryParams = z.strictObject({ delivery_id: id });
const messageParams = z.strictObject({ message_id: id });

/** Most messages of one bulk request. */
export const maxBulkMessages = 500;

const bulkResult = z.object({
  id,
  result: z.enum(['done', 'not_found', 'conflict']),
  deliveries: z
    .int()
    .min(0)
    .meta({ description: 'How many deliveries were tried again, cancelled or deleted' }),
  detail: z
    .string()
    .nullable()
    .meta({ description: 'Why it was not done', example: 'A delivery is being sent.' }),
});

/** What members do with messages and deliveries. */
export const messageActionOperations = {
  retryMyDelivery: defineOperation({
    id: 'retryMyDelivery',
    method: 'POST',
    path: '/v1/deliveries/{delivery_id}/retry',
    tag,
    summary: 'Try a delivery now',
    description:
      'Makes a delivery due now that is queued or deferred. In any other state: `conflict`. It stands on the timeline of the message.',
    access: { kind: 'member', permission: 'messages:write' },
    params: deliveryParams,
    answer: { status: 204 },
    errors: ['not_found', 'conflict'],
    audited: ['delivery.retried'],
  }),
  cancelMyDelivery: defineOperation({
    id: 'cancelMyDelivery',
    method: 'POST',
    path: '/v1/deliveries/{delivery_id}/cancel',
    tag,
    summary: 'Cancel a delivery',
    description:
      'Ends a delivery that is queued, deferred or held; it is not sent, and its sender hears nothing. In any other state, also while it is being sent: `conflict`.',
    access: { kind: 'member', permission: 'messages:write' },
    params: deliveryParams,
    answer: { status: 204 },
    errors: ['not_found', 'conflict'],
    audited: ['delivery.cancelled'],
  }),
  releaseMyDelivery: defineOperation({
    id: 'releaseMyDelivery',
    method: 'POST',
    path: '/v1/deliveries/{delivery_id}/release',
    tag,
    summary: 'Let a held delivery go',
    description:
      'A delivery in quarantine, or a reply that waits to be confirmed, is sent now. When it is not held: `conflict`.',
    access: { kind: 'member', permission: 'messages:write' },
    params: deliveryParams,
    answer: { status: 204 },
    errors: ['not_found', 'conflict'],
    audited: ['delivery.released'],
  }),
  retryMessage: defineOperation({
    id: 'retryMessage',
    method: 'POST',
    path: '/v1/messages/{message_id}/retry',
    tag,
    summary: 'Try a message now',
    description:
      'Makes all deliveries of the message due now that are queued or deferred. When there is none: `conflict`.',
    access: { kind: 'member', permission: 'messages:write' },
    params: messageParams,
    answer: {
      status: 200,
      body: z.object({ deliveries: z.int().min(1) }),
      example: { deliveries: 1 },
    },
    errors: ['not_found', 'conflict'],
    audited: ['delivery.retried'],
  }),
  deleteMessage: defineOperation({
    id: 'deleteMessage',
    method: 'DELETE',
    path: '/v1/messages/{message_id}',
    tag,
    summary: 'Delete a message',
    description:
      'Removes the message with its deliveries, timeline and content. While a delivery has not ended: `conflict`, unless `cancel=true` cancels it first; what is being sent can never be deleted. Counters and statistics keep what they have counted. It cannot be undone.',
    access: { kind: 'member', permission: 'messages:write' },
    params: messageParams,
    query: z.strictObject({
      cancel: z
        .enum(['true', 'false'])
        .default('false')
        .meta({ description: 'Whether to cancel what waits or is held, first', example: 'true' }),
    }),
    answer: { status: 204 },
    errors: ['not_found', 'conflict'],
    audited: ['message.deleted'],
  }),
  changeMessages: defineOperation({
    id: 'changeMessages',
    method: 'POST',
    path: '/v1/messages/bulk',
    tag,
    summary: 'Retry, cancel or delete many messages',
    description:
      'Does the same with up to 500 messages. `retry` makes all deliveries due now that are queued or deferred, `cancel` ends all that are queued, deferred or held, `delete` removes messages whose deliveries have ended. Each message has a result of its own; what cannot be done with one keeps nothing from the others.',
    access: { kind: 'member', permission: 'messages:write' },
    body: z.strictObject({
      action: z.enum(['retry', 'cancel', 'delete']),
      ids: z
        .array(id)
        .min(1)
        .max(maxBulkMessages)
        .meta({ description: 'Messages; one that is named twice counts once' }),
      cancel: z
        .boolean()
        .default(false)
        .meta({ description: 'With `delete`: whether to cancel what waits or is held, first' }),
    }),
    answer: {
      status: 200,
      body: z.object({ results: z.array(bulkResult) }),
      example: {
        results: [
          { id: '019a9c1e-5c1e-7a55-8f0e-3a1c5be0a005', result: 'done', deliveries: 1, detail: null },
        ],
      },
    },
    audited: ['delivery.retried', 'delivery.cancelled', 'message.deleted'],
    limit: 'expensive',
    example: { action: 'retry', ids: ['019a9c1e-5c1e-7a55-8f0e-3a1c5be0a005'] },
  }),
} as const;
