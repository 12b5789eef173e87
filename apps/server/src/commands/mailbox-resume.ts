import { mailboxJson } from './json.ts';
import { findMailboxes } from './mailbox-operand.ts';
import { defineDatabaseCommand } from './on-database.ts';

/** Ends the pause of a mailbox. */
export const mailboxResume = defineDatabaseCommand({
  name: 'mailbox resume',
  summary: 'End the pause of a mailbox; what waited for it is sent now',
  details:
    'For a mailbox that works again. Its old failures are forgotten; new ones count from the beginning.',
  operands: [{ name: 'ADDRESS', text: 'the real address' }],
  examples: ['smtpy mailbox resume jane@provider.example'],
  run: async (installation, { operands: [address = ''] }) => {
    const found = await findMailboxes(installation, address);
    if (found.kind === 'refused') return found;
    const { db, pauses } = installation;
    const ended = await db.transaction(async (tx) => {
      const results = [];
      for (const { id } of found.value) results.push(await pauses.resume(tx, id));
      return results.filter((result) => result !== undefined);
    });
    if (ended.length === 0) return { kind: 'refused', reason: `The mailbox ${address} is not paused` };
    const resumed = ended.reduce((sum, result) => sum + result.resumed, 0);
    const waited =
      resumed === 0
        ? 'Nothing waited for it.'
        : `Deliveries that waited and are due now: ${String(resumed)}.`;
    return {
      kind: 'done',
      text: `Mailbox ${address} gets its mail again. ${waited}`,
      data: { items: ended.map(({ mailbox }) => mailboxJson(mailbox)), resumed_deliveries: resumed },
    };
  },
});
