import { z } from 'zod';
import { defineOperation } from '../api/operation.ts';
import { id, pageOf, pageQuery } from '../api/page.ts';
import { maxRules, rule, ruleChange, ruleCreation, ruleDefinitionExample, ruleExample } from './rule.ts';
import { ruleTest, ruleTestAnswer, ruleTestAnswerExample } from './rule-test.ts';

const tag = 'Rules';
const read = { kind: 'member', permission: 'rules:read' } as const;
const write = { kind: 'member', permission: 'rules:write' } as const;
const ruleParams = z.strictObject({ rule_id: id });

const order = z.strictObject({
  alias_id: id.nullable().default(null).meta({ description: 'Whose rules; null: those of the organization' }),
  rule_ids: z
    .array(z.guid())
    .min(1)
    .max(maxRules)
    .refine((ids) => new Set(ids.map((one) => one.toLowerCase())).size === ids.length, {
      message: 'This names a rule twice.',
    })
    .meta({ description: 'All of them, in their new order' }),
});

/** Rules of the organization of the request. */
export const ruleOperations = {
  listRules: defineOperation({
    id: 'listRules',
    method: 'GET',
    path: '/v1/rules',
    tag,
    summary: 'List rules',
    description:
      'The rules in the order in which they are asked: those of aliases, alias by alias, then those of the organization, each by position. There are 200 at most.',
    access: read,
    query: z.strictObject({
      ...pageQuery.shape,
      alias_id: id.optional().meta({ description: 'Rules of this alias alone' }),
      scope: z
        .enum(['alias', 'organization'])
        .optional()
        .meta({ description: 'Rules of aliases alone, or of the organization' }),
      is_enabled: z
        .enum(['true', 'false'])
        .optional()
        .meta({ description: 'Those that are switched on, or off' }),
    }),
    answer: {
      status: 200,
      body: pageOf(rule),
      example: { items: [ruleExample], next_cursor: null, total: 1 },
    },
  }),
  createRule: defineOperation({
    id: 'createRule',
    method: 'POST',
    path: '/v1/rules',
    tag,
    summary: 'Make a rule',
    description:
      'For one alias or for all. What a definition can hold stands in `docs/policy.md`; faults name their place in it. `simple` takes the names that rules had before instead. Of patterns (RE2) a rule has ten at most, and what is dear to compile is refused. Mailboxes that `forward_to` names must be confirmed ones of this organization.',
    access: write,
    body: ruleCreation,
    answer: { status: 201, body: rule, example: ruleExample },
    errors: ['not_found', 'limit_reached'],
    audited: ['rule.created'],
    takesIdempotencyKey: true,
    example: { name: 'No newsletters', definition: ruleDefinitionExample },
  }),
  getRule: defineOperation({
    id: 'getRule',
    method: 'GET',
    path: '/v1/rules/{rule_id}',
    tag,
    summary: 'Show a rule',
    description: 'One rule of the organization.',
    access: read,
    params: ruleParams,
    answer: { status: 200, body: rule, example: ruleExample },
    errors: ['not_found'],
  }),
  changeRule: defineOperation({
    id: 'changeRule',
    method: 'PATCH',
    path: '/v1/rules/{rule_id}',
    tag,
    summary: 'Change a rule',
    description:
      'What is not given stays. The alias of a rule does not change. Mail that comes a few seconds later is judged by the new rule.',
    access: write,
    params: ruleParams,
    body: ruleChange,
    answer: { status: 200, body: rule, example: ruleExample },
    errors: ['not_found'],
    audited: ['rule.changed'],
    example: { is_enabled: false },
  }),
  deleteRule: defineOperation({
    id: 'deleteRule',
    method: 'DELETE',
    path: '/v1/rules/{rule_id}',
    tag,
    summary: 'Delete a rule',
    description: 'The rules behind it move up.',
    access: write,
    params: ruleParams,
    answer: { status: 204 },
    errors: ['not_found'],
    audited: ['rule.deleted'],
  }),
  orderRules: defineOperation({
    id: 'orderRules',
    method: 'POST',
    path: '/v1/rules/order',
    tag,
    summary: 'Put rules into another order',
    description:
      'Takes all rules of one alias, or of the organization, in their new order. Where one is missing or is not among them (any more), because somebody else made or deleted one meanwhile, nothing changes and `conflict` names it: list the rules again and decide anew.',
    access: write,
    body: order,
    answer: {
      status: 200,
      body: z.object({ items: z.array(rule) }),
      example: { items: [ruleExample] },
    },
    errors: ['not_found', 'conflict'],
    audited: ['rule.moved'],
    example: { rule_ids: [ruleExample.id] },
  }),
  testRules: defineOperation({
    id: 'testRules',
    method: 'POST',
    path: '/v1/rules/test',
    tag,
    summary: 'Test rules with a message',
    description:
      'Says of every rule whether and why it matches a stored or pasted message, and what would happen with that. Nothing is done, and nothing is kept of what is pasted. Of a stored message whose content is gone, sender, subject, size and results are judged as far as they are kept. Stored messages take the permission `content:read` as well. Blocks, limits and authentication are judged before rules, and not here.',
    access: read,
    body: ruleTest,
    answer: { status: 200, body: ruleTestAnswer, example: ruleTestAnswerExample },
    errors: ['not_found', 'role_insufficient'],
    audited: { nothing: 'Nothing is changed.' },
    limit: 'expensive',
    isTransactional: false,
    example: {
      raw: 'From: Bob <bob@customer.example>\nSubject: Invoice 12\n\nPlease find it attached.\n',
      alias_id: '019a9c1e-5c1e-7a55-8f0e-3a1c5be0a011',
      mail_from: 'bob@customer.example',
    },
  }),
} as const;
