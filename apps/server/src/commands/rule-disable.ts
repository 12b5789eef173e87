import { defineDatabaseCommand } from './on-database.ts';
import { switchRule } from './rule-enable.ts';
import { ruleOperand } from './rule-operand.ts';

/** Switches a rule off. */
export const ruleDisable = defineDatabaseCommand({
  name: 'rule disable',
  summary: 'Switch a rule off; it stays in its place',
  operands: [ruleOperand],
  examples: ['smtpy rule disable 12'],
  run: (installation, { operands: [number = ''] }) => switchRule(installation, { number, isEnabled: false }),
});
