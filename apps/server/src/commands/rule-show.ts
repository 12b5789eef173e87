import { defineDatabaseCommand } from './on-database.ts';
import { findRule, ruleOperand } from './rule-operand.ts';
import { actionsText, conditionsText, ruleJson } from './rule-text.ts';
import { formatFacts } from './table-text.ts';

/** Shows a rule. */
export const ruleShow = defineDatabaseCommand({
  name: 'rule show',
  summary: 'Show a rule with its definition',
  operands: [ruleOperand],
  examples: ['smtpy rule show 12'],
  run: async (installation, { operands: [number = ''] }) => {
    const found = await findRule(installation, number);
    if (found.kind === 'refused') return found;
    const rule = found.value;
    const facts = formatFacts([
      ['name', rule.name],
      ['place', `${rule.position} among the rules of the ${rule.aliasId === undefined ? 'user' : 'alias'}`],
      ['state', rule.isEnabled ? 'on' : 'off'],
      ['if', conditionsText(rule)],
      ['then', actionsText(rule)],
    ]);
    const definition =
      rule.definition === undefined ? '' : `\n\n${JSON.stringify(rule.definition, undefined, 2)}`;
    return { kind: 'done', text: facts + definition, data: ruleJson(rule) };
  },
});
