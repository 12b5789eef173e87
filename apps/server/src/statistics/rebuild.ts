import type { Db, Tx } from '../db/index.ts';
import { forbidNestedLoops, tryLockRollups } from './fold.ts';
import { addStoredText } from './rebuild-sql.ts';

/** What is counted in one statement: of ten million messages a month some 30,000, which take seconds; a statement has a minute. */
const stretchMs = 2 * 60 * 60 * 1000;
const dayMs = 24 * 60 * 60 * 1000;

/** What a recount came to. */
export type RebuildResult =
  | { readonly kind: 'rebuilt'; readonly days: number }
  /** Another process changes the roll-ups right now. */
  | { readonly kind: 'taken' };

/**
 * Makes all numbers anew from the facts that are there, in one transaction on one snapshot: facts that come meanwhile leave deltas that the
 * snapshot does not see, and which are folded afterwards. Numbers of facts that are gone are lost, so this is for installations that have
 * none yet, and for data that was not written through the tables that the triggers watch.
 */
export async function rebuildStatistics(db: Db): Promise<RebuildResult> {
  return db.transaction(async (tx) => {
    await tx.query({ text: 'set transaction isolation level repeatable read' });
    return (await tryLockRollups(tx)) ? { kind: 'rebuilt', days: await rebuildIn(tx) } : { kind: 'taken' };
  });
}

/** The same in a transaction on one snapshot, whose owner has the right to change roll-ups. Gives the number of days. */
export async function rebuildIn(tx: Tx): Promise<number> {
  // All facts are read, a stretch of time at once: by the clock and not by index.
  await tx.query({
    text: `set local enable_seqscan = on; set local statement_timeout = '15min'; set local work_mem = '128MB'`,
  });
  await forbidNestedLoops(tx);
  await tx.query({ text: 'delete from statistics_rollups' });
  await tx.query({ text: 'delete from statistics_subjects' });
  await tx.query({ text: 'delete from statistics_deltas' });
  await tx.query({ text: 'delete from statistics_backlog' });
  const bounds = await findBounds(tx);
  if (bounds === undefined) return 0;
  for (let start = bounds.first; start < bounds.end; start += stretchMs) {
    const params = [new Date(start), new Date(start + stretchMs)];
    await tx.query({ text: addStoredText, params });
  }
  return Math.ceil((bounds.end - bounds.first) / dayMs);
}

const boundsText = `
select date_part('epoch', min(x.at)) * 1000 as first, date_part('epoch', max(x.at)) * 1000 as last from (
  (select m.received_at as at from messages m order by m.id limit 1) union all
  (select m.received_at from messages m order by m.id desc limit 1) union all
  (select e.at from events e order by e.id limit 1) union all
  (select e.at from events e order by e.id desc limit 1) union all
  select min(c.hour) from refusal_counts c
) x`;

/** Whole days in UTC around all facts. */
async function findBounds(tx: Tx): Promise<{ readonly first: number; readonly end: number } | undefined> {
  const [row] = await tx.query<{ readonly first: number | null; readonly last: number | null }>({
    text: boundsText,
  });
  if (row === undefined || row.first === null || row.last === null) return undefined;
  // Ids carry the clock of the node that made them, events the clock of the database: they may differ by a little.
  return { first: Math.floor(row.first / dayMs - 1) * dayMs, end: Math.ceil(row.last / dayMs + 1) * dayMs };
}
