import { mailboxJson } from './json.ts';
import { findMailboxes } from './mailbox-operand.ts';
import { defineDatabaseCommand } from './on-database.ts';

/** Changes what the owner of a mailbox is told. */
export const mailboxSet = defineDatabaseCommand({
  name: 'mailbox set',
  summary: 'Change what the owner of a mailbox is told',
  details:
    'A delay notice goes to the account address of the owner when a message has waited for the mailbox longer than SMTPY_DELAY_NOTICE_AFTER.',
  operands: [{ name: 'ADDRESS', text: 'the real address' }],
  options: {
    'delay-notice': {
      kind: 'text',
      placeholder: 'on|off',
      choices: ['on', 'off'],
      isRequired: true,
      text: 'whether delays are told: on or off',
    },
  },
  examples: ['smtpy mailbox set jane@provider.example --delay-notice on'],
  run: async (installation, { operands: [address = ''], options }) => {
    const found = await findMailboxes(installation, address);
    if (found.kind === 'refused') return found;
    const wantsDelayNotice = options['delay-notice'] === 'on';
    const changed = await Promise.all(
      found.value.map(({ id: mailboxId }) =>
        installation.mailboxes.setDelayNotice({ mailboxId, wantsDelayNotice }),
      ),
    );
    return {
      kind: 'done',
      text: `Delays of mail to ${address} are ${wantsDelayNotice ? 'told' : 'not told'}.`,
      data: { items: changed.filter((mailbox) => mailbox !== undefined).map(mailboxJson) },
    };
  },
});
