import { z } from 'zod';
import { id, instant, pageQuery } from '../api/page.ts';
import { memberRoles } from '../api/permissions.ts';
import { text } from '../api/text.ts';

/** Longest reason of a suspension, in characters. */
const maxSuspensionReasonCharacters = 500;

/** Why something is suspended, in the operator's words. */
export const suspensionReason = text({ max: maxSuspensionReasonCharacters }).meta({
  description: 'Why, for whoever runs the installation; the person concerned is not told',
  example: 'Sends unsolicited mail',
});

/** What is shown of a suspension. */
export const suspensionShape = {
  suspended_at: instant.nullable().meta({ description: 'Null: not suspended' }),
  suspended_reason: z.string().nullable(),
} as const;

/** What to look for in a list: a part of a name, in any case. */
export const administrationSearch = text({ max: 100 });

/** A user as the operator sees it in a list. */
export const administrationUser = z.object({
  id,
  email: z.string().meta({ description: 'Lower case', example: 'jane@example.com' }),
  is_email_verified: z.boolean(),
  username: z.string().nullable().meta({ description: 'As it was typed', example: 'Jane' }),
  name: z.string().meta({ example: 'Jane' }),
  is_administrator: z.boolean().meta({ description: 'Whether the person runs the installation' }),
  is_two_factor_enabled: z.boolean(),
  created_at: instant,
  ...suspensionShape,
});
/** A user in a list for the operator. */
export type AdministrationUser = z.infer<typeof administrationUser>;

/** A user with all that the operator is shown. */
export const administrationUserDetails = administrationUser.extend({
  organizations: z
    .array(
      z.object({
        id,
        name: z.string(),
        role: z.enum(memberRoles),
        is_personal: z.boolean(),
        is_suspended: z.boolean(),
      }),
    )
    .meta({ description: 'The personal one first, the others by name' }),
  session_count: z.int().min(0).meta({ description: 'Sessions that have not expired' }),
  passkey_count: z.int().min(0),
  key_count: z.int().min(0).meta({ description: 'API keys in all organizations, expired ones included' }),
  erase_at: instant
    .nullable()
    .meta({ description: 'When the account goes, where its erasure was asked for' }),
});
/** A user alone, for the operator. */
export type AdministrationUserDetails = z.infer<typeof administrationUserDetails>;

/** Which users, in which order. */
export const administrationUserQuery = pageQuery.extend({
  search: administrationSearch.optional().meta({
    description: 'Only where this text is in the email address, the name or the username; A to Z in any case',
    example: 'jane',
  }),
  status: z.enum(['active', 'suspended', 'administrator', 'unverified']).optional().meta({
    description:
      '`active`: not suspended; `unverified`: the email address is not confirmed; absent: all of them',
  }),
  sort: z
    .enum(['email', 'created', '-created'])
    .default('email')
    .meta({ description: 'By email address, or by age: `created` the oldest first, `-created` the newest' }),
});

/** Whom to make. */
export const administrationUserCreation = z.strictObject({
  email: text({ max: 320 }).meta({ example: 'jane@example.com' }),
  username: text({ max: 32 }).optional().meta({ example: 'Jane' }),
  name: text({ max: 100 }).optional().meta({ example: 'Jane' }),
  password: z.string().min(1).max(1_000).optional().meta({
    description: 'Absent: a mail with a link to choose one goes out',
    example: 'correct horse battery',
  }),
  is_administrator: z.boolean().default(false),
});

/** What to change of a user; what is absent stays. */
export const administrationUserChange = z.strictObject({
  is_administrator: z.boolean().optional(),
  is_suspended: z.boolean().optional(),
  suspended_reason: suspensionReason
    .optional()
    .meta({ description: 'Only together with `is_suspended: true`' }),
  is_email_verified: z
    .literal(true)
    .optional()
    .meta({ description: 'The operator vouches for the address. Nothing takes that back.' }),
});

/** An example for the reference. */
export const administrationUserExample: AdministrationUser = {
  id: '019a9c1e-5c1e-7a55-8f0e-3a1c5be0a002',
  email: 'jane@example.com',
  is_email_verified: true,
  username: 'Jane',
  name: 'Jane',
  is_administrator: false,
  is_two_factor_enabled: true,
  created_at: '2026-11-22T09:30:00.000Z',
  suspended_at: null,
  suspended_reason: null,
};

/** An example for the reference. */
export const administrationUserDetailsExample: AdministrationUserDetails = {
  ...administrationUserExample,
  organizations: [
    {
      id: '019a9c1e-5c1e-7a55-8f0e-3a1c5be0a001',
      name: 'Jane',
      role: 'owner',
      is_personal: true,
      is_suspended: false,
    },
  ],
  session_count: 2,
  passkey_count: 1,
  key_count: 3,
  erase_at: null,
};
