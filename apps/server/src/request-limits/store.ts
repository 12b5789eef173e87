import type { Queryable } from '../db/index.ts';
import type { Counts } from './rules.ts';

/** One bucket that is asked. */
export interface AskedBucket {
  readonly bucket: string;
  readonly limit: number;
  readonly windowMs: number;
  readonly windowNumber: number;
  readonly elapsedMs: number;
}

/** What a bucket holds after a statement. */
export interface BucketCounts extends Counts {
  readonly bucket: string;
}

/** Which counts a statement adds to. */
type Condition = 'when_all_have_room' | 'always';

/**
 * What each row means at this instant. A row of the coming window was written by a machine whose clock is ahead, and is the present one; rows
 * of any later window come from a clock that was wrong, and mean nothing. A window that ended last is the one before.
 */
const presentText = `
  select g.bucket, g.max, g.window_ms,
    case when c.window_number = g.window_number + 1 then c.window_number else g.window_number end as window_number,
    case when c.window_number = g.window_number + 1 then 0 else g.elapsed_ms end as elapsed_ms,
    case when c.window_number in (g.window_number, g.window_number + 1) then c.used else 0 end as used,
    case when c.window_number in (g.window_number, g.window_number + 1) then c.used_before
      when c.window_number = g.window_number - 1 then c.used else 0 end as used_before`;

const givenText = `
  select * from unnest($1::text[], $2::bigint[], $3::bigint[], $4::bigint[], $5::bigint[])
    as g (bucket, max, window_ms, window_number, elapsed_ms)`;

/**
 * Rows are locked in the order of their names by everybody, so that two requests wait for each other instead of killing each other, and are
 * read as they are under the lock. A row that does not exist cannot be locked: then nothing is counted, and the caller makes it first.
 */
const countText = (condition: Condition): string => `
with given as (${givenText}), locked as materialized (
  select c.* from request_counts c where c.bucket = any($1) order by c.bucket for update
), present as materialized (${presentText}
  from given g join locked c on c.bucket = g.bucket
), verdict as materialized (
  select count(*) = cardinality($1) as is_complete,
    ${condition === 'always' ? 'true' : 'bool_and(floor(used_before::float8 * (window_ms - elapsed_ms) / window_ms) + used < max)'} as is_within
  from present
), counted as (
  update request_counts c set window_number = p.window_number, used = least(p.used + 1, 1000000000), used_before = p.used_before,
    lapses_at = to_timestamp((p.window_number + 2) * p.window_ms / 1000.0)
  from present p, verdict v where c.bucket = p.bucket and v.is_complete and v.is_within
  returning c.bucket
)
select p.bucket, p.used + (case when v.is_within then 1 else 0 end) as used, p.used_before, p.elapsed_ms, v.is_within
from present p, verdict v where v.is_complete`;

/** In the same order. What is never counted lapses like what is. */
const ensureText = `
insert into request_counts (bucket, window_number, used, used_before, lapses_at)
select g.bucket, g.window_number, 0, 0, to_timestamp((g.window_number + 2) * g.window_ms / 1000.0)
from (${givenText}) g order by g.bucket
on conflict (bucket) do nothing`;

const peekText = `${presentText}
from (${givenText}) g join request_counts c on c.bucket = g.bucket`;

const statements = {
  when_all_have_room: { name: 'request-limits-take', text: countText('when_all_have_room') },
  always: { name: 'request-limits-count', text: countText('always') },
} as const;

/** A row may be removed between its making and its lock; that it happens twice in a row is beyond belief. */
const maxRounds = 3;

interface CountRow {
  readonly bucket: string;
  readonly used: number;
  readonly used_before: number;
  readonly elapsed_ms: number;
}

/** Counts one for each bucket, or for none; gives what they hold now. */
export async function addUses(
  db: Queryable,
  asked: readonly AskedBucket[],
  condition: Condition,
): Promise<{ readonly isWithin: boolean; readonly counts: readonly BucketCounts[] }> {
  const params = toParams(asked);
  for (let round = 0; round < maxRounds; round += 1) {
    const rows = await db.query<CountRow & { readonly is_within: boolean }>({
      ...statements[condition],
      params,
    });
    const [first] = rows;
    if (first !== undefined) return { isWithin: first.is_within, counts: rows.map(toCounts) };
    await db.query({ name: 'request-limits-ensure', text: ensureText, params });
  }
  throw new Error('the rows of the request limits do not stay');
}

/** What a bucket holds; undefined: nothing was ever counted. */
export async function readBucket(db: Queryable, asked: AskedBucket): Promise<BucketCounts | undefined> {
  const [row] = await db.query<CountRow>({
    name: 'request-limits-peek',
    text: peekText,
    params: toParams([asked]),
  });
  return row && toCounts(row);
}

/** Forgets what was counted in a bucket. */
export async function deleteBucket(db: Queryable, bucket: string): Promise<void> {
  await db.query({
    name: 'request-limits-forget',
    text: 'delete from request_counts where bucket = $1',
    params: [bucket],
  });
}

/** Removes what nothing asks for any more; gives the number of rows. */
export async function deleteLapsed(db: Queryable, now: Date): Promise<number> {
  const [row] = await db.query<{ readonly removed: number }>({
    // Rows that are locked are in use: the next time is soon enough.
    text: `with gone as (
        delete from request_counts where bucket in
          (select bucket from request_counts where lapses_at <= $1 for update skip locked) returning 1)
      select count(*) as removed from gone`,
    params: [now],
  });
  return row?.removed ?? 0;
}

function toParams(asked: readonly AskedBucket[]): readonly unknown[] {
  return [
    asked.map(({ bucket }) => bucket),
    asked.map(({ limit }) => limit),
    asked.map(({ windowMs }) => windowMs),
    asked.map(({ windowNumber }) => windowNumber),
    asked.map(({ elapsedMs }) => elapsedMs),
  ];
}

function toCounts(row: CountRow): BucketCounts {
  return {
    bucket: row.bucket,
    used: row.used,
    usedBefore: row.used_before,
    elapsedMs: row.elapsed_ms,
  };
}
