import type { StoredRule } from '../rules/index.ts';
import type { Installation } from './open.ts';
import type { Found } from './owner.ts';

/** The operand that names a rule. */
export const ruleOperand = {
  name: 'NUMBER',
  text: 'the number of the rule, as smtpy rule list shows it',
} as const;

/** The rule of a number as typed. */
export async function findRule({ rules }: Installation, text: string): Promise<Found<StoredRule>> {
  const rule = /^[1-9]\d{0,8}$/.test(text) ? await rules.findByNumber(Number(text)) : undefined;
  if (rule !== undefined) return { kind: 'found', value: rule };
  return {
    kind: 'refused',
    reason: `There is no rule ${text}`,
    hint: 'The rules are shown by: smtpy rule list --user EMAIL',
  };
}

/** The reference by which the feature takes a rule. */
export function referenceOf({ organizationId, id }: StoredRule): {
  readonly organizationId: string;
  readonly ruleId: string;
} {
  return { organizationId, ruleId: id };
}
