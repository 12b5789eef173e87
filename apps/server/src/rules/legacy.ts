import {
  parseRuleSize,
  simpleRuleActions,
  simpleRuleTypes,
  type RuleAction,
  type RuleCondition,
  type RuleDefinition,
} from '@smtpy/contract';

/** Short names of what a simple rule asks, as the option `--type` takes them. */
export const legacyTypes = simpleRuleTypes;
export type LegacyType = (typeof legacyTypes)[number];

/** Short names of what a simple rule does. */
export const legacyActions = simpleRuleActions;

/** An action under its short name. */
export type LegacyAction =
  | { readonly action: 'FORWARD' | 'BLOCK' }
  /** To confirmed mailboxes of the organization; at least one. */
  | { readonly action: 'REDIRECT'; readonly mailboxIds: readonly string[] };

/** A simple rule as a definition; a sentence where the value does not fit. */
export type FromLegacy =
  | { readonly kind: 'definition'; readonly definition: RuleDefinition }
  | { readonly kind: 'invalid'; readonly reason: string };

const conditionMakers: Readonly<Record<LegacyType, (value: string) => RuleCondition | undefined>> = {
  SENDER_CONTAINS: (value) => ({ field: 'sender', operator: 'contains', value }),
  SENDER_EQUALS: (value) => ({ field: 'sender', operator: 'equals', value }),
  SENDER_DOMAIN: (value) => ({ field: 'sender_domain', operator: 'domain_is', value }),
  SUBJECT_CONTAINS: (value) => ({ field: 'subject', operator: 'contains', value }),
  SUBJECT_EQUALS: (value) => ({ field: 'subject', operator: 'equals', value }),
  SIZE_GREATER_THAN: (value) => sizeCondition('greater_than', value),
  SIZE_LESS_THAN: (value) => sizeCondition('less_than', value),
  HAS_ATTACHMENTS: (value) => attachmentsCondition(value),
};

/** Translates a simple rule. `HAS_ATTACHMENTS` takes `true`, `false` or nothing, which is `true`. */
export function fromLegacy(type: LegacyType, value: string, action: LegacyAction): FromLegacy {
  const condition = conditionMakers[type](value.trim());
  if (condition === undefined) return { kind: 'invalid', reason: `"${value}" is no value for ${type}` };
  const definition = {
    match: 'all',
    conditions: [condition],
    actions: [actionOf(action)],
    then: 'stop',
  } as const;
  return { kind: 'definition', definition };
}

function actionOf(legacy: LegacyAction): RuleAction {
  switch (legacy.action) {
    case 'FORWARD':
      return { kind: 'forward' };
    case 'BLOCK':
      return { kind: 'block' };
    case 'REDIRECT':
      return { kind: 'forward_to', mailbox_ids: [...legacy.mailboxIds] };
  }
}

function sizeCondition(operator: 'greater_than' | 'less_than', text: string): RuleCondition | undefined {
  const value = parseRuleSize(text);
  return value === undefined ? undefined : { field: 'size', operator, value };
}

function attachmentsCondition(value: string): RuleCondition | undefined {
  const word = value.toLowerCase();
  if (word === '' || word === 'true') return { field: 'attachments', operator: 'present' };
  return word === 'false' ? { field: 'attachments', operator: 'absent' } : undefined;
}
