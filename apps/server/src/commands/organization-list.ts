import type { ListedOrganization } from '../organizations/index.ts';
import { pageJson } from './json.ts';
import { defineDatabaseCommand } from './on-database.ts';
import { findUser } from './owner.ts';
import { pageOptions, parsePage } from './page-options.ts';
import { formatInstant, formatTable } from './table-text.ts';

/** Lists organizations. */
export const organizationList = defineDatabaseCommand({
  name: 'organization list',
  summary: 'List organizations, oldest first',
  options: {
    user: { kind: 'text', placeholder: 'E', text: 'only those of this user, by email or username' },
    ...pageOptions,
  },
  examples: ['smtpy organization list', 'smtpy organization list --user jane@example.com --json'],
  run: async (installation, { options }) => {
    const page = parsePage(options);
    if (page.kind !== 'page') return page;
    const user = options.user === undefined ? undefined : await findUser(installation, options.user);
    if (user?.kind === 'refused') return user;
    const { limit, afterId } = page;
    const organizations = await installation.organizations.list({ userId: user?.value.id, limit, afterId });
    const rows = organizations.map(({ id, name, isPersonal, isSuspended, members, createdAt }) => [
      id,
      name,
      isPersonal ? 'personal' : '',
      String(members),
      isSuspended ? 'suspended' : 'active',
      formatInstant(createdAt),
    ]);
    return {
      kind: 'done',
      text: formatTable(['id', 'name', 'kind', 'members', 'state', 'made'], rows, {
        empty: 'There are no organizations.',
      }),
      data: pageJson(organizations, { limit, toJson: organizationJson }),
    };
  },
});

function organizationJson(organization: ListedOrganization): object {
  const { id, name, isPersonal, isSuspended, members, createdAt } = organization;
  return {
    id,
    name,
    is_personal: isPersonal,
    is_suspended: isSuspended,
    members,
    created_at: createdAt,
  };
}
