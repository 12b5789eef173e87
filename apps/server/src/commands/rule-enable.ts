import type { Outcome } from './command.ts';
import { defineDatabaseCommand } from './on-database.ts';
import type { Installation } from './open.ts';
import { findRule, referenceOf, ruleOperand } from './rule-operand.ts';
import { ruleJson } from './rule-text.ts';

/** Switches a rule on. */
export const ruleEnable = defineDatabaseCommand({
  name: 'rule enable',
  summary: 'Switch a rule on',
  operands: [ruleOperand],
  examples: ['smtpy rule enable 12'],
  run: (installation, { operands: [number = ''] }) => switchRule(installation, { number, isEnabled: true }),
});

/** Switches the rule of a number as typed. */
export async function switchRule(
  installation: Installation,
  { number, isEnabled }: { readonly number: string; readonly isEnabled: boolean },
): Promise<Outcome> {
  const found = await findRule(installation, number);
  if (found.kind === 'refused') return found;
  const result = await installation.rules.change({ ...referenceOf(found.value), isEnabled });
  if (result.kind !== 'changed') return { kind: 'refused', reason: result.reason };
  const { rule } = result;
  return {
    kind: 'done',
    text: `Rule ${rule.number} is ${rule.isEnabled ? 'on' : 'off'}.`,
    data: ruleJson(rule),
  };
}
