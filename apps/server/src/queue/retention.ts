import type { Db, Tx } from '../db/index.ts';
import { findLongestRetention, removeForOrganizations } from './organization-retention.ts';
import { keepCountersSql, lockRetention } from './removal.ts';

/** What a removal did. Months are written `YYYYMM`; `messages` were deleted for organizations that keep theirs for less. */
export type RemovalResult =
  | { readonly kind: 'removed'; readonly months: readonly string[]; readonly messages: number }
  /** `blockedMonth` still holds unfinished deliveries; it and all later months stay. `months` were removed before it. */
  | {
      readonly kind: 'blocked';
      readonly months: readonly string[];
      readonly blockedMonth: string;
      readonly unfinished: number;
      readonly messages: number;
    };

const parents = ['messages', 'deliveries', 'events'] as const;

const monthsText = `
select distinct right(c.relname, 6) as month
from pg_inherits i join pg_class c on c.oid = i.inhrelid
where i.inhparent in ('messages'::regclass, 'deliveries'::regclass, 'events'::regclass) and c.relname ~ '_[0-9]{6}$'
order by month`;

/**
 * Unfinished deliveries of the month before $1, and of messages in it: the id of a delivery is made after that of its
 * message, so at midnight the two can be in different months.
 */
const unfinishedText = `
select count(*) from deliveries d
where d.state in ('queued', 'sending', 'deferred', 'held') and d.id < uuid_floor($1::timestamptz + interval '1 day')
  and (d.id < uuid_floor($1) or d.message_id < uuid_floor($1))`;

/**
 * Keeps writers out, while readers go on, so that what is counted is what is dropped. All writing goes through the parents, so it is enough to
 * lock those; in the order in which enqueueing and settling take them.
 */
const lockText = 'lock table only messages, only deliveries, only events in exclusive mode';

/** Rows of before $1, where they lie in a default partition: a clock that was wrong wrote them, and no drop removes them. */
const removeStraysText = (parent: string): string =>
  `delete from ${parent}_default where id < uuid_floor($1)`;

/** What is left of before $1 is removed in the same transaction: its month is dropped, the rest deleted. So no row is counted twice. */
const keepCountersText = keepCountersSql('deliveries d where d.id < uuid_floor($1)');

/** Dropping waits for every statement under way on the table and makes new ones wait: for no longer than this. */
const lockTimeoutMs = 5_000;

/** See `Queue.removeExpired`. Rejects when a table stays busy; then the month at hand is untouched. */
export async function removeExpired(db: Db, now: Date, retentionDays: number): Promise<RemovalResult> {
  const longestDays = await findLongestRetention(db, retentionDays);
  const removal = await removeMonths(db, now, longestDays);
  const messages = await removeForOrganizations(db, { now, defaultDays: retentionDays, longestDays });
  return { ...removal, messages };
}

type MonthsRemoval =
  | Omit<Extract<RemovalResult, { kind: 'removed' }>, 'messages'>
  | Omit<Extract<RemovalResult, { kind: 'blocked' }>, 'messages'>;

async function removeMonths(db: Db, now: Date, days: number): Promise<MonthsRemoval> {
  const keptFrom = now.getTime() - days * 24 * 60 * 60 * 1000;
  const rows = await db.query<{ readonly month: string }>({ text: monthsText });
  const expired = rows.map(({ month }) => month).filter((month) => endOfMonth(month).getTime() <= keptFrom);
  const months: string[] = [];
  for (const month of expired) {
    const unfinished = await db.transaction((tx) => removeMonth(tx, month));
    if (unfinished > 0) return { kind: 'blocked', months, blockedMonth: month, unfinished };
    months.push(month);
  }
  return { kind: 'removed', months };
}

/** Returns the number of unfinished deliveries because of which the month stays; 0: it is gone. */
async function removeMonth(tx: Tx, month: string): Promise<number> {
  const end = endOfMonth(month).toISOString();
  await tx.query({ text: `set local lock_timeout = ${String(lockTimeoutMs)}` });
  await lockRetention(tx);
  // Once before the lock, so that mail does not wait for nothing, and once under it.
  const unfinished = await countUnfinished(tx, end);
  if (unfinished > 0) return unfinished;
  await tx.query({ text: lockText });
  const unfinishedSince = await countUnfinished(tx, end);
  if (unfinishedSince > 0) return unfinishedSince;
  await tx.query({ text: keepCountersText, params: [end] });
  for (const parent of parents) await tx.query({ text: removeStraysText(parent), params: [end] });
  await tx.query({
    text: `drop table if exists ${parents.map((parent) => `${parent}_${month}`).join(', ')}`,
  });
  return 0;
}

async function countUnfinished(tx: Tx, end: string): Promise<number> {
  const [row] = await tx.query<{ readonly count: number }>({ text: unfinishedText, params: [end] });
  return row?.count ?? 0;
}

/** The first instant after a month `YYYYMM`, in UTC like the partitions' bounds. */
function endOfMonth(month: string): Date {
  return new Date(Date.UTC(Number(month.slice(0, 4)), Number(month.slice(4)), 1));
}
