import type { Queryable } from '../db/index.ts';
import { joinConditions } from './conditions.ts';
import type { ListedUser, ListUsers, UserSort } from './user.ts';
import { listedUserOf, userColumns, type UserRow } from './user-store.ts';

const statuses: Readonly<Record<NonNullable<ListUsers['status']>, string>> = {
  active: 'u."suspendedAt" is null',
  suspended: 'u."suspendedAt" is not null',
  administrator: `u.role = 'admin'`,
  unverified: 'not u."emailVerified"',
};

/** By age is by id: ids are UUIDv7, and unique where instants are not. */
const sorts: Readonly<Record<UserSort, { readonly order: string; readonly behind: string }>> = {
  email: { order: 'u.email', behind: 'u.email >' },
  created: { order: 'u.id', behind: 'u.id >' },
  '-created': { order: 'u.id desc', behind: 'u.id <' },
};

/** The users of a page. A line end keeps a search from matching across two texts: no search holds one. */
export async function findUsers(
  db: Queryable,
  { search, status, sort, after, limit }: ListUsers,
): Promise<readonly ListedUser[]> {
  const { where, params } = joinConditions(
    [limit],
    [
      { value: after, sql: (place) => `${sorts[sort].behind} ${place}` },
      {
        value: search,
        sql: (place) => `strpos(lower(concat_ws(E'\\n', u.email, u.name, u.username)), lower(${place})) > 0`,
      },
      ...(status === undefined ? [] : [{ sql: () => statuses[status] }]),
    ],
  );
  const rows = await db.query<UserRow>({
    text: `select ${userColumns} from auth."user" u ${where} order by ${sorts[sort].order} limit $1`,
    params,
  });
  return rows.map(listedUserOf);
}
