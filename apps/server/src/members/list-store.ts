import type { MemberRole } from '@smtpy/contract';
import type { Queryable } from '../db/index.ts';
import type { ListMembers, Listed, Member, MemberOrder, MyOrganization, PageKeys } from './member.ts';
import { memberColumns, memberOf } from './member-store.ts';

/**
 * What a page is sorted by and goes on after, besides the id. Instants are compared as microseconds, which PostgreSQL keeps and a `Date`
 * does not.
 */
const sortKeys: Readonly<Record<MemberOrder, { readonly sql: string; readonly type: string }>> = {
  name: { sql: 'lower(u.name)', type: 'text' },
  email: { sql: 'u.email', type: 'text' },
  joined_at: { sql: '(extract(epoch from m."createdAt") * 1000000)::bigint', type: 'bigint' },
};

const memberFilter = `m."organizationId" = $1
  and ($2::text is null or strpos(lower(u.name), lower($2)) > 0 or strpos(u.email, lower($2)) > 0)
  and ($3::text is null or m.role = $3)`;

const membersAndUsers = 'auth.member m join auth."user" u on u.id = m."userId"';

/** Members with what the next page goes on after. */
export async function listMembers(
  db: Queryable,
  { organizationId, search, role, order, isDescending, limit, after }: ListMembers,
): Promise<Listed<{ readonly member: Member; readonly keys: PageKeys }>> {
  const { sql, type } = sortKeys[order];
  const [direction, comparison] = isDescending ? ['desc', '<'] : ['asc', '>'];
  const filter = [organizationId, search ?? null, role ?? null];
  const rows = await db.query<Parameters<typeof memberOf>[0] & { readonly sort_key: string }>({
    text: `select ${memberColumns}, ${sql}::text as sort_key from ${membersAndUsers}
      where ${memberFilter} and ($4::${type} is null or (${sql}, m.id) ${comparison} ($4::${type}, $5::uuid))
      order by ${sql} ${direction}, m.id ${direction} limit $6`,
    params: [...filter, after?.[0] ?? null, after?.[1] ?? null, limit],
  });
  const [count] = await db.query<{ readonly total: number }>({
    text: `select count(*)::integer as total from ${membersAndUsers} where ${memberFilter}`,
    params: filter,
  });
  return {
    rows: rows.map((row) => ({ member: memberOf(row), keys: [row.sort_key, row.id] })),
    total: count?.total ?? 0,
  };
}

interface MyOrganizationRow {
  readonly id: string;
  readonly name: string;
  readonly is_personal: boolean;
  readonly is_suspended: boolean;
  readonly role: MemberRole;
  readonly joined_at: Date;
}

const myColumns = `o.id, o.name, o.slug like 'personal-%' as is_personal, o."suspendedAt" is not null as is_suspended,
  m.role, m."createdAt" as joined_at`;
const myOrganizations = 'auth.member m join auth.organization o on o.id = m."organizationId"';
/** The personal one is first. */
const myRank = `(case when o.slug like 'personal-%' then 0 else 1 end)`;

function myOrganizationOf(row: MyOrganizationRow): MyOrganization {
  const { id, name, role } = row;
  const { is_personal: isPersonal, is_suspended: isSuspended, joined_at: joinedAt } = row;
  return { id, name, isPersonal, isSuspended, role, joinedAt };
}

/** The organizations of a person, the personal one first, the others by name. */
export async function listMyOrganizations(
  db: Queryable,
  {
    userId,
    limit,
    after,
  }: { readonly userId: string; readonly limit: number; readonly after?: PageKeys | undefined },
): Promise<Listed<{ readonly organization: MyOrganization; readonly keys: PageKeys }>> {
  const rows = await db.query<MyOrganizationRow & { readonly sort_rank: number; readonly sort_name: string }>(
    {
      text: `select ${myColumns}, ${myRank} as sort_rank, lower(o.name) as sort_name from ${myOrganizations}
      where m."userId" = $1 and ($2::integer is null or (${myRank}, lower(o.name), o.id) > ($2, $3::text, $4::uuid))
      order by ${myRank}, lower(o.name), o.id limit $5`,
      params: [userId, after?.[0] ?? null, after?.[1] ?? null, after?.[2] ?? null, limit],
    },
  );
  const [count] = await db.query<{ readonly total: number }>({
    text: 'select count(*)::integer as total from auth.member where "userId" = $1',
    params: [userId],
  });
  return {
    rows: rows.map((row) => ({
      organization: myOrganizationOf(row),
      keys: [row.sort_rank, row.sort_name, row.id],
    })),
    total: count?.total ?? 0,
  };
}

/** An organization as a person has it; undefined where the person is no member. */
export async function findMyOrganization(
  db: Queryable,
  { userId, organizationId }: { readonly userId: string; readonly organizationId: string },
): Promise<MyOrganization | undefined> {
  const [row] = await db.query<MyOrganizationRow>({
    text: `select ${myColumns} from ${myOrganizations} where m."userId" = $1 and o.id = $2`,
    params: [userId, organizationId],
  });
  return row && myOrganizationOf(row);
}
