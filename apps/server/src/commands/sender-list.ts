import { pageJson } from './json.ts';
import { defineDatabaseCommand } from './on-database.ts';
import { pageOptions, parsePage } from './page-options.ts';
import { findScope, scopeOptions, scopeText, senderJson } from './sender-scope.ts';
import { formatTable } from './table-text.ts';

/** Lists blocked and allowed senders. */
export const senderList = defineDatabaseCommand({
  name: 'sender list',
  summary: 'List blocked and allowed senders, oldest first',
  details: `With --user the lists of all aliases of the user are shown as well. ${scopeText}`,
  options: { ...scopeOptions, ...pageOptions },
  examples: ['smtpy sender list --user jane@example.com'],
  run: async (installation, { options }) => {
    const page = parsePage(options);
    if (page.kind !== 'page') return page;
    const scope = await findScope(installation, options);
    if (scope.kind !== 'scope') return scope;
    const { organizationId, aliasId, words } = scope;
    const { limit, afterId } = page;
    const entries = await installation.senders.list({
      organizationId,
      aliasId,
      isWithAliases: aliasId === undefined,
      limit,
      afterId,
    });
    const rows = entries.map((entry) => [
      entry.id,
      entry.verdict,
      entry.subject,
      entry.aliasId === undefined ? entry.scope : `alias ${entry.aliasId}`,
      entry.acceptsUnproven ? 'unproven too' : '',
      entry.note ?? '',
    ]);
    return {
      kind: 'done',
      text: formatTable(['id', 'verdict', 'subject', 'list', 'counts for', 'note'], rows, {
        empty: `There is nobody in ${words}.`,
      }),
      data: pageJson(entries, { limit, toJson: senderJson }),
    };
  },
});
