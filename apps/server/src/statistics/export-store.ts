import type { Queryable } from '../db/index.ts';
import { expansionSql } from './expansion-sql.ts';
import { measures } from './measures.ts';
import type { Dimension } from './read-sql.ts';
import { quarterOf, slotsOf } from './spans.ts';
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

/**
 * How many subjects and steps have anything. Each row is looked at once and put into its step: to ask for each subject and step would take
 * minutes of a database where both are many, as they are with senders, whom strangers make up. $1 organization, $2 dimension, $3 where
 * steps begin, $4 where slots of one kind begin, $5 whether those are days, $6 the end.
 */
const countText = `
select count(*)::int as count from (
  select from (
    select s.key, width_bucket(r.slot, $3::int[]) as index, ${measures.map((measure) => `r.${measure}`).join(', ')}
    from statistics_subjects s join statistics_rollups r on r.subject_id = s.id
      and r.is_day = any ($5::boolean[]) and r.slot >= ($3::int[])[1] and r.slot < $6
    where s.organization_id = $1 and s.dimension = $2 and r.is_day = ($5::boolean[])[width_bucket(r.slot, $4::int[])]
    union all
    select e.key, width_bucket(e.quarter, $3::int[]), ${measures.map((measure) => `e.${measure}`).join(', ')}
    from (${expansionSql('(select * from statistics_deltas s where s.organization_id = $1)')}) e
    where e.dimension = $2 and e.quarter >= ($3::int[])[1] and e.quarter < $6
  ) r
  group by r.key, r.index having ${measures.map((measure) => `sum(r.${measure}) <> 0`).join(' or ')}
) t`;

/** See {@link countText}. Steps follow each other without gaps. */
export async function countRows(
  db: Queryable,
  { organizationId, dimension, steps }: ExportRequest,
): Promise<number> {
  const last = steps.at(-1);
  if (last === undefined) return 0;
  const slots = steps.flatMap(slotsOf);
  const [row] = await db.query<{ readonly count: number }>({
    name: 'statistics-count-rows',
    text: countText,
    params: [
      organizationId,
      dimension,
      steps.map(({ start }) => quarterOf(start)),
      slots.map(({ from }) => from),
      slots.map(({ isDay }) => isDay),
      quarterOf(last.end),
    ],
  });
  return row?.count ?? 0;
}
