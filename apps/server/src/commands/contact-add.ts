import { formatAddress, parseAddress } from '@smtpy/mail';
import { contactJson } from './json.ts';
import { defineDatabaseCommand } from './on-database.ts';
import { findAlias } from './owner.ts';

/** Makes a contact, so that the owner can write first. */
export const contactAdd = defineDatabaseCommand({
  name: 'contact add',
  summary: 'Add a contact to an alias, to write to him as the alias',
  details:
    'Mail from a mailbox of the alias to the reply address that is printed goes out to the contact as the alias. Adding a contact that is there prints its reply address.',
  operands: [
    { name: 'ALIAS', text: 'the alias to write as' },
    { name: 'ADDRESS', text: 'whom to write to' },
  ],
  options: { name: { kind: 'text', placeholder: 'NAME', text: 'the name of the contact' } },
  examples: ['smtpy contact add shop@example.com bob@customer.example --name "Bob"'],
  run: async (installation, { operands: [aliasAddress = '', text = ''], options: { name: displayName } }) => {
    const address = parseAddress(text.trim());
    if (!address.ok) return { kind: 'refused', reason: `"${text}" is not an address: ${address.reason}` };
    const found = await findAlias(installation, aliasAddress);
    if (found.kind === 'refused') return found;
    const { organizationId, id: aliasId, domainId, address: own } = found.value;
    const contact = await installation.contacts.ensure({
      organizationId,
      aliasId,
      domainId,
      domainName: own.domain,
      address: address.value,
      displayName,
    });
    const reply = formatAddress(contact.replyAddress);
    return {
      kind: 'done',
      text: `Write to ${reply}: it reaches ${formatAddress(contact.address)} as ${formatAddress(own)}.`,
      data: contactJson(contact),
    };
  },
});
