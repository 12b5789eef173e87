import { isUuid } from '../db/index.ts';
import { quarantineWords, shownLine, shownSender } from '../followups/index.ts';
import { quarantineReasons, type QuarantineReason } from '../queue/index.ts';
import { pageJson } from './json.ts';
import { defineDatabaseCommand } from './on-database.ts';
import { findPage } from './owner.ts';
import { pageOptions } from './page-options.ts';
import { quarantinedJson } from './quarantine-json.ts';
import { formatInstant, formatTable } from './table-text.ts';

/** Lists mail in quarantine. */
export const quarantineList = defineDatabaseCommand({
  name: 'quarantine list',
  summary: 'List mail in quarantine, newest first',
  details:
    'Mail that is held until somebody decides, or 30 days are over. Replies that wait for the word of their writer are shown by smtpy queue list --state held.',
  options: {
    user: { kind: 'text', placeholder: 'E', text: 'only that of this user, by email or username' },
    reason: {
      kind: 'text',
      placeholder: 'REASON',
      choices: quarantineReasons,
      text: `one of ${quarantineReasons.join(', ')}`,
    },
    mailbox: { kind: 'text', placeholder: 'ID', text: 'only that for this mailbox, by its id' },
    ...pageOptions,
  },
  examples: ['smtpy quarantine list --user jane@example.com', 'smtpy quarantine list --reason spam --json'],
  run: async (installation, { options }) => {
    const page = await findPage(installation, options);
    if (page.kind !== 'page') return page;
    if (options.mailbox !== undefined && !isUuid(options.mailbox))
      return { kind: 'misused', reason: `--mailbox is an id, not "${options.mailbox}"` };
    const { organizationId, limit, afterId } = page;
    const messages = await installation.quarantine.list({
      organizationId,
      limit,
      before: afterId,
      mailboxId: options.mailbox,
      // The frame has let nothing but one of the choices through.
      ...(options.reason !== undefined && { reasons: [options.reason as QuarantineReason] }),
    });
    const rows = messages.map(({ id, receivedAt, sender, alias, reason, subject = '' }) => [
      id,
      formatInstant(receivedAt),
      shownSender(sender),
      alias,
      quarantineWords[reason].label,
      shownLine(subject, 60),
    ]);
    const text = formatTable(['id', 'received', 'sender', 'alias', 'reason', 'subject'], rows, {
      empty: 'Nothing is in quarantine.',
    });
    return { kind: 'done', text, data: pageJson(messages, { limit, toJson: quarantinedJson }) };
  },
});
