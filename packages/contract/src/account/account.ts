import { z } from 'zod';
import { auditActions } from '../api/audit-actions.ts';
import { id, instant, pageOf } from '../api/page.ts';
import { memberRoles } from '../api/permissions.ts';
import { accountPreferences } from './preferences.ts';

/** An erasure that was asked for and can still be called off. */
export const accountErasure = z.object({
  requested_at: instant,
  erase_at: instant.meta({ description: 'When the account and what is its alone goes for good' }),
});

/** An organization as one of its members sees it. */
const accountOrganization = z.object({
  id,
  name: z.string(),
  role: z.enum(memberRoles),
  is_personal: z.boolean().meta({ description: 'Whether it came with the account and ends with it' }),
  is_suspended: z.boolean(),
});

/** A person, as that person sees it. */
export const account = z.object({
  id,
  email: z.string().meta({ description: 'Lower case', example: 'jane@example.com' }),
  is_email_verified: z.boolean(),
  username: z
    .string()
    .nullable()
    .meta({ description: 'As it was typed; null where none was chosen', example: 'Jane' }),
  name: z.string().meta({ example: 'Jane' }),
  is_administrator: z.boolean().meta({ description: 'Whether the person runs the installation' }),
  is_two_factor_enabled: z.boolean(),
  created_at: instant,
  organizations: z
    .array(accountOrganization)
    .meta({ description: 'The personal one first, the others by name' }),
  preferences: accountPreferences,
  erasure: accountErasure.nullable().meta({ description: 'Null: none was asked for' }),
});
/** What {@link account} reads. */
export type Account = z.infer<typeof account>;

/** An entry of the audit log as the person it concerns sees it: of what others did, only what was done. */
const accountAuditEntry = z.object({
  id,
  at: instant,
  action: z.enum(Object.keys(auditActions) as [keyof typeof auditActions]),
  title: z.string().meta({ description: 'The action in words', example: 'Signed in' }),
  is_own: z.boolean().meta({ description: 'Whether the person did it, or one of their keys' }),
  organization_id: id.nullable(),
  key_id: id.nullable().meta({ description: 'The API key that did it; null: no key of the person' }),
  ip: z.string().nullable().meta({
    description: 'Only of what the person did, or someone not signed in tried',
    example: '192.0.2.1',
  }),
  user_agent: z.string().nullable(),
  subject: z
    .object({ kind: z.string(), id: z.string(), label: z.string().nullable() })
    .nullable()
    .meta({ description: 'What it was done to' }),
});

/** A page of {@link accountAuditEntry}. */
export const accountAuditPage = pageOf(accountAuditEntry);

/** How a person asks to be erased. */
export const erasureRequest = z.strictObject({
  password: z.string().min(1).max(1_000).optional().meta({
    description: 'Absent: the sign-in of the session must be of the last day',
    example: 'correct horse battery',
  }),
});
