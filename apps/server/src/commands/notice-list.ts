import { noticeJson, pageJson } from './json.ts';
import { defineDatabaseCommand } from './on-database.ts';
import { findUser } from './owner.ts';
import { pageOptions, parsePage } from './page-options.ts';
import { formatInstant, formatTable } from './table-text.ts';

/** Lists what organizations were told. */
export const noticeList = defineDatabaseCommand({
  name: 'notice list',
  summary: 'List what owners were told, newest first',
  details:
    'Failures, delays, held replies and paused mailboxes. Of the same news one mail a day is sent; the others are kept here alone.',
  options: {
    user: { kind: 'text', placeholder: 'E', text: 'only those of this user, by email or username' },
    ...pageOptions,
  },
  examples: ['smtpy notice list --user jane@example.com'],
  run: async (installation, { options }) => {
    const page = parsePage(options);
    if (page.kind === 'misused') return page;
    const user = options.user === undefined ? undefined : await findUser(installation, options.user);
    if (user?.kind === 'refused') return user;
    const { limit, afterId } = page;
    const notices = await installation.notices.list({
      organizationId: user?.value.organizationId,
      limit,
      afterId,
    });
    const rows = notices.map(({ id, at, kind, topic = '', mailed, subjectId = '' }) => [
      id,
      formatInstant(at),
      kind,
      topic,
      subjectId,
      mailed === 0 ? 'kept' : 'mailed',
    ]);
    const text = formatTable(['id', 'at', 'kind', 'topic', 'about', 'how'], rows, { empty: 'No notices.' });
    return { kind: 'done', text, data: pageJson(notices, { limit, toJson: noticeJson }) };
  },
});
