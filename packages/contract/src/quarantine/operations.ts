import { z } from 'zod';
import { defineOperation } from '../api/operation.ts';
import { id, pageOf, pageQuery } from '../api/page.ts';
import { text } from '../api/text.ts';
import { heldContent, heldMessage, heldMessageExample, heldReason } from './held.ts';

const tag = 'Quarantine';
const read = { kind: 'member', permission: 'messages:read' } as const;
const write = { kind: 'member', permission: 'messages:write' } as const;
const heldParams = z.strictObject({ held_id: id });

/** Most deliveries that one request decides about. */
const maxDecided = 500;

const allowed = z
  .object({ sender_id: id, accepts_unproven: z.boolean(), is_new: z.boolean() })
  .nullable()
  .meta({ description: 'The entry that allows the sender; null: none was asked for, or it would not help' });

const decided = z.object({
  id,
  result: z.enum(['released', 'deleted', 'conflict', 'not_found']),
  detail: z.string().nullable().meta({ description: 'Of a conflict: what happened instead' }),
});

/** Mail that waits for a person of the organization of the request. */
export const quarantineOperations = {
  listQuarantine: defineOperation({
    id: 'listQuarantine',
    method: 'GET',
    path: '/v1/quarantine',
    tag,
    summary: 'List mail in quarantine',
    description:
      'What is held until somebody decides, or 30 days are over, newest first. Replies that wait for the word of their writer are no mail in quarantine: they are among the deliveries of messages, in the state `held`.',
    access: read,
    query: z.strictObject({
      ...pageQuery.shape,
      reason: heldReason.optional(),
      alias_id: id.optional().meta({ description: 'Mail for this alias alone' }),
      mailbox_id: id.optional().meta({ description: 'Mail on its way to this mailbox alone' }),
      search: text({ max: 100 }).optional().meta({
        description: 'Mail with this in author or reverse path, in any case, as far as they are kept',
        example: 'sender.example',
      }),
    }),
    answer: {
      status: 200,
      body: pageOf(heldMessage),
      example: { items: [heldMessageExample], next_cursor: null, total: null },
    },
  }),
  countQuarantine: defineOperation({
    id: 'countQuarantine',
    method: 'GET',
    path: '/v1/quarantine/count',
    tag,
    summary: 'Count mail in quarantine',
    description: 'How much is held, by reason. Counting ends at 10,000.',
    access: read,
    answer: {
      status: 200,
      body: z.object({
        count: z.int().min(0),
        is_exact: z.boolean().meta({ description: 'False: there are more' }),
        by_reason: z.array(z.object({ reason: heldReason, count: z.int().min(1) })),
      }),
      example: { count: 3, is_exact: true, by_reason: [{ reason: 'spam', count: 3 }] },
    },
  }),
  getQuarantined: defineOperation({
    id: 'getQuarantined',
    method: 'GET',
    path: '/v1/quarantine/{held_id}',
    tag,
    summary: 'Show a message in quarantine',
    description: [
      'With a safe preview of its content: nothing that runs, loads, posts or frames is left in `html`, pictures from elsewhere are marks, pictures that came with it are `data:` addresses. Of a message 2 MiB are read.',
      "Whoever shows `html` on a page puts it into the `srcdoc` of an `<iframe sandbox>` without any permission, and nowhere else. The document brings its own policy: `default-src 'none'`, style attributes, one style sheet by its hash, pictures from `data:`. A frame obeys the policy of its page as well, which therefore needs `style-src-attr 'unsafe-inline'`, `img-src data:` and that hash in `style-src-elem`, and nothing more. `text` and the names of attachments are what a stranger wrote: escape them.",
      'Showing changes nothing.',
    ].join('\n\n'),
    access: { kind: 'member', permission: 'content:read' },
    params: heldParams,
    answer: {
      status: 200,
      body: heldMessage.extend({ content: heldContent }),
      example: {
        ...heldMessageExample,
        content: {
          text: 'The parcel is on its way.',
          html: null,
          attachments: [{ name: 'invoice.pdf', mime_type: 'application/pdf', size_bytes: 2_048 }],
          is_cut: false,
          is_damaged: false,
        },
      },
    },
    errors: ['not_found'],
    limit: 'expensive',
  }),
  releaseQuarantined: defineOperation({
    id: 'releaseQuarantined',
    method: 'POST',
    path: '/v1/quarantine/{held_id}/release',
    tag,
    summary: 'Release a message from quarantine',
    description:
      'It is delivered at once. With `allow_sender` its author is allowed from now on, for the alias or for the whole organization; that takes the permission `rules:write` as well. Where the message does not prove its author, the entry counts for mail that proves nothing too. If it was decided before, `conflict` tells what happened.',
    access: write,
    params: heldParams,
    body: z.strictObject({ allow_sender: z.enum(['once', 'alias', 'organization']).default('once') }),
    isBodyOptional: true,
    answer: {
      status: 200,
      body: z.object({
        id,
        allowed,
        not_allowed_because: z
          .string()
          .nullable()
          .meta({ description: 'Why the sender was not allowed, though that was asked for' }),
      }),
      example: {
        id: heldMessageExample.id,
        allowed: { sender_id: '019a9c1e-5c1e-7a55-8f0e-3a1c5be0a020', accepts_unproven: true, is_new: true },
        not_allowed_because: null,
      },
    },
    errors: ['not_found', 'conflict'],
    audited: ['delivery.released', 'sender.added'],
    takesIdempotencyKey: true,
    example: { allow_sender: 'alias' },
  }),
  deleteQuarantined: defineOperation({
    id: 'deleteQuarantined',
    method: 'DELETE',
    path: '/v1/quarantine/{held_id}',
    tag,
    summary: 'Delete a message in quarantine',
    description:
      'Its sender is not told. What is known of it stays on the timeline of the message. If it was decided before, `conflict` tells what happened.',
    access: write,
    params: heldParams,
    answer: { status: 204 },
    errors: ['not_found', 'conflict'],
    audited: ['delivery.cancelled'],
  }),
  decideQuarantine: defineOperation({
    id: 'decideQuarantine',
    method: 'POST',
    path: '/v1/quarantine/bulk',
    tag,
    summary: 'Release or delete several messages',
    description:
      'Up to 500 at once, all in one transaction. What was decided before or is not there is told with its id, and does not stop the others.',
    access: write,
    body: z.strictObject({
      action: z.enum(['release', 'delete']),
      ids: z
        .array(z.guid())
        .min(1)
        .max(maxDecided)
        .meta({ description: 'Ids of deliveries in quarantine; one that is named twice is decided once' }),
    }),
    answer: {
      status: 200,
      body: z.object({ results: z.array(decided) }),
      example: { results: [{ id: heldMessageExample.id, result: 'released', detail: null }] },
    },
    audited: ['delivery.released', 'delivery.cancelled'],
    takesIdempotencyKey: true,
    example: { action: 'release', ids: [heldMessageExample.id] },
  }),
} as const;
