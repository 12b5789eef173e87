import type { ListedUser } from '../administration/index.ts';
import { listedUserJson, pageJson } from './json.ts';
import { defineDatabaseCommand } from './on-database.ts';
import { pageOptions, parsePage } from './page-options.ts';
import { formatInstant, formatTable } from './table-text.ts';

const statuses = ['active', 'suspended', 'administrator', 'unverified'] as const;

/** Lists users. */
export const userList = defineDatabaseCommand({
  name: 'user list',
  summary: 'List users, the oldest first',
  options: {
    search: {
      kind: 'text',
      placeholder: 'TEXT',
      text: 'only where this is in the email address, the name or the username',
    },
    status: {
      kind: 'text',
      placeholder: 'STATUS',
      choices: statuses,
      text: `one of ${statuses.join(', ')}; unverified: the email address is not confirmed`,
    },
    ...pageOptions,
  },
  examples: ['smtpy user list --status suspended', 'smtpy user list --search jane --json'],
  run: async ({ administration }, { options }) => {
    const page = parsePage(options);
    if (page.kind === 'misused') return page;
    const { limit, afterId: after } = page;
    const users = await administration.listUsers({
      search: options.search,
      status: statuses.find((status) => status === options.status),
      sort: 'created',
      after,
      limit,
    });
    const text = formatTable(['id', 'email', 'username', 'made', 'state'], users.map(rowOf), {
      empty: 'No users.',
    });
    return { kind: 'done', text, data: pageJson(users, { limit, toJson: listedUserJson }) };
  },
});

function rowOf(user: ListedUser): readonly string[] {
  const words = [
    user.isAdministrator ? 'administrator' : '',
    user.suspendedAt === undefined ? '' : 'suspended',
    user.isEmailVerified ? '' : 'unverified',
  ].filter((word) => word !== '');
  return [user.id, user.email, user.username ?? '', formatInstant(user.createdAt), words.join(', ')];
}
