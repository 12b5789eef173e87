import { formatAddress } from '@smtpy/mail';
import { contactJson } from './json.ts';
import { defineDatabaseCommand } from './on-database.ts';
import { findContactOwner } from './owner.ts';
import { formatTable } from './table-text.ts';

/** Lists the contacts of an alias. */
export const contactList = defineDatabaseCommand({
  name: 'contact list',
  summary: 'List the contacts of an alias with their reply addresses',
  details: 'Contacts are made when someone writes to the alias, and by `contact add`.',
  operands: [{ name: 'ALIAS', text: 'the alias, or *@DOMAIN for those who wrote to a catch-all' }],
  options: {},
  examples: ['smtpy contact list shop@example.com', 'smtpy contact list "*@example.com"'],
  run: async (installation, { operands: [aliasAddress = ''] }) => {
    const found = await findContactOwner(installation, aliasAddress);
    if (found.kind === 'refused') return found;
    const contacts = await installation.contacts.list(found.value);
    const rows = contacts.map((contact) => [
      contact.displayName ?? '',
      formatAddress(contact.address),
      formatAddress(contact.replyAddress),
      contact.writtenTo,
    ]);
    return {
      kind: 'done',
      text: formatTable(['name', 'address', 'reply address', 'written to'], rows, {
        empty: `Nobody has written to ${aliasAddress} yet.`,
      }),
      data: { items: contacts.map(contactJson) },
    };
  },
});
