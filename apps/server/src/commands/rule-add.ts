import { defineDatabaseCommand } from './on-database.ts';
import { definitionOptions, readDefinitionOptions } from './rule-definition-options.ts';
import { findScope, scopeOptions } from './rule-scope.ts';
import { conditionsText, ruleJson } from './rule-text.ts';

/** Adds a rule. */
export const ruleAdd = defineDatabaseCommand({
  name: 'rule add',
  summary: 'Add a rule for the mail of an alias, or of all aliases of a user',
  details:
    'Rules of the alias come before those of the user; in each, the first that matches ends the search unless it says continue. What a rule can say is in docs/policy.md.',
  operands: [{ name: 'NAME', text: 'what the rule is called' }],
  options: {
    ...scopeOptions,
    ...definitionOptions,
    position: { kind: 'text', placeholder: 'N', text: 'its place, from 1; the last unless given' },
  },
  examples: [
    'smtpy rule add "No newsletters" --alias shop@example.com --type SENDER_CONTAINS --value newsletter --action BLOCK',
    `smtpy rule add Invoices --user jane@example.net --definition '{"conditions":[{"field":"subject","operator":"contains","value":"invoice"}],"actions":[{"kind":"subject_prefix","text":"[money]"}],"then":"continue"}'`,
  ],
  run: async (installation, { operands: [name = ''], options }) => {
    const position = parsePosition(options.position);
    if (position === 'invalid') return { kind: 'misused', reason: '--position is a number from 1' };
    const scope = await findScope(installation, options);
    if (scope.kind === 'refused') return scope;
    const given = await readDefinitionOptions(installation, scope.value.organizationId, options);
    if (given.kind === 'none')
      return {
        kind: 'misused',
        reason: 'Nothing says what the rule is',
        hint: 'Give --definition, --file or --type.',
      };
    if (given.kind !== 'given') return given;
    const result = await installation.rules.add({
      ...scope.value,
      name,
      definition: given.definition,
      position,
    });
    if (result.kind !== 'added') return { kind: 'refused', reason: result.reason };
    const { rule } = result;
    return {
      kind: 'done',
      text: `Rule ${rule.number} is at place ${rule.position}: ${conditionsText(rule)}.`,
      data: ruleJson(rule),
    };
  },
});

/** A place as typed; undefined for none. */
export function parsePosition(text: string | undefined): number | undefined | 'invalid' {
  if (text === undefined) return undefined;
  return /^[1-9]\d{0,5}$/.test(text) ? Number(text) : 'invalid';
}
