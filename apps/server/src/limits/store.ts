import type { Queryable } from '../db/index.ts';
import type { PendingCount, TotalCount } from './counters.ts';

/**
 * Rows are taken in one order by everybody, so that two processes wait for each other instead of killing each other. A window may be in a
 * batch twice: once given back, once counted anew.
 */
const addText = `
with given as (
  select subject, window_start, max(window_ms) as window_ms, sum(count)::bigint as count
  from unnest($1::text[], $2::timestamptz[], $3::bigint[], $4::bigint[]) as g (subject, window_start, window_ms, count)
  group by subject, window_start
), added as (
  insert into rate_counters as c (subject, window_start, count)
  select subject, window_start, count from given order by subject, window_start
  on conflict (subject, window_start) do update set count = c.count + excluded.count
  returning subject, window_start, count
)
select a.subject, a.window_start, a.count, coalesce(p.count, 0) as previous
from added a join given g using (subject, window_start)
left join rate_counters p on p.subject = a.subject
  and p.window_start = a.window_start - g.window_ms * interval '1 millisecond'`;

/** Adds counts; gives the totals of all processes. */
export async function addCounts(
  db: Queryable,
  batch: readonly PendingCount[],
): Promise<readonly TotalCount[]> {
  const rows = await db.query<{
    readonly subject: string;
    readonly window_start: Date;
    readonly count: number;
    readonly previous: number;
  }>({
    name: 'limits-add',
    text: addText,
    params: [
      batch.map(({ subject }) => subject),
      batch.map(({ windowStartMs }) => new Date(windowStartMs)),
      batch.map(({ windowMs }) => windowMs),
      batch.map(({ count }) => count),
    ],
  });
  return rows.map(({ subject, window_start, count, previous }) => ({
    subject,
    windowStartMs: window_start.getTime(),
    total: count,
    previous,
  }));
}

/** Deletes the counts of one limit in windows that began before an instant; gives how many. */
export async function deleteWindows(
  db: Queryable,
  { prefix, before }: { readonly prefix: string; readonly before: Date },
): Promise<number> {
  const [row] = await db.query<{ readonly deleted: number }>({
    text: `with gone as (delete from rate_counters where window_start < $1 and starts_with(subject, $2) returning 1)
      select count(*) as deleted from gone`,
    params: [before, prefix],
  });
  return row?.deleted ?? 0;
}
