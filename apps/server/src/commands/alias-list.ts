import { formatAddress } from '@smtpy/mail';
import { aliasState, catchAllText, expiryText } from './alias-text.ts';
import { aliasJson, catchAllJson, pageJson } from './json.ts';
import { defineDatabaseCommand } from './on-database.ts';
import { findDomain } from './owner.ts';
import { pageOptions, parsePage } from './page-options.ts';
import { formatTable } from './table-text.ts';

/** Lists the aliases of a domain. */
export const aliasList = defineDatabaseCommand({
  name: 'alias list',
  summary: 'List the aliases of a domain, oldest first, and say what its catch-all does',
  details:
    'Deleted aliases are left out. What a catch-all forwards without making an alias is in `contact list "*@DOMAIN"`.',
  operands: [{ name: 'DOMAIN', text: 'the domain' }],
  options: pageOptions,
  examples: ['smtpy alias list example.com'],
  run: async (installation, { operands: [name = ''], options }) => {
    const page = parsePage(options);
    if (page.kind === 'misused') return page;
    const found = await findDomain(installation, name);
    if (found.kind === 'refused') return found;
    const { organizationId, id: domainId } = found.value;
    const { limit, afterId } = page;
    const aliases = await installation.aliases.listAliases(organizationId, { domainId, limit, afterId });
    const catchAll = await installation.aliases.findCatchAll({ organizationId, domainId });
    if (catchAll === undefined) return { kind: 'refused', reason: `There is no domain ${name}` };
    const now = new Date();
    const rows = aliases.map((alias) => [
      formatAddress(alias.address),
      aliasState(alias, now),
      alias.mode,
      alias.mailboxes.map(formatAddress).join(','),
      expiryText(alias) ?? '',
      alias.origin === 'catch_all' ? 'by catch-all' : '',
    ]);
    const table = formatTable(['alias', 'state', 'mode', 'mailboxes', 'expires', 'made'], rows, {
      empty: `No aliases on ${found.value.name}.`,
    });
    return {
      kind: 'done',
      text: `${table}\n\n${catchAllText(catchAll)}`,
      data: { ...pageJson(aliases, { limit, toJson: aliasJson }), catch_all: catchAllJson(catchAll) },
    };
  },
});
