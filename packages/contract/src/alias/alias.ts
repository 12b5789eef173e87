import { z } from 'zod';
import { id, instant, pageQuery } from '../api/page.ts';
import { lines, text } from '../api/text.ts';
import { maxAliasMailboxes, maxAliasTags, maxNoteCharacters, maxTagCharacters, trashDays } from './limits.ts';

/** How mail is forwarded. */
export const aliasModes = ['rewrite', 'preserve', 'adaptive'] as const;
/** What mail for a switched-off alias meets. */
export const whenDisabledChoices = ['refuse', 'discard'] as const;
/** What happens to senders that an alias does not know. */
export const aliasPinnings = ['off', 'learn', 'notify', 'hold'] as const;
/** How random addresses look. */
export const aliasStyles = ['words', 'characters', 'uuid'] as const;
/** Who made an alias: a person or program, or the first message to it. */
export const aliasOrigins = ['made', 'catch_all'] as const;

const mode = z.enum(aliasModes);
const whenDisabled = z.enum(whenDisabledChoices);
const pinning = z.enum(aliasPinnings);

/** One tag; kept in lower case. */
export const aliasTag = text({ max: maxTagCharacters })
  .regex(/^[^,;]*$/, 'A tag holds no comma and no semicolon.')
  .meta({ example: 'shopping' });
/** What an owner wants to remember of an alias. */
export const aliasNote = lines({ max: maxNoteCharacters });
/** What answers show beside the address. */
export const aliasDisplayName = text({ max: 200 });
const tags = z
  .array(aliasTag)
  .max(maxAliasTags)
  .meta({
    description: 'Kept in lower case, each once, in the order of the alphabet',
    example: ['shopping'],
  });

/** Mailboxes by their ids. */
export const aliasMailboxIds = z.array(id).min(1).max(maxAliasMailboxes).meta({
  description: 'Confirmed mailboxes of the organization',
});

/** An alias as the API gives it. */
export const alias = z.object({
  id,
  number: z
    .int()
    .meta({ description: 'A short id, for programs that know numbers only; unique over the installation' }),
  address: z.string().meta({ example: 'shop@my-domain.example' }),
  local_part: z.string().meta({ example: 'shop' }),
  domain: z.object({
    id,
    name: z.string().meta({ example: 'my-domain.example' }),
    is_shared: z.boolean().meta({ description: 'Whether every organization may make aliases on it' }),
  }),
  is_enabled: z.boolean(),
  when_disabled: whenDisabled.meta({
    description: 'What mail meets while it is switched off: a refusal, or nothing at all',
  }),
  mode,
  display_name: z.string().nullable().meta({ description: 'What answers show beside the address' }),
  note: z.string().nullable(),
  tags: z.array(z.string()),
  is_pinned: z.boolean().meta({ description: 'Whether lists that ask for it show it first' }),
  mailboxes: z.array(z.object({ id, address: z.string().meta({ example: 'jane@provider.example' }) })),
  plus_addressing: z.boolean().meta({ description: 'Whether `local_part+anything` goes the same way' }),
  expires_at: instant.nullable().meta({ description: 'When it stops taking mail. Null: never' }),
  messages_left: z
    .int()
    .min(0)
    .nullable()
    .meta({ description: 'Messages that it still forwards. Null: as many as come' }),
  pinning: pinning.meta({ description: 'What happens to senders that it does not know' }),
  pins: z.array(z.string()).meta({ description: 'Domains of senders that it knows' }),
  holds_for_preview: z.boolean().meta({ description: 'Whether each message waits in quarantine' }),
  origin: z.enum(aliasOrigins),
  counters: z
    .object({
      forwarded: z.int().meta({ description: 'Messages that reached a mailbox, one per mailbox' }),
      replied: z.int().meta({ description: 'Messages that went out as the alias' }),
      blocked: z.int().meta({ description: 'Messages that were refused for good or discarded' }),
      bounced: z.int().meta({ description: 'Messages that no destination took in the end' }),
    })
    .meta({ description: 'Of all time' }),
  last_activity_at: instant
    .nullable()
    .meta({ description: 'When a message last came to it or left as it; some seconds late. Null: never' }),
  created_at: instant,
  deleted_at: instant
    .nullable()
    .meta({ description: `Since when it is in the trash, for ${String(trashDays)} days. Null: it is not` }),
});
/** An {@link alias}. */
export type AliasBody = z.input<typeof alias>;

