import { formatSubject, shownSender } from '../messages/index.ts';
import { messageSummaryJson, pageJson } from './json.ts';
import { defineDatabaseCommand } from './on-database.ts';
import { findPage } from './owner.ts';
import { pageOptions } from './page-options.ts';
import { formatInstant, formatTable } from './table-text.ts';

/** Lists messages. */
export const messageList = defineDatabaseCommand({
  name: 'message list',
  summary: 'List accepted messages, newest first',
  options: {
    user: { kind: 'text', placeholder: 'E', text: 'only those of the organization of this user' },
    ...pageOptions,
  },
  examples: ['smtpy message list --limit 10', 'smtpy message list --json'],
  run: async (installation, { options }) => {
    const page = await findPage(installation, options);
    if (page.kind !== 'page') return page;
    const { organizationId, limit, afterId } = page;
    const messages = await installation.messages.list({
      organizationId,
      limit,
      afterId,
    });
    const rows = messages.map((message) => [
      message.id,
      formatInstant(message.receivedAt),
      shownSender(message.mailFrom),
      message.rcptTo.join(','),
      message.states.join(','),
      formatSubject(message),
    ]);
    const text = formatTable(['id', 'received', 'mail from', 'rcpt to', 'states', 'subject'], rows, {
      empty: 'No messages.',
    });
    return { kind: 'done', text, data: pageJson(messages, { limit, toJson: messageSummaryJson }) };
  },
});
