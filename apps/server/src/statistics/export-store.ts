import type { Queryable } from '../db/index.ts';
import { expansionSql } from './expansion-sql.ts';
import { measures } from './measures.ts';
import { readParams, readSql, type Dimension } from './read-sql.ts';
import type { Step } from './steps.ts';

/** What to export. */
export interface ExportRequest {
  readonly organizationId: string;
  readonly dimension: Dimension;
  readonly steps: readonly Step[];
}

/** Keys of subjects behind one, in their order; of those that are not folded yet as well. */
export async function readKeysAfter(
  db: Queryable,
  page: {
    readonly organizationId: string;
    readonly dimension: Dimension;
    readonly after: string | undefined;
    readonly limit: number;
  },
): Promise<readonly string[]> {
  const rows = await db.query<{ readonly key: string }>({
    name: 'statistics-keys-after',
    text: `
(select s.key from statistics_subjects s
  where s.organization_id = $1 and s.dimension = $2 and s.key > $3 order by s.key limit $4)
union
(select e.key from (${expansionSql('(select * from statistics_deltas s where s.organization_id = $1)')}) e
  where e.dimension = $2 and e.key > $3 order by e.key limit $4)
order by key limit $4`,
    params: [page.organizationId, page.dimension, page.after ?? '', page.limit],
  });
  return rows.map(({ key }) => key);
}

/** How many subjects and steps have anything. */
export async function countRows(
  db: Queryable,
  { organizationId, dimension, steps }: ExportRequest,
): Promise<number> {
  const [row] = await db.query<{ readonly count: number }>({
    text: `select count(*)::int as count from (${readSql.all}) t
      where ${measures.map((measure) => `t.${measure} <> 0`).join(' or ')}`,
    params: readParams(organizationId, { dimension, spans: steps, subjects: 'all' }),
  });
  return row?.count ?? 0;
}
