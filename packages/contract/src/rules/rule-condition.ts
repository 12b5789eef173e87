import { z } from 'zod';
import { ruleErrors } from './rule-errors.ts';
import { ruleSize } from './rule-size.ts';

/** Longest text that a condition compares with, in characters. */
export const maxRuleTextCharacters = 1000;
/** Longest pattern of the operator `matches`, in characters. */
export const maxRulePatternCharacters = 500;

const text = z
  .string()
  .min(1, ruleErrors.emptyText)
  .max(maxRuleTextCharacters, ruleErrors.longText(maxRuleTextCharacters));
const pattern = z
  .string()
  .min(1, ruleErrors.emptyText)
  .max(maxRulePatternCharacters, ruleErrors.longText(maxRulePatternCharacters));
const domain = z.string().min(1, ruleErrors.emptyText).max(255, ruleErrors.longText(255));
const isNegated = { not: z.boolean().optional() };

/** How a text is compared; upper and lower case never matter. */
export const ruleTextOperators = ['contains', 'equals', 'starts_with', 'ends_with'] as const;

/** Comparing a text of that field, with what else names the field. */
function textConditions<Name extends string, Shape extends z.ZodRawShape>(name: Name, shape: Shape) {
  const field = { field: z.literal(name), ...shape, ...isNegated };
  return [
    z.strictObject({ ...field, operator: z.enum(ruleTextOperators), value: text }),
    z.strictObject({ ...field, operator: z.literal('matches'), value: pattern }),
  ] as const;
}

/** Asking whether there is any. */
function presenceCondition<Name extends string, Shape extends z.ZodRawShape>(name: Name, shape: Shape) {
  const operator = z.enum(['present', 'absent']);
  return z.strictObject({ field: z.literal(name), ...shape, ...isNegated, operator });
}

/** An address or domain on that domain or under it. */
function domainCondition<Name extends string>(name: Name) {
  return z.strictObject({
    field: z.literal(name),
    operator: z.literal('domain_is'),
    value: domain,
    ...isNegated,
  });
}

const headerShape = {
  name: z.string().regex(/^[\x21-\x39\x3b-\x7e]{1,128}$/, ruleErrors.headerName),
};

/** Results of authentication as RFC 8601 §2.7 names them. */
export const authenticationResults = [
  'pass',
  'fail',
  'softfail',
  'neutral',
  'none',
  'policy',
  'temperror',
  'permerror',
] as const;

/** Days as a condition on time names them, Monday first. */
export const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
const clockTime = z.string().regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/, ruleErrors.clockTime);

/** One question about a message. */
export const ruleCondition = z
  .discriminatedUnion('field', [
    z.discriminatedUnion('operator', [...textConditions('sender', {}), domainCondition('sender')]),
    z.discriminatedUnion('operator', [
      ...textConditions('sender_domain', {}),
      domainCondition('sender_domain'),
    ]),
    z.discriminatedUnion('operator', [...textConditions('subject', {}), presenceCondition('subject', {})]),
    z.discriminatedUnion('operator', [
      ...textConditions('header', headerShape),
      presenceCondition('header', headerShape),
    ]),
    z.discriminatedUnion('operator', [...textConditions('alias', {}), domainCondition('alias')]),
    z.strictObject({
      field: z.literal('size'),
      operator: z.enum(['greater_than', 'less_than']),
      value: ruleSize,
      ...isNegated,
    }),
    presenceCondition('attachments', {}),
    z.strictObject({
      field: z.literal('authentication'),
      method: z.enum(['spf', 'dkim', 'dmarc']),
      operator: z.literal('equals'),
      value: z.enum(authenticationResults),
      ...isNegated,
    }),
    z.strictObject({
      field: z.literal('time'),
      operator: z.literal('between'),
      value: z.strictObject({
        start: clockTime,
        end: clockTime,
        weekdays: z.array(z.enum(weekdays)).min(1).max(7).optional(),
        time_zone: z.string().min(1).max(100).optional(),
      }),
      ...isNegated,
    }),
  ])
  .meta({ id: 'RuleCondition', description: 'One question about a message' });

/** As {@link ruleCondition} gives it: sizes in bytes. */
export type RuleCondition = z.infer<typeof ruleCondition>;
