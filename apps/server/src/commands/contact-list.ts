import { formatAddress } from '@smtpy/mail';
import { contactJson } from './json.ts';
import { defineDatabaseCommand } from './on-database.ts';
import { findAlias } from './owner.ts';
import { formatTable } from './table-text.ts';

/** Lists the contacts of an alias. */
export const contactList = defineDatabaseCommand({
  name: 'contact list',
  summary: 'List the contacts of an alias with their reply addresses',
  details: 'Contacts are made when someone writes to the alias, and by `contact add`.',
  operands: [{ name: 'ALIAS', text: 'the alias' }],
  options: {},
  examples: ['smtpy contact list shop@example.com'],
  run: async (installation, { operands: [aliasAddress = ''] }) => {
    const found = await findAlias(installation, aliasAddress);
    if (found.kind === 'refused') return found;
    const { organizationId, id: aliasId, address } = found.value;
    const contacts = await installation.contacts.list({ organizationId, aliasId });
    const rows = contacts.map((contact) => [
      contact.displayName ?? '',
      formatAddress(contact.address),
      formatAddress(contact.replyAddress),
    ]);
    return {
      kind: 'done',
      text: formatTable(['name', 'address', 'reply address'], rows, {
        empty: `Nobody has written to ${formatAddress(address)} yet.`,
      }),
      data: { items: contacts.map(contactJson) },
    };
  },
});
