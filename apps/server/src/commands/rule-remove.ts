import { defineDatabaseCommand } from './on-database.ts';
import { findRule, referenceOf, ruleOperand } from './rule-operand.ts';
import { ruleJson } from './rule-text.ts';

/** Removes a rule. */
export const ruleRemove = defineDatabaseCommand({
  name: 'rule remove',
  summary: 'Remove a rule',
  details: 'Mail that is accepted already is dealt with as it was planned.',
  operands: [ruleOperand],
  examples: ['smtpy rule remove 12'],
  run: async (installation, { operands: [number = ''] }) => {
    const found = await findRule(installation, number);
    if (found.kind === 'refused') return found;
    const result = await installation.rules.remove(referenceOf(found.value));
    if (result.kind !== 'removed') return { kind: 'refused', reason: result.reason };
    return {
      kind: 'done',
      text: `Rule ${result.rule.number}, ${result.rule.name}, is removed.`,
      data: ruleJson(result.rule),
    };
  },
});
