import { findMailboxOfUser, mailboxKeyOptions } from './mailbox-key-operand.ts';
import { defineDatabaseCommand } from './on-database.ts';

/** Takes the key of a mailbox away. */
export const mailboxKeyRemove = defineDatabaseCommand({
  name: 'mailbox key remove',
  summary: 'Take the OpenPGP key of a mailbox away: mail to it is sent as it comes',
  details:
    'What is held because it could not be encrypted stays held: smtpy queue release ID lets it go as it is.',
  operands: [{ name: 'ADDRESS', text: 'the real address' }],
  options: mailboxKeyOptions,
  examples: ['smtpy mailbox key remove jane@provider.example --user jane@example.com'],
  run: async (installation, { operands: [address = ''], options }) => {
    const found = await findMailboxOfUser(installation, address, options.user);
    if (found.kind === 'refused') return found;
    const { organizationId, id: mailboxId } = found.value;
    if (!(await installation.mailboxKeys.remove({ organizationId, mailboxId })))
      return { kind: 'refused', reason: `The mailbox ${address} has no key` };
    return {
      kind: 'done',
      text: `Mail to ${address} is not encrypted any more.`,
      data: { mailbox_id: mailboxId, is_removed: true },
    };
  },
});
