import { z } from 'zod';
import { defineOperation } from '../api/operation.ts';
import { id, instant, pageOf, pageQuery } from '../api/page.ts';
import { text } from '../api/text.ts';

const tag = 'Refusals';
const read = { kind: 'member', permission: 'messages:read' } as const;

const reason = z
  .string()
  .meta({ description: 'As the log has it', example: 'blocked by an entry of the alias' });

/** Something that was refused before acceptance. */
const refusal = z.object({
  id,
  at: instant,
  alias_id: id.nullable().meta({ description: 'Null: the address was no alias’s' }),
  recipient: z.string().meta({ description: 'The address that was written to', example: 'shop@example.com' }),
  mail_from: z.string().meta({
    description: 'The reverse path, as far as the organization lets senders be kept; empty: the null sender',
    example: 'ann@sender.example',
  }),
  ip: z.string().nullable().meta({ description: 'The client; null: not kept', example: '192.0.2.1' }),
  stage: z
    .string()
    .meta({ description: '`rcpt`: when it named the recipient; `data`: after its content', example: 'rcpt' }),
  code: z.int().meta({ description: 'The SMTP reply', example: 550 }),
  reason,
  sentence: z.string().meta({ description: 'All of it in words, with what follows' }),
});

const refusalExample = {
  id: '019a9c1e-5c1e-7a55-8f0e-3a1c5be0a040',
  at: '2026-11-22T09:30:00.000Z',
  alias_id: '019a9c1e-5c1e-7a55-8f0e-3a1c5be0a011',
  recipient: 'shop@example.com',
  mail_from: 'ann@sender.example',
  ip: '192.0.2.1',
  stage: 'rcpt',
  code: 550,
  reason: 'blocked by an entry of the alias',
  sentence:
    '550 to ann@sender.example [192.0.2.1], for shop@example.com, when it named the recipient: blocked by an entry of the alias; its sender is told that it failed',
} as const;

const count = z.object({
  hour: instant.nullable().meta({ description: 'Begin of the hour; null unless counted by hour' }),
  reason: reason.nullable().meta({
    description:
      'Null unless counted by reason; `other`: those of an hour with more than 500 whose reason none of these had',
  }),
  recipient: z.string().nullable().meta({
    description: 'The address of an alias; null unless counted by alias, and for addresses that are none',
  }),
  count: z.int().min(0),
});

/** What was refused before acceptance of the organization of the request. */
export const refusalOperations = {
  listRefusals: defineOperation({
    id: 'listRefusals',
    method: 'GET',
    path: '/v1/refusals',
    tag,
    summary: 'List refused mail',
    description:
      'What was refused for addresses of the organization before it was accepted, newest first. Nothing of the content is kept. Of more than 500 in an hour the others are counted alone.',
    access: read,
    query: z.strictObject({
      ...pageQuery.shape,
      alias_id: id.optional().meta({ description: 'Refusals for this alias alone' }),
      reason: text({ max: 320 }).optional().meta({ description: 'Refusals for exactly this reason' }),
      search: text({ max: 100 }).optional().meta({
        description: 'Refusals with this in sender or recipient, in any case',
        example: 'sender.example',
      }),
      from: instant.optional().meta({ description: 'From this instant on' }),
      to: instant.optional().meta({ description: 'Until just before this instant' }),
    }),
    answer: {
      status: 200,
      body: pageOf(refusal),
      example: { items: [refusalExample], next_cursor: null, total: null },
    },
  }),
  countRefusals: defineOperation({
    id: 'countRefusals',
    method: 'GET',
    path: '/v1/refusals/counts',
    tag,
    summary: 'Count refused mail',
    description:
      'How much was refused by hour, by reason or by alias, those that are not listed one by one included. The range has 31 days at most; without one it is the last seven days. By hour it has every hour in which something was refused, oldest first; by reason and by alias the 100 most frequent.',
    access: read,
    query: z.strictObject({
      by: z.enum(['hour', 'reason', 'alias']).default('hour').meta({ description: 'What to count by' }),
      alias: text({ max: 320 }).optional().meta({
        description: 'Refusals for this address of an alias alone',
        example: 'shop@example.com',
      }),
      reason: text({ max: 320 }).optional().meta({ description: 'Refusals for exactly this reason' }),
      from: instant.optional().meta({ description: 'From the hour of this instant on' }),
      to: instant.optional().meta({ description: 'Until just before this instant; absent: now' }),
    }),
    answer: {
      status: 200,
      body: z.object({
        items: z.array(count),
        total: z.int().min(0).meta({ description: 'All of the range, those left out included' }),
      }),
      example: {
        items: [{ hour: '2026-11-22T09:00:00.000Z', reason: null, recipient: null, count: 12 }],
        total: 12,
      },
    },
  }),
} as const;
