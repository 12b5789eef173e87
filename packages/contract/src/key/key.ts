import { z } from 'zod';
import { scopes } from '../api/index.ts';
import { id, instant } from '../api/page.ts';
import { text } from '../api/text.ts';

/** Characters that the name of a key may have. */
export const maxKeyNameCharacters = 100;

/** What every key looks like. */
export const keyForm = /^smtpy[0-9A-Za-z]{47}$/;

const keyName = text({ max: maxKeyNameCharacters }).meta({
  description: 'What the key is for, in your own words. Names need not differ.',
  example: 'Backup script',
});

const scope = z.enum(scopes);

const keyScopes = z
  .array(scope)
  .min(1, 'Give at least one scope, or null for all that you may do.')
  .max(scopes.length)
  .refine((list) => new Set(list).size === list.length, { message: 'Give each scope once.' });

const expiresAt = instant.nullable().meta({
  description: 'When the key stops working, in the future. Null: never.',
  example: '2027-01-31T00:00:00.000Z',
});

/** A key as everyone but its maker at the moment of making sees it. */
export const apiKey = z.object({
  id,
  name: keyName,
  start: z.string().meta({
    description: 'The first characters of the key, by which you know it again.',
    example: 'smtpyQ7dM',
  }),
  user_id: id.meta({ description: 'The member whom the key belongs to.' }),
  user_email: z
    .string()
    .meta({ description: 'The email address of that member.', example: 'jane@example.com' }),
  scopes: z
    .array(scope)
    .nullable()
    .meta({
      description: 'What the key is limited to. Null: all that the member may do.',
      example: ['members:read'],
    }),
  created_at: instant,
  expires_at: expiresAt,
  last_used_at: instant
    .nullable()
    .meta({ description: 'The last request with this key, to the minute. Null: it was never used.' }),
  last_used_ip: z.string().nullable().meta({
    description: 'The address of the client that made it.',
    example: '192.0.2.10',
  }),
});
/** A key in an answer, without the key itself. */
export type KeyBody = z.infer<typeof apiKey>;

/** A key with its text, which is shown once. */
export const createdKey = apiKey.extend({
  key: z.string().regex(keyForm).meta({
    description:
      'The key itself: 52 letters and digits. It is kept as a hash alone and shown in this answer, never again.',
    example: 'smtpyQ7dMvK2xWcR9bT4nHs8JfLp3ZgYq6AeUi1VoXk5DwCmXylH',
  }),
});

/** What making a key takes. */
export const createKeyBody = z.strictObject({
  name: keyName,
  scopes: keyScopes
    .nullable()
    .default(null)
    .meta({
      description:
        'What the key is limited to: never more than your role allows now. Null or absent: all that you may do, whatever your role is then.',
      example: ['members:read', 'account:read'],
    }),
  expires_at: expiresAt.default(null),
});

/** What can be changed of a key; what is absent stays. */
export const changeKeyBody = z.strictObject({
  name: keyName.optional(),
  expires_at: expiresAt.optional(),
});
