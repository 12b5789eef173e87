import { defineDatabaseCommand } from './on-database.ts';
import { parsePosition } from './rule-add.ts';
import { findRule, referenceOf, ruleOperand } from './rule-operand.ts';
import { ruleJson } from './rule-text.ts';

/** Moves a rule. */
export const ruleMove = defineDatabaseCommand({
  name: 'rule move',
  summary: 'Move a rule to another place among those of its alias or user',
  operands: [ruleOperand, { name: 'PLACE', text: 'from 1; beyond the last is the end' }],
  examples: ['smtpy rule move 12 1'],
  run: async (installation, { operands: [number = '', place = ''] }) => {
    const position = parsePosition(place);
    if (position === undefined || position === 'invalid')
      return { kind: 'misused', reason: 'PLACE is a number from 1' };
    const found = await findRule(installation, number);
    if (found.kind === 'refused') return found;
    const result = await installation.rules.move({ ...referenceOf(found.value), position });
    if (result.kind !== 'moved') return { kind: 'refused', reason: result.reason };
    const { rule } = result;
    return { kind: 'done', text: `Rule ${rule.number} is at place ${rule.position}.`, data: ruleJson(rule) };
  },
});
