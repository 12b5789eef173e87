import type { Queryable } from '../db/index.ts';

/** When what is known of a sender has lapsed. */
interface LapseInstants {
  /** Who passed and was last seen before it is forgotten. */
  readonly passedUntil: Date;
  /** Who never passed and was first seen before it is forgotten. */
  readonly waitedUntil: Date;
}

/** A sender who is here now. */
export interface MetSender extends LapseInstants {
  readonly sender: string;
  readonly now: Date;
  /** Who was first seen at it or before has waited long enough. */
  readonly firstSeenBefore: Date;
  /** Of who passed and was last seen after it, nothing needs to be written. */
  readonly seenUntil: Date;
}

/**
 * Who is known well is only read. Of all others the row is written, and the second of two at once decides by what the first wrote. The
 * row of a sender whose time has lapsed begins anew.
 */
const meetText = `
with known as (
  select 1 from greylist where sender = $1 and passed_at is not null and last_seen_at > $6 and last_seen_at > $4
), met as (
  insert into greylist as g (sender, first_seen_at, last_seen_at)
  select $1, $2::timestamptz, $2 where not exists (select from known)
  on conflict (sender) do update set
    first_seen_at = case when g.last_seen_at <= $4 or (g.passed_at is null and g.first_seen_at <= $5)
      then excluded.first_seen_at else g.first_seen_at end,
    passed_at = case
      when g.last_seen_at <= $4 then null
      when g.passed_at is not null then g.passed_at
      when g.first_seen_at <= $3 and g.first_seen_at > $5 then excluded.last_seen_at end,
    last_seen_at = greatest(g.last_seen_at, excluded.last_seen_at)
  returning passed_at
)
select true as has_passed from known union all select passed_at is not null from met`;

/** Notes that a sender is here; whether he has passed. */
export async function meetSender(db: Queryable, met: MetSender): Promise<boolean> {
  const [row] = await db.query<{ readonly has_passed: boolean }>({
    name: 'greylist-meet',
    text: meetText,
    params: [met.sender, met.now, met.firstSeenBefore, met.passedUntil, met.waitedUntil, met.seenUntil],
  });
  return row?.has_passed === true;
}

/** Deletes senders whose time has lapsed; gives how many. */
export async function deleteLapsedSenders(
  db: Queryable,
  { passedUntil, waitedUntil }: LapseInstants,
): Promise<number> {
  const [row] = await db.query<{ readonly deleted: number }>({
    text: `with gone as (
        delete from greylist where last_seen_at <= $2 and (passed_at is null or last_seen_at <= $1) returning 1
      ) select count(*) as deleted from gone`,
    params: [passedUntil, waitedUntil],
  });
  return row?.deleted ?? 0;
}
