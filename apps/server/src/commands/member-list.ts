import { isUuid } from '../db/index.ts';
import { memberJson, organizationOption } from './member-operand.ts';
import { defineDatabaseCommand } from './on-database.ts';
import { formatInstant, formatTable } from './table-text.ts';

/** What the setting of the installation allows at most. */
const maxMembers = 10_000;

/** Lists the members of an organization. */
export const memberList = defineDatabaseCommand({
  name: 'member list',
  summary: 'List the members of an organization, by email',
  options: { organization: organizationOption },
  examples: ['smtpy member list --organization 019a9c1e-5c1e-7a55-8f0e-3a1c5be0a001'],
  run: async ({ members }, { options: { organization: organizationId } }) => {
    if (!isUuid(organizationId))
      return { kind: 'misused', reason: `--organization is an id, not "${organizationId}"` };
    const order = { order: 'email', isDescending: false } as const;
    const { rows } = await members.list({ organizationId, ...order, limit: maxMembers });
    const cells = rows.map(({ member }) => [
      member.email,
      member.role,
      member.name,
      formatInstant(member.joinedAt),
    ]);
    return {
      kind: 'done',
      text: formatTable(['email', 'role', 'name', 'joined'], cells, { empty: 'Nobody is a member.' }),
      data: { items: rows.map(({ member }) => memberJson(member)), next_cursor: null, total: rows.length },
    };
  },
});
