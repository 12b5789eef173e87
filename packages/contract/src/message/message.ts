import { z } from 'zod';
import { id, instant, pageOf } from '../api/page.ts';
import {
  delivery,
  deliveryExample,
  deliveryState,
  deliverySummary,
  deliverySummaryExample,
} from './delivery.ts';

/** Which way a message goes: mail for an alias comes in, mail of its owner goes out; SMTPy's own has neither. */
export const messageDirection = z.enum(['incoming', 'outgoing']);

/** What a message is to the organization. */
export const messageKind = z.enum(['forward', 'reply', 'notice']);

/** A message as a list shows it. */
export const messageSummary = z.object({
  id,
  received_at: instant,
  kind: messageKind,
  direction: messageDirection.nullable().meta({ description: 'Null for what SMTPy says itself' }),
  state: deliveryState.meta({
    description:
      'Of all its deliveries the one that most needs to be looked at: bounced, expired, held, deferred, sending, queued, delivered, released, cancelled, discarded',
  }),
  mail_from: z.string().meta({
    description:
      'Reverse path; empty for the null sender. `*@example.com` and `*` stand for what the organization does not want kept',
    example: 'bounces@example.com',
  }),
  header_from: z
    .string()
    .nullable()
    .meta({ description: 'The address in From, kept like the reverse path', example: 'shop@example.com' }),
  subject: z
    .string()
    .nullable()
    .meta({ description: 'Null where there is none, or it is not kept', example: 'Your order' }),
  size_bytes: z.int().min(0),
  delivery_count: z.int().min(0),
  deliveries: z.array(deliverySummary).meta({ description: 'The first 20' }),
});

/** A page of messages. */
export const messagePage = pageOf(messageSummary).extend({
  searched_to: instant.nullable().meta({
    description:
      'Set where the search stopped before the page was full, so that the answer comes soon: everything received since then was looked at. Go on with `next_cursor`, also when there are no items',
  }),
});

const check = z.object({
  result: z.string().meta({ example: 'pass' }),
  domain: z.string().nullable().meta({ example: 'example.com' }),
  comment: z.string().nullable(),
  words: z.string().meta({
    description: 'What was checked and what came of it, in two sentences',
    example: 'SPF asks whether the server may send for example.com. It may.',
  }),
});

/** What was proven of the sender. */
export const authentication = z.object({
  words: z.string().meta({ example: 'SPF pass · DKIM pass (example.com) · DMARC pass' }),
  login: z
    .string()
    .nullable()
    .meta({ description: 'The alias whose password the client logged in with; then nothing else counts' }),
  spf: check,
  dkim: z.array(check.extend({ selector: z.string().nullable(), is_aligned: z.boolean() })),
  dmarc: check.extend({ policy: z.string().nullable().meta({ example: 'reject' }) }),
  arc: check,
});

/** A line of the timeline. */
export const timelineEntry = z.object({
  at: instant,
  kind: z.string().meta({
    description: 'What it is about; stable. Unknown ones may come with later versions',
    example: 'delivered',
  }),
  label: z.string().meta({ example: 'Delivered' }),
  sentence: z.string().meta({
    description: 'English, without a full stop; real mailboxes masked',
    example: '0.6 s after acceptance',
  }),
  delivery_id: id.nullable().meta({ description: 'Null where it is about the message as a whole' }),
  data: z.record(z.string(), z.unknown()).meta({
    description: 'The raw facts behind the sentence, unmasked; their names may change between versions',
  }),
});

/** A message with everything known of it. */
export const message = messageSummary.omit({ deliveries: true }).extend({
  message_id_header: z.string().nullable().meta({ example: '<1@example.com>' }),
  rcpt_to: z.array(z.string()).meta({ description: 'The accepted addresses', example: ['shop@my.example'] }),
  client: z.object({
    words: z.string().meta({ example: 'mail.example.com [203.0.113.7], TLS 1.3' }),
    ip: z.string().nullable(),
    name: z.string().nullable().meta({ description: 'Verified name of the client' }),
    helo: z.string().nullable(),
    tls: z.string().nullable(),
    received_by: z.string(),
  }),
  authentication,
  deliveries: z.array(delivery).meta({ description: 'In the order in which they were planned' }),
  timeline: z.array(timelineEntry).meta({ description: 'Oldest first' }),
  has_content: z.boolean().meta({ description: 'Whether the content is still kept' }),
  header: z.string().nullable().meta({
    description:
      'The header block as it came, cut off at 64 KiB. Null where the content is gone, or the caller lacks `content:read`',
  }),
});

/** For the reference. */
export const messageSummaryExample = {
  id: '019a9c1e-5c1e-7a55-8f0e-3a1c5be0a005',
  received_at: '2026-11-22T09:30:00.000Z',
  kind: 'forward',
  direction: 'incoming',
  state: 'delivered',
  mail_from: 'bounces@example.com',
  header_from: 'shop@example.com',
  subject: 'Your order',
  size_bytes: 5_100,
  delivery_count: 1,
  deliveries: [deliverySummaryExample],
} as const;

const passed = { result: 'pass', domain: 'example.com', comment: null } as const;

/** For the reference. */
export const messageExample = {
  ...messageSummaryExample,
  message_id_header: '<1@example.com>',
  rcpt_to: ['shop@my.example'],
  client: {
    words: 'mail.example.com [203.0.113.7], TLS 1.3',
    ip: '203.0.113.7',
    name: 'mail.example.com',
    helo: 'mail.example.com',
    tls: 'TLSv1.3',
    received_by: 'mx.my.example',
  },
  authentication: {
    words: 'SPF pass · DKIM pass (example.com) · DMARC pass',
    login: null,
    spf: { ...passed, words: 'SPF asks whether the server may send for example.com. It may.' },
    dkim: [
      {
        ...passed,
        selector: 's1',
        is_aligned: true,
        words:
          'DKIM asks whether example.com has signed the message and nobody changed it. The signature is good, and of the domain in From.',
      },
    ],
    dmarc: {
      ...passed,
      policy: 'reject',
      words: 'DMARC asks whether SPF or DKIM speaks for the domain in From. One of them does.',
    },
    arc: {
      result: 'none',
      domain: null,
      comment: null,
      words: 'ARC tells what hosts on the way had checked. The message has no such chain.',
    },
  },
  deliveries: [deliveryExample],
  timeline: [
    {
      at: '2026-11-22T09:30:00.600Z',
      kind: 'delivered',
      label: 'Delivered',
      sentence: '0.6 s after acceptance',
      delivery_id: '019a9c1e-5c1e-7a55-8f0e-3a1c5be0a004',
      data: { attempt: 1 },
    },
  ],
  has_content: false,
  header: null,
} as const;
