import { formatKey, type ApiKey } from '../api-keys/index.ts';
import { pageJson } from './json.ts';
import { defineDatabaseCommand } from './on-database.ts';
import { findUser } from './owner.ts';
import { pageOptions, parsePage } from './page-options.ts';
import { formatInstant, formatTable } from './table-text.ts';

/** Lists the keys of a user. */
export const keyList = defineDatabaseCommand({
  name: 'key list',
  summary: 'List the API keys of a user, newest first',
  options: {
    user: { kind: 'text', placeholder: 'E', isRequired: true, text: 'whose keys, by email or username' },
    ...pageOptions,
  },
  examples: ['smtpy key list --user jane@example.com'],
  run: async (installation, { options }) => {
    const page = parsePage(options);
    if (page.kind !== 'page') return page;
    const user = await findUser(installation, options.user);
    if (user.kind === 'refused') return user;
    const { limit, afterId } = page;
    const reach = { kind: 'person', userId: user.value.id } as const;
    const keys = await installation.apiKeys.list({ reach, limit, beforeId: afterId });
    const text = formatTable(
      ['id', 'start', 'name', 'scopes', 'made', 'expires', 'last used'],
      keys.map(rowOf),
      {
        empty: `${user.value.email} has no keys.`,
      },
    );
    const toJson = (key: ApiKey) => ({ ...formatKey(key), organization_id: key.organizationId });
    return { kind: 'done', text, data: pageJson(keys, { limit, toJson }) };
  },
});

function rowOf({ id, start, name, scopes, createdAt, expiresAt, lastUsedAt }: ApiKey): readonly string[] {
  return [
    id,
    start,
    name,
    scopes?.join(',') ?? 'all',
    formatInstant(createdAt),
    expiresAt === undefined ? 'never' : formatInstant(expiresAt),
    lastUsedAt === undefined ? 'never' : formatInstant(lastUsedAt),
  ];
}
