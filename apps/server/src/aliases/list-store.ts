import { instantKey, type Queryable } from '../db/index.ts';
import type { AliasOrder, AliasPart, AliasPlace, ListAliases, ListedAlias } from './details.ts';
import { detailColumns, detailsOf, detailTables, type DetailRow } from './details-store.ts';
import { createPlaces, filterConditions } from './filter-sql.ts';

/**
 * What a page is sorted by and goes on after, besides the id. Each has an index that begins with the organization, and none without it: the
 * planner would take the aliases of all for those of one.
 */
const sortKeys: Readonly<
  Record<
    AliasOrder,
    {
      readonly sql: string;
      readonly type: string;
      readonly text: string;
      readonly isKey: (key: string) => boolean;
    }
  >
> = {
  created_at: { sql: 'a.created_at', ...instantKey('a.created_at') },
  address: { sql: 'a.address', type: 'text', text: 'a.address', isKey: () => true },
  name: {
    sql: `coalesce(lower(a.display_name), '')`,
    type: 'text',
    text: `coalesce(lower(a.display_name), '')`,
    isKey: () => true,
  },
  last_activity_at: { sql: 't.at', ...instantKey('t.at') },
};

/** Whether a key can be one of this order: a cursor of another one is none. */
export function isKeyOf(order: AliasOrder, key: string): boolean {
  return sortKeys[order].isKey(key);
}

/** What one statement lists: aliases of one part, behind a place in it. */
export type ListPart = Omit<ListAliases, 'after' | 'isPinnedFirst'> & {
  readonly part: AliasPart;
  readonly after: AliasPlace | undefined;
  readonly deletedAfter: Date;
};

const partConditions: Readonly<Record<AliasPart, string>> = {
  all: '',
  pinned: ' and a.is_pinned',
  others: ' and not a.is_pinned',
};

/** The statement of a page: the rows of the page are found on an index first, and all else is read of those alone. */
export function listStatement(list: ListPart): {
  readonly text: string;
  readonly params: readonly unknown[];
} {
  const { organizationId, filter, deletedAfter, order, isDescending, part, after, limit } = list;
  const { params, place } = createPlaces();
  const { sql, type, text } = sortKeys[order];
  const [direction, comparison] = isDescending ? ['desc', '<'] : ['asc', '>'];
  const conditions = filterConditions(organizationId, { ...filter, deletedAfter }, place);
  const isByActivity = order === 'last_activity_at';
  const id = isByActivity ? 't.alias_id' : 'a.id';
  const source = isByActivity
    ? `alias_activity t join aliases a on a.id = t.alias_id and t.organization_id = ${place(organizationId)}`
    : 'aliases a';
  const behind =
    after === undefined
      ? ''
      : ` and (${sql}, ${id}) ${comparison} (${place(after.key)}::${type}, ${place(after.id)}::uuid)`;
  const page = `select a.id, ${text} as sort_key, ${sql} as sort_value from ${source}
    where ${conditions}${partConditions[part]}${behind} order by ${sql} ${direction}, ${id} ${direction} limit ${place(limit)}`;
  return {
    text: `with page as materialized (${page}) select ${detailColumns}, page.sort_key
      from page join aliases a on a.id = page.id ${detailTables}
      order by page.sort_value ${direction}, page.id ${direction}`,
    params,
  };
}

/** Aliases of one part of a list. */
export async function listPart(db: Queryable, list: ListPart): Promise<readonly ListedAlias[]> {
  const rows = await db.query<DetailRow & { readonly sort_key: string }>(listStatement(list));
  return rows.map((row) => ({
    details: detailsOf(row),
    place: { part: list.part, key: row.sort_key, id: row.id },
  }));
}
