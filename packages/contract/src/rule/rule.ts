import { z } from 'zod';
import { id, instant } from '../api/page.ts';
import { text } from '../api/text.ts';
import { givenRuleDefinition } from '../rules/given-rule.ts';
import { ruleDefinition } from '../rules/rule-definition.ts';

/** Rules of an organization, those of its aliases included. */
export const maxRules = 200;

/** Short names of what a simple rule asks. */
export const simpleRuleTypes = [
  'SENDER_CONTAINS',
  'SENDER_EQUALS',
  'SENDER_DOMAIN',
  'SUBJECT_CONTAINS',
  'SUBJECT_EQUALS',
  'SIZE_GREATER_THAN',
  'SIZE_LESS_THAN',
  'HAS_ATTACHMENTS',
] as const;

/** Short names of what a simple rule does. */
export const simpleRuleActions = ['FORWARD', 'BLOCK', 'REDIRECT'] as const;

/** An alias as other things name it. */
export const namedAlias = z.object({ id, address: z.string().meta({ example: 'shop@example.com' }) });

/** A rule with everything known of it. */
export const rule = z.object({
  id,
  number: z.int().meta({ description: 'A short id for people, unique over the installation', example: 12 }),
  name: z.string().meta({ example: 'No newsletters' }),
  alias: namedAlias.nullable().meta({ description: 'Null: the rule is for all aliases of the organization' }),
  position: z
    .int()
    .min(1)
    .meta({ description: 'Among those of its alias, or of the organization', example: 1 }),
  is_enabled: z.boolean(),
  definition: ruleDefinition
    .nullable()
    .meta({ description: 'Null: what is stored cannot be read any more, and the rule is skipped' }),
  created_at: instant,
  updated_at: instant,
});

const ruleName = text({ max: 100 }).meta({ description: 'One line', example: 'No newsletters' });
const position = z.int().min(1).max(maxRules).meta({
  description: 'The place among the rules of the same alias or organization; beyond the last: the end',
});

const simpleRule = z
  .strictObject({
    type: z.enum(simpleRuleTypes),
    value: z
      .string()
      .max(1000)
      .default('')
      .meta({ description: 'What it compares with', example: 'invoice' }),
    action: z.enum(simpleRuleActions),
    mailbox_ids: z
      .array(z.guid())
      .max(20)
      .default([])
      .meta({ description: 'Where to; with `REDIRECT` alone' }),
  })
  .meta({ description: 'A simple rule under the names that rules had before; it is stored as a definition' });

/** What it takes to make a rule. */
export const ruleCreation = z.strictObject({
  name: ruleName,
  alias_id: id.nullable().default(null).meta({ description: 'Null: for all aliases of the organization' }),
  definition: givenRuleDefinition.optional().meta({ description: 'What it asks and does; or `simple`' }),
  simple: simpleRule.optional(),
  is_enabled: z.boolean().default(true),
  position: position.optional(),
});

/** What to change of a rule; what is absent stays. */
export const ruleChange = z.strictObject({
  name: ruleName.optional(),
  definition: givenRuleDefinition.optional(),
  simple: simpleRule.optional(),
  is_enabled: z.boolean().optional(),
  position: position.optional(),
});

/** An example for the reference. */
export const ruleDefinitionExample = {
  match: 'all',
  conditions: [{ field: 'header', name: 'List-Id', operator: 'present' }],
  actions: [{ kind: 'quarantine' }],
  then: 'stop',
} as const;

/** An example for the reference. */
export const ruleExample = {
  id: '019a9c1e-5c1e-7a55-8f0e-3a1c5be0a010',
  number: 12,
  name: 'No newsletters',
  alias: { id: '019a9c1e-5c1e-7a55-8f0e-3a1c5be0a011', address: 'shop@example.com' },
  position: 1,
  is_enabled: true,
  definition: ruleDefinitionExample,
  created_at: '2026-11-22T09:30:00.000Z',
  updated_at: '2026-11-22T09:30:00.000Z',
} as const;
