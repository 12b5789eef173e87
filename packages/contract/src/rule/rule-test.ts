import { z } from 'zod';
import { id, instant } from '../api/page.ts';
import { text } from '../api/text.ts';
import { authenticationResults } from '../rules/rule-condition.ts';
import { givenRuleDefinition } from '../rules/given-rule.ts';
import { namedAlias } from './rule.ts';

/** Longest pasted message, in characters; ASCII, as mail mostly is, has as many octets. */
const maxRawCharacters = 512 * 1024;

const result = z.enum(authenticationResults).default('none');

/** What to test, and with which rules. */
export const ruleTest = z.strictObject({
  message_id: id.optional().meta({
    description: 'A stored message. Without `alias_id` it is judged for every alias that it came for',
  }),
  raw: z.string().min(1).max(maxRawCharacters).optional().meta({
    description:
      'A message as text, header first, with either kind of line ends; or one with `encoding` `base64` for octets that are no UTF-8',
    example: 'From: Bob <bob@customer.example>\nSubject: Invoice 12\n\nPlease find it attached.\n',
  }),
  encoding: z.enum(['text', 'base64']).default('text').meta({ description: 'How `raw` is written' }),
  alias_id: id.optional().meta({ description: 'The alias to judge for; needed with `raw`' }),
  mail_from: text({ min: 0, max: 320 }).default('').meta({
    description: 'The reverse path of `raw`; empty: the null sender',
    example: 'bob@customer.example',
  }),
  authentication: z
    .strictObject({ spf: result, dkim: result, dmarc: result })
    .optional()
    .meta({ description: 'What the checks of `raw` came to; absent: nothing' }),
  received_at: instant.optional().meta({ description: 'When `raw` came; absent: now' }),
  definition: givenRuleDefinition.optional().meta({
    description:
      'A rule that is not stored: in the place of `replaces`, or behind the other rules of the alias',
  }),
  replaces: id.optional().meta({ description: 'The stored rule that `definition` stands for' }),
});

const tested = z.object({
  rule_id: id.nullable().meta({ description: 'Null: the rule of the request that is not stored' }),
  number: z.int().nullable(),
  name: z.string(),
  scope: z.enum(['alias', 'organization']),
  verdict: z.enum(['matches', 'does_not_match', 'cannot_be_told', 'disabled']).meta({
    description: 'By itself, whatever the rules before it say. `cannot_be_told`: it would be skipped',
  }),
  is_asked: z
    .boolean()
    .meta({ description: 'Whether it would be asked: no rule before it matches and ends the search' }),
  why: z.string().nullable().meta({
    description: 'A clause: by which conditions it matches, which do not hold, or why it cannot be told',
    example: 'header List-Id is there',
  }),
});

/** What would happen with a message for one alias. */
export const ruleTestResult = z.object({
  alias: namedAlias,
  is_whole: z.boolean().meta({
    description:
      'Whether the message itself was there to be read; if not, it is judged by what is kept of it',
  }),
  rules: z.array(tested).meta({ description: 'In the order in which they are asked' }),
  outcome: z.object({
    decision: z.enum(['forward', 'block', 'discard', 'quarantine']),
    mailbox_ids: z
      .array(id)
      .nullable()
      .meta({ description: 'Of `forward`: to these mailboxes; null: to those of the alias' }),
    subject_prefix: z.string().nullable(),
    strip_attachments: z.boolean(),
    sentence: z.string().meta({ example: 'It is held in quarantine' }),
  }),
});

/** What the tester answers. */
export const ruleTestAnswer = z.object({ items: z.array(ruleTestResult) });

/** An example for the reference. */
export const ruleTestAnswerExample = {
  items: [
    {
      alias: { id: '019a9c1e-5c1e-7a55-8f0e-3a1c5be0a011', address: 'shop@example.com' },
      is_whole: true,
      rules: [
        {
          rule_id: '019a9c1e-5c1e-7a55-8f0e-3a1c5be0a010',
          number: 12,
          name: 'No newsletters',
          scope: 'alias',
          verdict: 'does_not_match',
          is_asked: true,
          why: 'header List-Id is not there',
        },
      ],
      outcome: {
        decision: 'forward',
        mailbox_ids: null,
        subject_prefix: null,
        strip_attachments: false,
        sentence: 'It is forwarded to the mailboxes of the alias',
      },
    },
  ],
} as const;
