import { formatAddress } from '@smtpy/mail';
import { describePause, type Mailbox } from '../mailboxes/index.ts';
import { mailboxJson } from './json.ts';
import { findMailboxes } from './mailbox-operand.ts';
import { defineDatabaseCommand } from './on-database.ts';
import { formatFacts, formatInstant } from './table-text.ts';

/** Shows a mailbox in every organization that has it. */
export const mailboxShow = defineDatabaseCommand({
  name: 'mailbox show',
  summary: 'Show a mailbox, and whether it is paused',
  details:
    'A mailbox is paused when it refused too many messages in a row. It then gets nothing but test messages; when one is delivered, what waits is sent.',
  operands: [{ name: 'ADDRESS', text: 'the real address' }],
  examples: ['smtpy mailbox show jane@provider.example'],
  run: async (installation, { operands: [address = ''] }) => {
    const found = await findMailboxes(installation, address);
    if (found.kind === 'refused') return found;
    const mailboxes = found.value;
    return {
      kind: 'done',
      text: mailboxes.map(formatMailbox).join('\n\n'),
      data: { items: mailboxes.map(mailboxJson) },
    };
  },
});

function formatMailbox(mailbox: Mailbox): string {
  const { id, organizationId, address, state, pausedAt, pauseReason, wantsDelayNotice } = mailbox;
  return formatFacts([
    ['mailbox', formatAddress(address)],
    ['id', id],
    ['organization', organizationId],
    ['state', state],
    ['default', mailbox.isDefault ? 'yes' : 'no'],
    ['paused', pausedAt && `since ${formatInstant(pausedAt)}: ${describePause(pauseReason)}`],
    ['delay notice', wantsDelayNotice ? 'on' : 'off'],
    ['created', formatInstant(mailbox.createdAt)],
    ['confirmed', mailbox.confirmedAt && formatInstant(mailbox.confirmedAt)],
  ]);
}
