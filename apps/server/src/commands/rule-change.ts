import { defineDatabaseCommand } from './on-database.ts';
import { definitionOptions, readDefinitionOptions } from './rule-definition-options.ts';
import { findRule, referenceOf, ruleOperand } from './rule-operand.ts';
import { conditionsText, ruleJson } from './rule-text.ts';

/** Changes a rule. */
export const ruleChange = defineDatabaseCommand({
  name: 'rule change',
  summary: 'Change the name of a rule, or what it asks and does',
  details: 'What is not given stays. A definition replaces the one before as a whole.',
  operands: [ruleOperand],
  options: {
    name: { kind: 'text', placeholder: 'NAME', text: 'what the rule is called' },
    ...definitionOptions,
  },
  examples: ['smtpy rule change 12 --type SIZE_GREATER_THAN --value 20MB --action BLOCK'],
  run: async (installation, { operands: [number = ''], options }) => {
    const found = await findRule(installation, number);
    if (found.kind === 'refused') return found;
    const given = await readDefinitionOptions(installation, found.value.organizationId, options);
    if (given.kind === 'refused' || given.kind === 'misused') return given;
    if (given.kind === 'none' && options.name === undefined)
      return { kind: 'misused', reason: 'There is nothing to change' };
    const definition = given.kind === 'given' ? given.definition : undefined;
    const change = { ...referenceOf(found.value), name: options.name, definition };
    const result = await installation.rules.change(change);
    if (result.kind !== 'changed') return { kind: 'refused', reason: result.reason };
    const { rule } = result;
    return {
      kind: 'done',
      text: `Rule ${rule.number}, ${rule.name}: ${conditionsText(rule)}.`,
      data: ruleJson(rule),
    };
  },
});
