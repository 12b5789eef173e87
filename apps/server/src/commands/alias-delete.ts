import { formatAddress } from '@smtpy/mail';
import { aliasJson } from './json.ts';
import { defineDatabaseCommand } from './on-database.ts';
import { findAlias } from './owner.ts';

/** Deletes an alias. */
export const aliasDelete = defineDatabaseCommand({
  name: 'alias delete',
  summary: 'Delete an alias for ever',
  details:
    'Its mail is refused from then on, and so are replies to those who wrote to it. Nobody can make the address again, and no ' +
    'catch-all takes it. Mail that is accepted already is still delivered. To pause an alias, use `alias disable`.',
  operands: [{ name: 'LOCAL@DOMAIN', text: 'the alias' }],
  options: {},
  examples: ['smtpy alias delete shop@example.com'],
  run: async (installation, { operands: [address = ''] }) => {
    const found = await findAlias(installation, address);
    if (found.kind === 'refused') return found;
    const { organizationId, id: aliasId } = found.value;
    const result = await installation.aliases.deleteAlias({ organizationId, aliasId });
    if (result.kind !== 'changed') return { kind: 'refused', reason: result.reason };
    return {
      kind: 'done',
      text: `Alias ${formatAddress(result.alias.address)} is deleted.`,
      data: aliasJson(result.alias),
    };
  },
});
