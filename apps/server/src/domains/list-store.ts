import type { Queryable } from '../db/index.ts';
import type { DomainOrder, DomainOverview, ListDomains, OwnDomain } from './domain.ts';
import { domainColumns, domainOf, type DomainRow } from './store.ts';

/** More aliases of a domain than this are not counted. */
const maxCounted = 1_000;

/** A row with what other tables say: mailboxes and aliases know domains and not the reverse, and a question to each would be one per row. */
interface OverviewRow extends DomainRow {
  readonly catch_all_mailboxes: readonly string[];
  readonly alias_count: number;
}

const overviewColumns = `${domainColumns},
  array(select m.address from aliases a join alias_mailboxes am on am.alias_id = a.id join mailboxes m on m.id = am.mailbox_id
    where a.domain_id = d.id and a.local_part = '*' order by m.number) as catch_all_mailboxes,
  (select count(*)::integer from (select 1 from aliases a
    where a.domain_id = d.id and a.deleted_at is null and not a.is_catch_all limit ${String(maxCounted + 1)}) c) as alias_count`;

function overviewOf(row: OverviewRow): DomainOverview {
  return {
    domain: domainOf(row),
    catchAllMailboxes: row.catch_all_mailboxes,
    aliasCount: row.alias_count > maxCounted ? undefined : row.alias_count,
  };
}

/**
 * What a page is sorted by and goes on after, besides the id. Instants are compared as microseconds, which PostgreSQL keeps and a `Date`
 * does not.
 */
const sortKeys: Readonly<Record<DomainOrder, { readonly sql: string; readonly type: string }>> = {
  name: { sql: 'd.name', type: 'text' },
  created_at: { sql: '(extract(epoch from d.created_at) * 1000000)::bigint', type: 'bigint' },
};

const filter = `d.organization_id = $1 and d.removed_at is null
  and ($2::text is null or strpos(d.name, lower($2)) > 0 or strpos(d.name, lower($3)) > 0) and ($4::text is null or d.state = $4)`;

/** Domains of an organization with the keys that the next page goes on after. `searchAscii` is the search in A-labels. */
export async function listOverviews(
  db: Queryable,
  wanted: ListDomains & { readonly searchAscii: string | undefined },
): Promise<{
  readonly rows: readonly {
    readonly overview: DomainOverview;
    readonly keys: readonly (string | number | null)[];
  }[];
  readonly total: number;
}> {
  const { organizationId, search, searchAscii, state, order, isDescending, limit, after } = wanted;
  const { sql, type } = sortKeys[order];
  const [direction, comparison] = isDescending ? ['desc', '<'] : ['asc', '>'];
  const params = [organizationId, search ?? null, searchAscii ?? search ?? null, state ?? null];
  const rows = await db.query<OverviewRow & { readonly sort_key: string }>({
    text: `select ${overviewColumns}, ${sql}::text as sort_key from domains d
      where ${filter} and ($5::${type} is null or (${sql}, d.id) ${comparison} ($5::${type}, $6::uuid))
      order by ${sql} ${direction}, d.id ${direction} limit $7`,
    params: [...params, after?.[0] ?? null, after?.[1] ?? null, limit],
  });
  const [count] = await db.query<{ readonly total: number }>({
    text: `select count(*)::integer as total from domains d where ${filter}`,
    params,
  });
  return {
    rows: rows.map((row) => ({ overview: overviewOf(row), keys: [row.sort_key, row.id] })),
    total: count?.total ?? 0,
  };
}

/** One domain of an organization; undefined when it has no such domain. */
export async function findOverview(
  db: Queryable,
  { organizationId, domainId }: OwnDomain,
): Promise<DomainOverview | undefined> {
  const [row] = await db.query<OverviewRow>({
    text: `select ${overviewColumns} from domains d where d.id = $1 and d.organization_id = $2 and d.removed_at is null`,
    params: [domainId, organizationId],
  });
  return row && overviewOf(row);
}
