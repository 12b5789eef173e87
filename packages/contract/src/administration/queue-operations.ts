import { z } from 'zod';
import { defineOperation } from '../api/operation.ts';
import { id, instant, pageOf, pageQuery } from '../api/page.ts';

const tag = 'Administration';
const params = z.strictObject({ delivery_id: id });

const unfinishedState = z.enum(['queued', 'sending', 'deferred', 'held']);

/** What is in the queue. */
const queueOverview = z.object({
  states: z
    .array(
      z.object({
        state: unfinishedState,
        count: z.int().min(0),
        oldest_at: instant.meta({ description: 'When the oldest of them was accepted' }),
      }),
    )
    .meta({ description: 'States without any delivery are left out' }),
  oldest_due_at: instant
    .nullable()
    .meta({ description: 'Since when the longest waiting delivery has been due; null: nothing waits' }),
  destinations: z
    .array(
      z.object({
        domain: z.string().meta({ example: 'example.net' }),
        queued: z.int().min(0),
        deferred: z.int().min(0),
        oldest_at: instant,
        next_attempt_at: instant,
      }),
    )
    .meta({ description: 'The 20 domains for which most is waiting' }),
});
/** The queue in an answer to the operator. */
export type QueueOverview = z.infer<typeof queueOverview>;

/** A delivery that has not ended. */
const administrationDelivery = z.object({
  id,
  message_id: id,
  organization_id: id,
  kind: z.enum(['forward', 'reply', 'notice', 'probe']),
  state: unfinishedState,
  recipient: z.string().meta({
    description:
      'The address of this server that was written to; `*` stands for what the organization lets nobody keep',
    example: 'shop@example.com',
  }),
  destination_domain: z.string().nullable().meta({
    description:
      'Where it goes. The address itself is not shown; null where the organization lets nobody keep that',
    example: 'example.net',
  }),
  attempts: z.int().min(0),
  next_attempt_at: instant.nullable(),
  created_at: instant,
  reason: z
    .string()
    .nullable()
    .meta({ description: 'Why it is held, or the words of the last failure', example: 'connection refused' }),
});
/** A delivery in a list for the operator. */
export type AdministrationDelivery = z.infer<typeof administrationDelivery>;

/** What the operator does about the queue. */
export const administrationQueueOperations = {
  getQueue: defineOperation({
    id: 'getQueue',
    method: 'GET',
    path: '/v1/administration/queue',
    tag,
    summary: 'Show the queue',
    description: 'How much waits, since when, and for which destinations.',
    access: { kind: 'administrator', action: 'read' },
    answer: {
      status: 200,
      body: queueOverview,
      example: {
        states: [{ state: 'deferred', count: 3, oldest_at: '2026-11-22T09:30:00.000Z' }],
        oldest_due_at: null,
        destinations: [
          {
            domain: 'example.net',
            queued: 0,
            deferred: 3,
            oldest_at: '2026-11-22T09:30:00.000Z',
            next_attempt_at: '2026-11-22T10:30:00.000Z',
          },
        ],
      },
    },
  }),
  listDeliveries: defineOperation({
    id: 'listDeliveries',
    method: 'GET',
    path: '/v1/administration/deliveries',
    tag,
    summary: 'List deliveries',
    description: 'Deliveries of all organizations that have not ended, the oldest first.',
    access: { kind: 'administrator', action: 'read' },
    query: pageQuery.extend({
      state: unfinishedState.optional(),
      destination: z
        .string()
        .trim()
        .toLowerCase()
        .regex(/^[a-z0-9._-]{1,255}$/, { error: 'Give a domain name with Unicode labels as xn-- labels' })
        .optional()
        .meta({ description: 'Only to this domain', example: 'example.net' }),
    }),
    answer: {
      status: 200,
      body: pageOf(administrationDelivery),
      example: {
        items: [
          {
            id: '019a9c1e-5c1e-7a55-8f0e-3a1c5be0a004',
            message_id: '019a9c1e-5c1e-7a55-8f0e-3a1c5be0a005',
            organization_id: '019a9c1e-5c1e-7a55-8f0e-3a1c5be0a001',
            kind: 'forward',
            state: 'deferred',
            recipient: 'shop@example.com',
            destination_domain: 'example.net',
            attempts: 2,
            next_attempt_at: '2026-11-22T10:30:00.000Z',
            created_at: '2026-11-22T09:30:00.000Z',
            reason: 'connection refused',
          },
        ],
        next_cursor: null,
        total: null,
      },
    },
  }),
  retryDelivery: defineOperation({
    id: 'retryDelivery',
    method: 'POST',
    path: '/v1/administration/deliveries/{delivery_id}/retry',
    tag,
    summary: 'Try a delivery now',
    description:
      'Makes a delivery due now that is queued or deferred. Doing it twice does no harm. In any other state: `conflict`.',
    access: { kind: 'administrator', action: 'write' },
    params,
    answer: { status: 204 },
    errors: ['not_found', 'conflict'],
    audited: ['delivery.retried'],
  }),
  cancelDelivery: defineOperation({
    id: 'cancelDelivery',
    method: 'POST',
    path: '/v1/administration/deliveries/{delivery_id}/cancel',
    tag,
    summary: 'Cancel a delivery',
    description:
      'Ends a delivery that is queued, deferred or held, without another attempt. Nothing brings it back, and the sender is not told. In any other state: `conflict`.',
    access: { kind: 'administrator', action: 'write' },
    params,
    answer: { status: 204 },
    errors: ['not_found', 'conflict'],
    audited: ['delivery.cancelled'],
  }),
} as const;
