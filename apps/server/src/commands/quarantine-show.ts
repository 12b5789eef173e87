import { quarantineWords, shownLine, shownSender } from '../followups/index.ts';
import type { Quarantined, ShownContent } from '../quarantine/index.ts';
import { defineDatabaseCommand } from './on-database.ts';
import { quarantinedJson, shownContentJson } from './quarantine-json.ts';
import { quarantineRefusal } from './quarantine-refusal.ts';
import { formatInstant } from './table-text.ts';

/** Shows a message in quarantine. */
export const quarantineShow = defineDatabaseCommand({
  name: 'quarantine show',
  summary: 'Show a message in quarantine: who sent it, why it is held, its text',
  operands: [{ name: 'ID', text: 'the id of the delivery' }],
  examples: ['smtpy quarantine show 01890a5d-ac96-774b-bcce-b302099a8057'],
  run: async ({ quarantine }, { operands: [id = ''] }) => {
    const shown = await quarantine.show({ deliveryId: id });
    if (shown.kind !== 'held') return quarantineRefusal(id, shown);
    const { message, content } = shown;
    const data = { ...quarantinedJson(message), content: shownContentJson(content) };
    return { kind: 'done', text: formatShown(message, content), data };
  },
});

function formatShown(message: Quarantined, { text, html, attachments, isCut }: ShownContent): string {
  const body =
    text ??
    (html === undefined ? 'This message has no text.' : 'This message has HTML alone; its page shows it.');
  return [
    `From:     ${shownSender(message.sender)}`,
    `To:       ${message.alias}`,
    `Subject:  ${shownLine(message.subject ?? '', 300)}`,
    `Received: ${formatInstant(message.receivedAt)}`,
    `Deleted:  ${formatInstant(message.expiresAt)}, unless it is released`,
    `Reason:   ${quarantineWords[message.reason].label}. ${quarantineWords[message.reason].why}`,
    ...message.checks.map(({ name, verdict, sentence }) => `${`${name}:`.padEnd(9)} ${verdict}. ${sentence}`),
    ...attachments.map(
      ({ name, mimeType, sizeBytes }) =>
        `Attached: ${shownLine(name ?? 'without a name', 200)} (${shownLine(mimeType, 100)}, ${String(sizeBytes)} bytes)`,
    ),
    '',
    body,
    ...(isCut ? ['', 'There is more than is shown here.'] : []),
  ].join('\n');
}
