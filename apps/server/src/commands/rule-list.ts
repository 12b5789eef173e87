import { defineDatabaseCommand } from './on-database.ts';
import { findScope, scopeOptions } from './rule-scope.ts';
import { actionsText, conditionsText, ruleJson } from './rule-text.ts';
import { formatTable } from './table-text.ts';

/** Lists rules. */
export const ruleList = defineDatabaseCommand({
  name: 'rule list',
  summary: 'List the rules of an alias or of a user in the order in which they are asked',
  details: 'For an alias, those of its user are listed behind its own, because they are asked then.',
  options: scopeOptions,
  examples: ['smtpy rule list --alias shop@example.com', 'smtpy rule list --user jane@example.net'],
  run: async (installation, { options }) => {
    const scope = await findScope(installation, options);
    if (scope.kind === 'refused') return scope;
    const { organizationId, aliasId } = scope.value;
    const all = await installation.rules.list(organizationId);
    const listed = all.filter((rule) => aliasId === undefined || [aliasId, undefined].includes(rule.aliasId));
    const rows = listed.map((rule) => [
      String(rule.number),
      `${rule.aliasId === undefined ? 'user' : 'alias'} ${rule.position}`,
      rule.isEnabled ? 'on' : 'off',
      rule.name,
      conditionsText(rule),
      actionsText(rule),
    ]);
    return {
      kind: 'done',
      text: formatTable(['number', 'place', 'state', 'name', 'if', 'then'], rows, {
        empty: 'There are no rules.',
      }),
      data: { items: listed.map(ruleJson) },
    };
  },
});
