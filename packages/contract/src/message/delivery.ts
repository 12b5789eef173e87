import { z } from 'zod';
import { id, instant } from '../api/page.ts';

/** States of a delivery. */
export const deliveryState = z.enum([
  'queued',
  'sending',
  'deferred',
  'held',
  'delivered',
  'bounced',
  'expired',
  'discarded',
  'released',
  'cancelled',
]);
/** One of the states of a delivery. */
export type DeliveryStateName = z.infer<typeof deliveryState>;

/** What a delivery carries: mail for an alias, mail of the owner to a contact, what SMTPy says itself, and its test messages. */
export const deliveryKind = z.enum(['forward', 'reply', 'notice', 'probe']);

/** Something with an address. */
export const addressed = z.object({ id, address: z.string() });

/** A delivery as a list of messages shows it. */
export const deliverySummary = z.object({
  id,
  state: deliveryState,
  kind: deliveryKind,
  recipient: z.string().meta({ description: 'The address that was written to', example: 'shop@my.example' }),
  alias: addressed.nullable().meta({ description: 'Null where no alias took it, or the alias is gone' }),
  mailbox: addressed
    .nullable()
    .meta({ description: 'Where it goes; null for replies, and where the mailbox is gone' }),
  next_attempt_at: instant.nullable(),
  reason: z.string().nullable().meta({
    description:
      'Why it is in that state, in words, with the mailbox masked; null where the state says it all',
    example: 'the alias is switched off',
  }),
});

/** One attempt to send a delivery. */
export const attempt = z.object({
  number: z.int().min(1),
  at: instant.meta({ description: 'When it ended' }),
  outcome: z.enum(['delivered', 'deferred', 'bounced', 'expired', 'held', 'recovered']),
  host: z.string().nullable().meta({ description: 'The next hop', example: 'mx.example.net [192.0.2.1]:25' }),
  tls: z.string().nullable().meta({ example: 'TLSv1.3' }),
  words: z.string().meta({
    description: 'What the next hop said, or we about it; the mailbox masked',
    example: '250 2.0.0 OK',
  }),
  next_attempt_at: instant.nullable(),
});

/** A delivery with everything known of it. */
export const delivery = deliverySummary.extend({
  destination: z.string().nullable().meta({
    description: 'The real address; null where nothing was to be sent',
    example: 'jane@example.net',
  }),
  mode: z.enum(['rewrite', 'preserve', 'adaptive']),
  expires_at: instant.meta({ description: 'When it ends as `expired` unless it was taken or decided upon' }),
  finished_at: instant.nullable(),
  attempts: z.array(attempt).meta({ description: 'Oldest first' }),
});

/** For the reference. */
export const aliasExample = { id: '019a9c1e-5c1e-7a55-8f0e-3a1c5be0a006', address: 'shop@my.example' };

/** For the reference. */
export const deliverySummaryExample = {
  id: '019a9c1e-5c1e-7a55-8f0e-3a1c5be0a004',
  state: 'delivered',
  kind: 'forward',
  recipient: 'shop@my.example',
  alias: aliasExample,
  mailbox: { id: '019a9c1e-5c1e-7a55-8f0e-3a1c5be0a007', address: 'jane@example.net' },
  next_attempt_at: null,
  reason: null,
} as const;

/** For the reference. */
export const deliveryExample = {
  ...deliverySummaryExample,
  destination: 'jane@example.net',
  mode: 'rewrite',
  expires_at: '2026-11-27T09:30:00.000Z',
  finished_at: '2026-11-22T09:30:00.600Z',
  attempts: [
    {
      number: 1,
      at: '2026-11-22T09:30:00.600Z',
      outcome: 'delivered',
      host: 'mx.example.net [192.0.2.1]:25',
      tls: 'TLSv1.3',
      words: '250 2.0.0 OK',
      next_attempt_at: null,
    },
  ],
} as const;
