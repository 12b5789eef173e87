import { formatAddress } from '@smtpy/mail';
import { appPasswordJson } from './json.ts';
import { defineDatabaseCommand } from './on-database.ts';
import { findAlias } from './owner.ts';
import { formatInstant, formatTable } from './table-text.ts';

/** Lists the passwords for sending as an alias. */
export const aliasPasswordList = defineDatabaseCommand({
  name: 'alias password list',
  summary: 'List the passwords for sending as an alias, with their last use',
  operands: [{ name: 'LOCAL@DOMAIN', text: 'the alias' }],
  examples: ['smtpy alias password list shop@example.com'],
  run: async (installation, { operands: [address = ''] }) => {
    const found = await findAlias(installation, address);
    if (found.kind === 'refused') return found;
    const { id: aliasId, organizationId } = found.value;
    const passwords = await installation.appPasswords.list({ organizationId, aliasId });
    const rows = passwords.map(({ name, createdAt, lastUsedAt }) => [
      name,
      formatInstant(createdAt),
      lastUsedAt === undefined ? 'never' : formatInstant(lastUsedAt),
    ]);
    return {
      kind: 'done',
      text: formatTable(['name', 'made', 'last used'], rows, {
        empty: `No password sends as ${formatAddress(found.value.address)}.`,
      }),
      data: { items: passwords.map(appPasswordJson) },
    };
  },
});
