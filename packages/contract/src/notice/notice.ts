import { z } from 'zod';
import { id, instant, pageQuery } from '../api/page.ts';

/** What an organization is told of. The API may come to know more of them. */
export const noticeKinds = [
  'forward_failed',
  'forward_delayed',
  'reply_failed',
  'reply_delayed',
  'reply_held',
  'mail_held',
  'other_sender',
  'mailbox_paused',
  'mailbox_resumed',
  'mailbox_confirmed',
  'mailbox_refused',
  'domain_activated',
  'domain_degraded',
  'domain_recovered',
  'domain_lost',
  'webhook_paused',
  'quota_reached',
] as const;

const fact = (description: string, example: string) => z.string().optional().meta({ description, example });

/** The facts behind the text of a notice, for saying it in other words; each where it is known. */
const noticeData = z.object({
  address: fact('The mailbox or alias', 'jane@provider.example'),
  domain: fact('The name of the domain', 'my-domain.example'),
  sender_domain: fact('Whose mail was not expected', 'shop.example'),
  host: fact('Where the webhook goes', 'hooks.example'),
  failure_class: fact('Why it failed: `hard`, `full`, `policy`, `spam`, `soft`', 'full'),
  reason: fact('Why it is held, as a word; of a domain or webhook what is wrong, in English', 'preview'),
  cause: fact('`by_hand`: a person did it', 'by_hand'),
  quota: fact('Which limit', 'messages_per_alias'),
  percent: fact('How much of it is used', '80'),
});

/** A notice as the API gives it to one person. */
export const notice = z.object({
  id,
  kind: z
    .string()
    .meta({ description: 'What happened; further ones may be added', example: 'mailbox_paused' }),
  text: z.string().meta({
    description: 'What happened, in English',
    example: 'Your mailbox jane@provider.example was paused by hand.',
  }),
  data: noticeData,
  subject: z
    .object({
      kind: z
        .enum(['mailbox', 'alias', 'message', 'delivery', 'domain', 'webhook', 'organization'])
        .meta({ description: 'What the id is of' }),
      id,
    })
    .nullable()
    .meta({ description: 'What it is about. Null: that is gone.' }),
  is_mailed: z.boolean().meta({ description: 'Whether a mail told of it' }),
  is_read: z.boolean().meta({ description: 'Whether you have read it; each person has an own answer' }),
  created_at: instant,
});
/** What {@link notice} reads. */
export type NoticeBody = z.infer<typeof notice>;

/** Which notices to list. */
export const noticeQuery = z.strictObject({
  ...pageQuery.shape,
  kind: z
    .enum(noticeKinds)
    .optional()
    .meta({ description: 'Those of this kind alone', example: 'mailbox_paused' }),
  unread: z
    .enum(['true', 'false'])
    .transform((value) => value === 'true')
    .optional()
    .meta({ description: 'Only what you have not read, or only what you have', example: 'true' }),
});
