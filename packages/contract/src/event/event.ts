import { z } from 'zod';
import { id, instant } from '../api/page.ts';

/** What webhooks and live pages are told of, with the words that people choose by. Names are part of the interface: never renamed, never reused. */
export const eventTypes = {
  'message.accepted': 'A message was accepted; each of its deliveries is named',
  'message.refused': 'A message was refused before acceptance',
  'delivery.held': 'A delivery waits for a person',
  'delivery.released': 'A held delivery was let go',
  'delivery.deferred': 'A delivery failed for now and is tried again',
  'delivery.delivered': 'The next hop took a delivery',
  'delivery.bounced': 'A delivery was refused for good',
  'delivery.expired': 'A delivery was given up: no time was left',
  'delivery.discarded': 'A delivery was not sent, by decision',
  'delivery.cancelled': 'A delivery was ended by its owner or the operator',
  'domain.activated': 'A domain became active',
  'domain.degraded': 'A record of a domain is not right any more; mail is still accepted',
  'domain.recovered': 'The records of a domain are right again',
  'mailbox.confirmed': 'A mailbox was confirmed',
  'mailbox.paused': 'A mailbox is sent nothing for now',
  'mailbox.resumed': 'A mailbox is sent mail again',
  'quota.reached': 'A limit is used up by 80, 90 or 100 percent',
  'webhook.test': 'Nothing happened: a person asked for a test',
} as const;

/** A name of {@link eventTypes}. */
export type EventType = keyof typeof eventTypes;

/** Every {@link EventType}. */
export const eventTypeNames = Object.keys(eventTypes) as [EventType, ...EventType[]];

/** What of a delivery an event tells. */
const deliveryOfEvent = z.object({
  id,
  kind: z.enum(['forward', 'reply', 'notice', 'probe']),
  alias: z.object({ id, address: z.string() }).nullable(),
  recipient: z.string().meta({ description: 'The address written to', example: 'shop@my-domain.example' }),
  mailbox_id: id.nullable(),
  state: z.string().meta({ description: 'As it is when the event is told', example: 'delivered' }),
  reason: z.string().nullable(),
});

/** What `data` of an event holds; which of it is there depends on the type. */
export const eventData = z.object({
  message: z
    .object({
      id,
      sender: z.string().nullable().meta({
        description: 'The author, or the reverse path where there is none, as the privacy level keeps it',
        example: 'news@shop.example',
      }),
      subject: z.string().nullable(),
      size_bytes: z.int().min(0),
      received_at: instant,
    })
    .optional(),
  delivery: deliveryOfEvent.optional(),
  deliveries: z.array(deliveryOfEvent).optional(),
  attempt: z
    .object({
      number: z.int().min(1).nullable(),
      host: z.string().nullable(),
      reply: z.string().nullable().meta({
        description: 'What the next hop said, the mailbox masked',
        example: '550 5.1.1 no such user',
      }),
      next_attempt_at: instant.nullable(),
    })
    .optional(),
  refusal: z
    .object({
      alias_id: id.nullable(),
      recipient: z.string(),
      sender: z.string().nullable(),
      reason: z.string(),
      code: z.int().nullable(),
    })
    .optional(),
  domain: z.object({ id, name: z.string(), reason: z.string().nullable() }).optional(),
  mailbox: z.object({ id, address: z.string().nullable(), reason: z.string().nullable() }).optional(),
  quota: z
    .object({
      name: z.string(),
      percent: z.int(),
      limit: z.number(),
      used: z.number(),
      alias_id: id.nullable(),
    })
    .optional(),
});
/** What {@link eventData} reads. */
export type EventData = z.infer<typeof eventData>;

/** A dated fact, as programs are told of it. */
export const event = z.object({
  id: id.meta({ description: 'The same wherever and however often it is told' }),
  type: z.enum(eventTypeNames),
  timestamp: instant,
  data: eventData,
});
/** What {@link event} reads. */
export type Event = z.infer<typeof event>;
