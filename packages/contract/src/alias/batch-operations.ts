import { z } from 'zod';
import { defineOperation } from '../api/operation.ts';
import { id } from '../api/page.ts';
import { aliasFilter, aliasFilterShape, aliasMailboxIds, aliasModes, aliasTag } from './alias.ts';
import { maxAliasTags, maxBulkAliases, maxImportCharacters, maxImportLines } from './limits.ts';

const tag = 'Aliases';
const write = { kind: 'member', permission: 'aliases:write' } as const;

/** What can be done with many aliases at once. */
export const bulkActions = [
  'enable',
  'disable',
  'delete',
  'restore',
  'add_tags',
  'remove_tags',
  'set_mailboxes',
  'set_mode',
  'pin',
  'unpin',
] as const;

/** One of {@link bulkActions}. */
export type BulkActionName = (typeof bulkActions)[number];

/** What an action needs besides. */
const neededBy: Readonly<Partial<Record<(typeof bulkActions)[number], 'tags' | 'mailbox_ids' | 'mode'>>> = {
  add_tags: 'tags',
  remove_tags: 'tags',
  set_mailboxes: 'mailbox_ids',
  set_mode: 'mode',
};

const bulkChange = z
  .strictObject({
    ids: z.array(id).min(1).max(maxBulkAliases).optional(),
    filter: aliasFilter.optional().meta({
      description: `Instead of \`ids\`: up to ${String(maxBulkAliases)} aliases that it leaves, oldest first`,
    }),
    after_id: id
      .optional()
      .meta({ description: 'With `filter`: go on behind this alias, `next_after_id` of the answer before' }),
    action: z.enum(bulkActions),
    tags: z.array(aliasTag).min(1).max(maxAliasTags).optional(),
    mailbox_ids: aliasMailboxIds.optional(),
    mode: z.enum(aliasModes).optional(),
  })
  .superRefine((body, context) => {
    const fault = (path: string, message: string) => {
      context.addIssue({ code: 'custom', path: [path], message });
    };
    if ((body.ids === undefined) === (body.filter === undefined))
      fault('ids', 'Give either `ids` or `filter`.');
    if (body.after_id !== undefined && body.filter === undefined)
      fault('after_id', 'This goes with `filter`.');
    const needed = neededBy[body.action];
    for (const name of ['tags', 'mailbox_ids', 'mode'] as const) {
      if (name === needed && body[name] === undefined) fault(name, `The action ${body.action} needs this.`);
      if (name !== needed && body[name] !== undefined)
        fault(name, `The action ${body.action} does not go with this.`);
    }
  });

const bulkAnswer = z.object({
  results: z.array(
    z.object({
      id,
      result: z.enum(['changed', 'unchanged', 'refused', 'not_found']),
      message: z.string().nullable().meta({ description: 'Why it was refused' }),
    }),
  ),
  next_after_id: id
    .nullable()
    .meta({ description: 'With `filter`: there are more aliases behind this one. Null: that was all' }),
});

const importAnswer = z.object({
  is_dry_run: z.boolean(),
  created: z.int(),
  existing: z.int(),
  invalid: z.int(),
  lines: z.array(
    z.object({
      line: z.int().meta({ description: 'Of the text, as editors count; the heading is the first' }),
      result: z.enum(['created', 'exists', 'invalid']),
      address: z.string().nullable(),
      alias_id: id.nullable().meta({ description: 'Null where nothing was made or found' }),
      message: z.string().nullable().meta({ description: 'Why a line is invalid, or what it lacks' }),
    }),
  ),
});

/** Many at once. */
export const batchAliasOperations = {
  exportAliases: defineOperation({
    id: 'exportAliases',
    method: 'POST',
    path: '/v1/aliases/export',
    tag,
    summary: 'Export aliases',
    description:
      'All aliases or what the filters leave of them as one download in CSV (RFC 4180, UTF-8), oldest first. The import reads it. A cell that a spreadsheet would take for a formula begins with an apostrophe. The export is an entry of the audit log, so it is a POST.',
    access: { kind: 'member', permission: 'aliases:read' },
    query: z.strictObject(aliasFilterShape),
    answer: { status: 200, contentType: 'text/csv' },
    audited: ['aliases.exported'],
    isTransactional: false,
    limit: 'expensive',
  }),
  importAliases: defineOperation({
    id: 'importAliases',
    method: 'POST',
    path: '/v1/aliases/import',
    tag,
    summary: 'Import aliases',
    description:
      `A text in CSV with a heading, up to ${String(maxImportLines)} lines, separated by commas, semicolons or tabs. Columns are those of the export, of which \`address\` alone is needed: \`address\`, \`mailboxes\` (separated by spaces or commas), \`note\`, \`tags\`, \`is_enabled\`, \`display_name\`, \`mode\`, \`is_pinned\`. ` +
      'The headings of SimpleLogin (`alias`, `note`, `enabled`, `mailboxes`, `name`, `pinned`) and addy.io (`email`, `description`, `active`, `recipients`, `from_name`, `pinned`) are understood as well; other columns are passed over. ' +
      'A line that is wrong stops no other. An alias that is there stays as it is. Without mailboxes a line gets the default one.',
    access: write,
    body: z.strictObject({
      csv: z.string().min(1).max(maxImportCharacters),
      dry_run: z
        .boolean()
        .default(false)
        .meta({ description: 'Whether to say what would happen and change nothing' }),
    }),
    answer: {
      status: 200,
      body: importAnswer,
      example: {
        is_dry_run: false,
        created: 1,
        existing: 0,
        invalid: 1,
        lines: [
          {
            line: 2,
            result: 'created',
            address: 'shop@my-domain.example',
            alias_id: '019a9c1e-5c1e-7a55-8f0e-3a1c5be0a020',
            message: null,
          },
          {
            line: 3,
            result: 'invalid',
            address: 'shop@unknown.example',
            alias_id: null,
            message: 'There is no domain unknown.example. Add it first',
          },
        ],
      },
    },
    errors: ['conflict'],
    audited: ['aliases.imported'],
    limit: 'expensive',
    takesIdempotencyKey: true,
    example: { csv: 'address,note\nshop@my-domain.example,The shop\n', dry_run: true },
  }),
  changeAliases: defineOperation({
    id: 'changeAliases',
    method: 'POST',
    path: '/v1/aliases/bulk',
    tag,
    summary: 'Change several aliases',
    description:
      'One action on aliases by their ids or by a filter, with an answer for each. `refused` says why: an alias has too many tags then, for example. What is not refused is done.',
    access: write,
    body: bulkChange,
    answer: {
      status: 200,
      body: bulkAnswer,
      example: {
        results: [{ id: '019a9c1e-5c1e-7a55-8f0e-3a1c5be0a020', result: 'changed', message: null }],
        next_after_id: null,
      },
    },
    errors: ['conflict'],
    audited: ['aliases.changed'],
    takesIdempotencyKey: true,
    example: { ids: ['019a9c1e-5c1e-7a55-8f0e-3a1c5be0a020'], action: 'add_tags', tags: ['shopping'] },
  }),
} as const;
