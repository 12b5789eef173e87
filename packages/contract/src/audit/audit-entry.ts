import { z } from 'zod';
import { auditActions, type AuditAction } from '../api/index.ts';
import { id, instant, jsonValue } from '../api/page.ts';
import { text } from '../api/text.ts';

/** Who can have done something. */
export const auditActorKinds = ['user', 'key', 'operator', 'system', 'nobody'] as const;

const action = z.enum(Object.keys(auditActions) as AuditAction[]);

const change = z.record(z.string(), jsonValue).nullable();

/** One entry of the audit log. */
export const auditEntry = z.object({
  id,
  at: instant,
  action: action.meta({ description: 'What was done; names are never reused.', example: 'key.created' }),
  title: z.string().meta({ description: 'The action in words.', example: 'API key made' }),
  actor: z.object({
    kind: z.enum(auditActorKinds).meta({
      description:
        '`user` by session, `key` by API key, `operator` at the command line, `system` the program itself, `nobody` someone who was not signed in.',
      example: 'user',
    }),
    user_id: id.nullable(),
    key_id: id.nullable(),
    label: z.string().nullable().meta({
      description: 'The email address at that time; null after the person was erased.',
      example: 'jane@example.com',
    }),
    ip: z.string().nullable().meta({ example: '192.0.2.10' }),
    user_agent: z.string().nullable().meta({ example: 'curl/8.5.0' }),
    request_id: z.string().nullable(),
  }),
  subject: z
    .object({
      kind: z.string().meta({ example: 'key' }),
      id: z.string(),
      label: z.string().nullable().meta({ example: 'Backup script' }),
    })
    .nullable()
    .meta({ description: 'What it was done to.' }),
  before: change.meta({ description: 'What was there; only what changed.', example: null }),
  after: change.meta({
    description: 'What is there now; only what changed.',
    example: { scopes: ['members:read'] },
  }),
});
/** An entry in an answer. */
export type AuditEntryBody = z.infer<typeof auditEntry>;

/** Which entries are wanted. */
export const auditFilterShape = {
  action: action.optional().meta({ description: 'Only this action.', example: 'key.created' }),
  actor_kind: z.enum(auditActorKinds).optional().meta({ description: 'Only by this kind of actor.' }),
  actor_user_id: id.optional().meta({ description: 'Only what this person did, by session or key.' }),
  actor_key_id: id.optional().meta({ description: 'Only what was done with this key.' }),
  subject_kind: z
    .string()
    .regex(/^[a-z_]{1,50}$/)
    .optional()
    .meta({ description: 'Only what was done to this kind of thing.', example: 'key' }),
  subject_id: text({ max: 100 }).optional().meta({ description: 'Only what was done to this thing.' }),
  after: instant.optional().meta({ description: 'Only from this instant on.' }),
  before: instant.optional().meta({ description: 'Only before this instant.' }),
  search: text({ max: 100 }).optional().meta({
    description: 'Only where this text is in the name of the actor or of the subject, in any case.',
    example: 'jane@',
  }),
} as const;

/** Forms of an export. */
export const auditExportFormats = ['csv', 'jsonl'] as const;