/** An alias for examples. */
export const aliasExample: AliasBody = {
  id: '019a9c1e-5c1e-7a55-8f0e-3a1c5be0a020',
  number: 42,
  address: 'shop@my-domain.example',
  local_part: 'shop',
  domain: { id: '019a9c1e-5c1e-7a55-8f0e-3a1c5be0a021', name: 'my-domain.example', is_shared: false },
  is_enabled: true,
  when_disabled: 'refuse',
  mode: 'rewrite',
  display_name: 'Jane Doe',
  note: 'For the shop with the red door',
  tags: ['shopping'],
  is_pinned: false,
  mailboxes: [{ id: '019a9c1e-5c1e-7a55-8f0e-3a1c5be0a022', address: 'jane@provider.example' }],
  plus_addressing: true,
  expires_at: null,
  messages_left: null,
  pinning: 'off',
  pins: [],
  holds_for_preview: false,
  origin: 'made',
  counters: { forwarded: 12, replied: 1, blocked: 0, bounced: 0 },
  last_activity_at: '2026-11-22T09:30:00.000Z',
  created_at: '2026-11-01T09:30:00.000Z',
  deleted_at: null,
};

/** What can be said of an alias when it is made and when it is changed. */
const settingsShape = {
  is_enabled: z.boolean(),
  when_disabled: whenDisabled,
  mode,
  display_name: aliasDisplayName.nullable(),
  note: aliasNote.nullable(),
  tags,
  is_pinned: z.boolean(),
  mailbox_ids: aliasMailboxIds,
  plus_addressing: z.boolean(),
  expires_at: instant.nullable().meta({ description: 'Null: never' }),
  messages_left: z.int().min(0).max(2_147_483_647).nullable().meta({ description: 'Null: as many as come' }),
  pinning,
  holds_for_preview: z.boolean(),
} as const;

/** What to change of an alias. */
export const aliasChange = z.strictObject(settingsShape).partial();

/** What {@link aliasChange} reads. */
export type AliasChangeBody = z.output<typeof aliasChange>;

/** What to make. */
export const aliasCreation = aliasChange
  .extend({
    local_part: text({ max: 64 }).optional().meta({
      description: 'What stands before the @: letters, digits, dots, dashes, underscores. Absent: random',
      example: 'shop',
    }),
    style: z.enum(aliasStyles).optional().meta({
      description:
        'How a random address looks; default `words`: two words and digits. Goes with no `local_part`',
    }),
    domain_id: id.optional().meta({ description: 'Absent, as `domain`: the default of `alias-options`' }),
    domain: text({ max: 253 }).optional().meta({
      description: 'The domain by its name instead',
      example: 'my-domain.example',
    }),
  })
  .refine(({ local_part: localPart, style }) => localPart === undefined || style === undefined, {
    path: ['style'],
    message: 'Give `local_part` or `style`, not both.',
  })
  .refine(({ domain_id: domainId, domain }) => domainId === undefined || domain === undefined, {
    path: ['domain'],
    message: 'Give `domain_id` or `domain`, not both.',
  });

/** `true` or `false` in a query. */
const flag = z.enum(['true', 'false']).transform((value) => value === 'true');

/** Which aliases: what lists, exports and bulk actions understand alike, as it stands in a query. */
export const aliasFilterShape = {
  search: text({ max: 200 }).optional().meta({
    description: 'Aliases with this in address, display name or note, in any case',
    example: 'shop',
  }),
  is_enabled: flag.optional(),
  domain_id: id.optional(),
  mailbox_id: id.optional().meta({ description: 'Aliases that forward to this mailbox' }),
  tag: aliasTag.optional(),
  is_pinned: flag.optional(),
  origin: z.enum(aliasOrigins).optional(),
  mode: mode.optional(),
  in_trash: flag.default(false).meta({
    description: 'Aliases in the trash instead of those that are not',
  }),
} as const;

/** The same in a body. */
export const aliasFilter = z.strictObject({
  ...aliasFilterShape,
  is_enabled: z.boolean().optional(),
  is_pinned: z.boolean().optional(),
  in_trash: z.boolean().default(false),
});

/** What {@link aliasFilter} reads. */
export type AliasFilterBody = z.output<typeof aliasFilter>;

/** Orders of aliases; a minus turns one around. */
export const aliasOrders = ['created_at', 'address', 'name', 'last_activity_at'] as const;

/** Which aliases to list, and how. */
export const aliasQuery = z.strictObject({
  ...pageQuery.shape,
  ...aliasFilterShape,
  sort: z
    .enum([
      'created_at',
      '-created_at',
      'address',
      '-address',
      'name',
      '-name',
      'last_activity_at',
      '-last_activity_at',
    ])
    .default('-created_at')
    .meta({
      description:
        'The order; with a minus the other way around. An alias that was never used has the time of its making as its last activity',
    }),
  pinned_first: flag.default(false).meta({ description: 'Whether pinned ones come before all others' }),
});

/** The alias of a path. */
export const aliasParams = z.strictObject({ alias_id: id });
