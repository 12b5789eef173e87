import { z } from 'zod';
import { defineOperation } from '../api/operation.ts';
import { id, instant, pageOf, pageQuery } from '../api/page.ts';
import { text } from '../api/text.ts';
import { namedAlias } from '../rule/rule.ts';

const tag = 'Senders';
const read = { kind: 'member', permission: 'rules:read' } as const;
const write = { kind: 'member', permission: 'rules:write' } as const;
const senderParams = z.strictObject({ sender_id: id });

const verdict = z.enum(['block', 'allow']);
const source = z.enum(['owner', 'quarantine']).meta({
  description: 'Whether somebody made the entry in the list, or by releasing mail from quarantine',
});
const note = text({ max: 200 })
  .nullable()
  .meta({ description: 'Why, for whoever reads the list', example: 'Sold my address' });
const acceptsUnproven = z.boolean().meta({
  description:
    'Of an allow: whether it counts for mail that does not prove its sender as well. False in a block',
});

/** A blocked or allowed sender. */
const sender = z.object({
  id,
  verdict,
  subject: z.string().meta({
    description: 'An address in lower case, or a domain, which covers all names below it',
    example: 'spam.example',
  }),
  kind: z.enum(['address', 'domain']),
  alias: namedAlias.nullable().meta({ description: 'Null: for all aliases of the organization' }),
  accepts_unproven: acceptsUnproven,
  note,
  source,
  created_at: instant,
});

const senderExample = {
  id: '019a9c1e-5c1e-7a55-8f0e-3a1c5be0a020',
  verdict: 'block',
  subject: 'spam.example',
  kind: 'domain',
  alias: null,
  accepts_unproven: false,
  note: 'Sold my address',
  source: 'owner',
  created_at: '2026-11-22T09:30:00.000Z',
} as const;

const overruling = z
  .object({ id, subject: z.string(), alias: namedAlias.nullable(), accepts_unproven: z.boolean() })
  .nullable()
  .meta({
    description:
      'Of a block: an allow of this organization for the same mail, which wins: the block holds only for what the allow does not count for. Null: there is none',
  });

/** Blocked and allowed senders of the organization of the request. */
export const senderOperations = {
  listSenders: defineOperation({
    id: 'listSenders',
    method: 'GET',
    path: '/v1/senders',
    tag,
    summary: 'List blocked and allowed senders',
    description:
      'The entries of the organization and of its aliases, newest first. What the operator blocks or allows for everybody is not among them.',
    access: read,
    query: z.strictObject({
      ...pageQuery.shape,
      verdict: verdict.optional().meta({ description: 'Blocks alone, or allows' }),
      alias_id: id.optional().meta({ description: 'Entries of this alias alone' }),
      scope: z
        .enum(['alias', 'organization'])
        .optional()
        .meta({ description: 'Entries of aliases alone, or of the organization' }),
      source: source.optional().meta({ description: 'How the entry came about' }),
      search: text({ max: 100 })
        .optional()
        .meta({ description: 'Entries with this in subject or note, in any case', example: 'spam' }),
    }),
    answer: {
      status: 200,
      body: pageOf(sender),
      example: { items: [senderExample], next_cursor: null, total: 1 },
    },
  }),
  createSender: defineOperation({
    id: 'createSender',
    method: 'POST',
    path: '/v1/senders',
    tag,
    summary: 'Block or allow a sender',
    description:
      'An address or a domain, for one alias or for all. Both the reverse path and the author are compared. An allow wins over every block; it counts for mail that proves its sender, and with `accepts_unproven` for all: anybody can write any name into a message, so that opens the alias to whoever forges it. An organization has 5,000 entries at most.',
    access: write,
    body: z.strictObject({
      verdict,
      subject: text({ max: 320 }).meta({ description: 'An address or a domain', example: 'spam.example' }),
      alias_id: id
        .nullable()
        .default(null)
        .meta({ description: 'Null: for all aliases of the organization' }),
      accepts_unproven: acceptsUnproven.default(false),
      note: note.default(null),
    }),
    answer: {
      status: 201,
      body: sender.extend({ overruled_by: overruling }),
      example: { ...senderExample, overruled_by: null },
    },
    errors: ['not_found', 'already_exists', 'limit_reached'],
    audited: ['sender.added'],
    takesIdempotencyKey: true,
    example: { verdict: 'block', subject: 'spam.example', note: 'Sold my address' },
  }),
  getSender: defineOperation({
    id: 'getSender',
    method: 'GET',
    path: '/v1/senders/{sender_id}',
    tag,
    summary: 'Show an entry',
    description: 'One blocked or allowed sender.',
    access: read,
    params: senderParams,
    answer: { status: 200, body: sender, example: senderExample },
    errors: ['not_found'],
  }),
  changeSender: defineOperation({
    id: 'changeSender',
    method: 'PATCH',
    path: '/v1/senders/{sender_id}',
    tag,
    summary: 'Change an entry',
    description: 'What is not given stays. For another subject, alias or verdict make another entry.',
    access: write,
    params: senderParams,
    body: z.strictObject({ accepts_unproven: acceptsUnproven.optional(), note: note.optional() }),
    answer: { status: 200, body: sender, example: senderExample },
    errors: ['not_found'],
    audited: ['sender.changed'],
    example: { note: 'Sold my address' },
  }),
  deleteSender: defineOperation({
    id: 'deleteSender',
    method: 'DELETE',
    path: '/v1/senders/{sender_id}',
    tag,
    summary: 'Delete an entry',
    description: 'Mail that comes a few seconds later is judged without it.',
    access: write,
    params: senderParams,
    answer: { status: 204 },
    errors: ['not_found'],
    audited: ['sender.removed'],
  }),
} as const;
