import { isUuid, type Queryable } from '../db/index.ts';
import type { AliasOrder, AliasPart, AliasPlace, ListAliases, ListedAlias } from './details.ts';
import { detailColumns, detailsOf, detailTables, type DetailRow } from './details-store.ts';
import { createPlaces, filterConditions } from './filter-sql.ts';

/**
 * What a page is sorted by and goes on after, besides the id, which is the order of making as well. Each has an index that begins with the
 * organization. Instants are written as they are kept, to the microsecond, which a `Date` does not know.
 */
const sortKeys: Readonly<
  Record<
    AliasOrder,
    { readonly sql: string; readonly type: string; readonly text: string; readonly form: RegExp }
  >
> = {
  created_at: { sql: 'a.id', type: 'uuid', text: 'a.id::text', form: /^[0-9a-f-]{36}$/ },
  address: { sql: 'a.address', type: 'text', text: 'a.address', form: /^[^]*$/ },
  name: {
    sql: `coalesce(lower(a.display_name), '')`,
    type: 'text',
    text: `coalesce(lower(a.display_name), '')`,
    form: /^[^]*$/,
  },
  last_activity_at: {
    sql: 't.at',
    type: 'timestamptz',
    text: `to_char(t.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`,
    form: /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{6}Z$/,
  },
};

/** Whether a key can be one of this order: a cursor of another one is none. */
export function isKeyOf(order: AliasOrder, key: string): boolean {
  if (order === 'last_activity_at' && Number.isNaN(Date.parse(key))) return false;
  return sortKeys[order].form.test(key) && (order !== 'created_at' || isUuid(key));
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
