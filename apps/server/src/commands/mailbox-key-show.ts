import { mailboxKeyJson } from './json.ts';
import { findMailboxOfUser, formatMailboxKey, mailboxKeyOptions } from './mailbox-key-operand.ts';
import { defineDatabaseCommand } from './on-database.ts';

/** Shows the key of a mailbox. */
export const mailboxKeyShow = defineDatabaseCommand({
  name: 'mailbox key show',
  summary: 'Show the OpenPGP key of a mailbox',
  operands: [{ name: 'ADDRESS', text: 'the real address' }],
  options: mailboxKeyOptions,
  examples: ['smtpy mailbox key show jane@provider.example --user jane@example.com'],
  run: async (installation, { operands: [address = ''], options }) => {
    const found = await findMailboxOfUser(installation, address, options.user);
    if (found.kind === 'refused') return found;
    const { organizationId, id: mailboxId } = found.value;
    const key = await installation.mailboxKeys.find({ organizationId, mailboxId });
    if (key === undefined) return { kind: 'refused', reason: `The mailbox ${address} has no key` };
    return {
      kind: 'done',
      text: `${formatMailboxKey(found.value, key)}\n\n${key.publicKey.trimEnd()}`,
      data: mailboxKeyJson(found.value, key),
    };
  },
});
