import type { Queryable } from '../db/index.ts';
import { createPlaces, filterConditions } from './filter-sql.ts';
import type { ListPart } from './list-store.ts';

/** More than this is not counted: an index of so many rows is read in some 5 ms. */
export const maxCounted = 10_000;

/** How many aliases a filter leaves, up to {@link maxCounted}; undefined beyond. */
export async function countAliases(
  db: Queryable,
  { organizationId, filter, deletedAfter }: Pick<ListPart, 'organizationId' | 'filter' | 'deletedAfter'>,
): Promise<number | undefined> {
  const { params, place } = createPlaces();
  const conditions = filterConditions(organizationId, { ...filter, deletedAfter }, place);
  const [row] = await db.query<{ readonly count: number }>({
    text: `select count(*)::integer as count from (
      select from aliases a where ${conditions} limit ${place(maxCounted + 1)}) counted`,
    params,
  });
  return row === undefined || row.count > maxCounted ? undefined : row.count;
}

/** Tags with how many aliases have them, in the order of their characters. */
export async function listTags(
  db: Queryable,
  {
    organizationId,
    after,
    limit,
  }: { readonly organizationId: string; readonly after: string | undefined; readonly limit: number },
): Promise<readonly { readonly tag: string; readonly count: number }[]> {
  return db.query<{ readonly tag: string; readonly count: number }>({
    text: `select tag, count(*)::integer as count from aliases a cross join unnest(a.tags) as tag
      where a.organization_id = $1 and a.deleted_at is null and not a.is_catch_all and a.tags <> '{}'
        and ($2::text is null or tag collate "C" > $2)
      group by tag order by tag collate "C" limit $3`,
    params: [organizationId, after ?? null, limit],
  });
}

/** Ids of aliases that a filter leaves, in the order of their making. */
export async function listIds(
  db: Queryable,
  {
    organizationId,
    filter,
    deletedAfter,
    afterId,
    limit,
  }: Pick<ListPart, 'organizationId' | 'filter' | 'deletedAfter' | 'limit'> & {
    readonly afterId: string | undefined;
  },
): Promise<readonly string[]> {
  const { params, place } = createPlaces();
  const conditions = filterConditions(organizationId, { ...filter, deletedAfter }, place);
  const after = afterId === undefined ? '' : place(afterId);
  const behind =
    afterId === undefined
      ? ''
      : ` and (a.created_at, a.id) > ((select x.created_at from aliases x where x.id = ${after}), ${after}::uuid)`;
  const rows = await db.query<{ readonly id: string }>({
    text: `select a.id from aliases a where ${conditions}${behind} order by a.created_at, a.id limit ${place(limit)}`,
    params,
  });
  return rows.map(({ id }) => id);
}
