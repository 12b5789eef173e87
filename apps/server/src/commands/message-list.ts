import { messageSummaryJson, pageJson } from './json.ts';
import { defineDatabaseCommand } from './on-database.ts';
import { findUser } from './owner.ts';
import { pageOptions, parsePage } from './page-options.ts';
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
    const page = parsePage(options);
    if (page.kind === 'misused') return page;
    const user = options.user === undefined ? undefined : await findUser(installation, options.user);
    if (user?.kind === 'refused') return user;
    const { limit, afterId } = page;
    const messages = await installation.messages.list({
      organizationId: user?.value.organizationId,
      limit,
      afterId,
    });
    const rows = messages.map(({ id, receivedAt, mailFrom, rcptTo, states, subject = '' }) => [
      id,
      formatInstant(receivedAt),
      `<${mailFrom}>`,
      rcptTo.join(','),
      states.join(','),
      subject,
    ]);
    const text = formatTable(['id', 'received', 'mail from', 'rcpt to', 'states', 'subject'], rows, {
      empty: 'No messages.',
    });
    return { kind: 'done', text, data: pageJson(messages, { limit, toJson: messageSummaryJson }) };
  },
});
