import { z } from 'zod';
import { id, instant } from '../api/page.ts';
import { namedAlias } from '../rule/rule.ts';

/** Why mail is held. */
export const heldReason = z
  .enum(['dmarc', 'spam', 'other_sender', 'preview', 'rule', 'not_encrypted'])
  .meta({ description: 'Why it is held; the table is in `docs/policy.md`', example: 'dmarc' });

const check = z.object({
  name: z.enum(['SPF', 'DKIM', 'DMARC']),
  verdict: z.enum(['passed', 'failed', 'none']),
  sentence: z.string(),
});

/** A message in quarantine, on its way to one mailbox. */
export const heldMessage = z.object({
  id: id.meta({ description: 'Of the delivery: a message to two mailboxes is held twice' }),
  message_id: id,
  alias: namedAlias
    .extend({ id: id.nullable() })
    .meta({ description: 'The address that was written to; without an id where it is no alias' }),
  mailbox: z
    .object({ id: id.nullable(), address: z.string() })
    .nullable()
    .meta({ description: 'Where it goes when it is released' }),
  reason: heldReason,
  reason_label: z.string().meta({ example: 'Sender not proven' }),
  reason_text: z.string(),
  header_from: z.string().nullable().meta({
    description: 'The author, as far as the organization lets senders be kept: `*@example.com`, `*`',
  }),
  mail_from: z.string().meta({ description: 'The reverse path, kept likewise; empty: the null sender' }),
  subject: z.string().nullable().meta({ description: 'Null: there is none, or it is not kept' }),
  size_bytes: z.int().min(0),
  received_at: instant,
  expires_at: instant.meta({ description: 'When it is deleted unless somebody decides' }),
  checks: z.array(check).meta({ description: 'What SPF, DKIM and DMARC came to, in words' }),
  allow: z.object({ accepts_unproven: z.boolean() }).nullable().meta({
    description:
      'Null: allowing the sender would not help. `accepts_unproven`: this message does not prove its sender, so that mail which does not would be let through as well',
  }),
});

/** What may be seen of the content. */
export const heldContent = z.object({
  text: z.string().nullable().meta({ description: 'As written; to be escaped' }),
  html: z.string().nullable().meta({
    description:
      'A whole HTML document for the `srcdoc` of a frame with an empty `sandbox`; null: there is none',
  }),
  attachments: z.array(
    z.object({ name: z.string().nullable(), mime_type: z.string(), size_bytes: z.int().min(0) }),
  ),
  is_cut: z.boolean().meta({ description: 'Whether there is more than is shown' }),
  is_damaged: z.boolean().meta({ description: 'Whether its parts cannot be read' }),
});

/** An example for the reference. */
export const heldMessageExample = {
  id: '019a9c1e-5c1e-7a55-8f0e-3a1c5be0a030',
  message_id: '019a9c1e-5c1e-7a55-8f0e-3a1c5be0a031',
  alias: { id: '019a9c1e-5c1e-7a55-8f0e-3a1c5be0a011', address: 'shop@example.com' },
  mailbox: { id: '019a9c1e-5c1e-7a55-8f0e-3a1c5be0a012', address: 'jane@provider.example' },
  reason: 'dmarc',
  reason_label: 'Sender not proven',
  reason_text: 'It does not prove that it comes from its sender (DMARC failed).',
  header_from: 'ann@sender.example',
  mail_from: 'bounce@sender.example',
  subject: 'Your order',
  size_bytes: 4_096,
  received_at: '2026-11-22T09:30:00.000Z',
  expires_at: '2026-12-22T09:30:00.000Z',
  checks: [
    { name: 'SPF', verdict: 'passed', sentence: 'The server that sent it may send for sender.example.' },
  ],
  allow: { accepts_unproven: true },
} as const;
