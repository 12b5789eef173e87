import type { RuleCondition } from '@smtpy/contract/web';

/** What a condition asks about. */
export type ConditionField = RuleCondition['field'];
/** How it asks. */
export type ConditionOperator = RuleCondition['operator'];
/** An operator as it is chosen: `not_` turns it around. */
export type OperatorChoice = ConditionOperator | `not_${ConditionOperator}`;

const texts = ['contains', 'equals', 'starts_with', 'ends_with', 'matches'] as const;

/** Fields in the order in which they are offered, each with its operators. */
export const operatorsOf: Readonly<Record<ConditionField, readonly ConditionOperator[]>> = {
  sender: [...texts, 'domain_is'],
  sender_domain: [...texts, 'domain_is'],
  subject: [...texts, 'present', 'absent'],
  header: [...texts, 'present', 'absent'],
  size: ['greater_than', 'less_than'],
  attachments: ['present', 'absent'],
  authentication: ['equals'],
  alias: [...texts, 'domain_is'],
  time: ['between'],
};

/** Every field, in the order in which they are offered. */
export const conditionFields = Object.keys(operatorsOf) as readonly ConditionField[];

/** What checks of a sender are called. */
export const checkMethods = ['spf', 'dkim', 'dmarc'] as const;
/** One of {@link checkMethods}. */
export type CheckMethod = (typeof checkMethods)[number];

/** What a check comes to, as RFC 8601 names it. */
export const checkResults = [
  'pass',
  'fail',
  'softfail',
  'neutral',
  'none',
  'policy',
  'temperror',
  'permerror',
] as const;
/** One of {@link checkResults}. */
export type CheckResult = (typeof checkResults)[number];

/** Days, Monday first. */
export const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
/** One of {@link weekdays}. */
export type Weekday = (typeof weekdays)[number];

/** Units of a size that is typed, with their bytes. */
export const sizeUnits = { kB: 1_000, MB: 1_000_000 } as const;
/** One of {@link sizeUnits}. */
export type SizeUnit = keyof typeof sizeUnits;

/** The choices of operators for a field: each as it is and turned around; presence has its opposite already. */
export function choicesOf(field: ConditionField): readonly OperatorChoice[] {
  return operatorsOf[field].flatMap((operator): readonly OperatorChoice[] =>
    isPresence(operator) ? [operator] : [operator, `not_${operator}`],
  );
}

/** Whether the operator asks only if there is one, and so takes no value. */
export function isPresence(operator: ConditionOperator): operator is 'present' | 'absent' {
  return operator === 'present' || operator === 'absent';
}
