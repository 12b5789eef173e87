import { noticeJson, pageJson } from './json.ts';
import { defineDatabaseCommand } from './on-database.ts';
import { findPage } from './owner.ts';
import { pageOptions } from './page-options.ts';
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
    const page = await findPage(installation, options);
    if (page.kind !== 'page') return page;
    const { organizationId, limit, afterId } = page;
    const notices = await installation.notices.list({
      organizationId,
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
