import { setTimeout as pause } from 'node:timers/promises';
import type { Db, Tx } from '../db/index.ts';
import { forbidNestedLoops, tryLockRollups } from './fold.ts';
import { addStoredText } from './rebuild-sql.ts';

const hourMs = 60 * 60 * 1000;
const dayMs = 24 * hourMs;

/**
 * Events of one statement, as far as an hour has no more: some 50,000 messages, which take seconds. A statement has a minute, and what is
 * read is locked against the making of months for no longer than that.
 */
const eventsPerStatement = 200_000;

/**
 * Facts that are older come no more: a message has its time when its last octet is there, and is committed or refused a minute later. The rest
 * is for clocks that differ.
 */
const settledMs = 6 * hourMs;

/** A time of no clock. Ids have room for more, SQL has not. */
const endOfTime = Date.UTC(9999, 0);

/** What counting came to. */
export type CountingStep =
  /** All is counted. */
  | { readonly kind: 'nothing' }
  /** Another process changes the roll-ups right now. */
  | { readonly kind: 'taken' }
  /** What is older than `from` is still to be counted. */
  | { readonly kind: 'counted'; readonly from: Date };

/** What a recount came to. */
export type RebuildResult =
  | { readonly kind: 'rebuilt' }
  /** Another process changes the roll-ups right now. */
  | { readonly kind: 'taken' };

/**
 * Makes all numbers anew from the facts that are there. Numbers of facts that are gone are lost, so this is for data that was not written
 * through the tables that the triggers watch. Broken off, it is finished by whoever folds.
 */
export async function rebuildStatistics(db: Db): Promise<RebuildResult> {
  const isBegun = await db.transaction(async (tx) => {
    if (!(await tryLockRollups(tx))) return false;
    await tx.query({
      text: `insert into statistics_backlog (singleton) values (true) on conflict (singleton) do update set counted_from = null`,
    });
    return true;
  });
  if (!isBegun) return { kind: 'taken' };
  for (;;) {
    const step = await countNext(db);
    if (step.kind === 'nothing') return { kind: 'rebuilt' };
    if (step.kind === 'taken') await pause(100);
  }
}

/**
 * A step of counting what the table `statistics_backlog` says is not counted: first what is new, then what is older, from the newest on. Each
 * step is a transaction that moves the mark with what it adds, so that what is broken off goes on where it was, and nothing counts twice.
 */
export async function countNext(db: Db): Promise<CountingStep> {
  const mark = await readMark(db);
  if (mark === undefined) return { kind: 'nothing' };
  return mark.countedFrom === null ? db.transaction(countNew) : db.transaction(countOlder);
}

interface Mark {
  readonly countedFrom: Date | null;
}

async function readMark(db: Pick<Tx, 'query'>): Promise<Mark | undefined> {
  const [row] = await db.query<{ readonly counted_from: Date | null }>({
    name: 'statistics-backlog',
    text: 'select counted_from from statistics_backlog',
  });
  return row && { countedFrom: row.counted_from };
}

/**
 * Puts what the facts of the last hours say in the place of all numbers, on one snapshot: facts that come meanwhile leave deltas that the snapshot
 * does not see, and which are folded afterwards. Only what is so young can become more, so that all older facts can be counted at leisure.
 */
async function countNew(tx: Tx): Promise<CountingStep> {
  await tx.query({ text: 'set transaction isolation level repeatable read' });
  // Before the snapshot, which LOCK does not take: it must see what whoever had the right before has committed.
  await tx.query({ text: 'lock table statistics_rollups in share row exclusive mode' });
  if (!(await tryLockRollups(tx))) return { kind: 'taken' };
  if ((await readMark(tx))?.countedFrom !== null) return { kind: 'taken' };
  await prepare(tx);
  for (const table of ['rollups', 'subjects', 'deltas'])
    await tx.query({ text: `delete from statistics_${table}` });
  const { now, end } = await findEnd(tx);
  const from = Math.floor((now - settledMs) / hourMs) * hourMs;
  for (let upTo = end; upTo > from;) {
    const start = await findStart(tx, { from, upTo });
    await addStored(tx, start, upTo);
    upTo = start;
  }
  await moveMark(tx, from);
  return { kind: 'counted', from: new Date(from) };
}

/** Goes on with what is older than the mark. Where nothing happened, nothing is looked at: a clock that was wrong may have left single facts. */
async function countOlder(tx: Tx): Promise<CountingStep> {
  if (!(await tryLockRollups(tx))) return { kind: 'taken' };
  const countedFrom = (await readMark(tx))?.countedFrom?.getTime();
  if (countedFrom === undefined) return { kind: 'taken' };
  await prepare(tx);
  const last = await findLastBefore(tx, countedFrom);
  if (last === undefined) {
    await tx.query({ text: 'delete from statistics_backlog' });
    return { kind: 'nothing' };
  }
  const upTo = Math.min(countedFrom, (Math.floor(last / hourMs) + 1) * hourMs);
  const start = await findStart(tx, { from: Math.floor(last / dayMs) * dayMs, upTo });
  await addStored(tx, start, upTo);
  await moveMark(tx, start);
  return { kind: 'counted', from: new Date(start) };
}

async function prepare(tx: Tx): Promise<void> {
  await tx.query({ text: `set local work_mem = '64MB'` });
  await forbidNestedLoops(tx);
}

async function addStored(tx: Tx, from: number, upTo: number): Promise<void> {
  await tx.query({ text: addStoredText, params: [new Date(from), new Date(upTo)] });
}

async function moveMark(tx: Tx, countedFrom: number): Promise<void> {
  await tx.query({
    text: 'update statistics_backlog set counted_from = $1',
    params: [new Date(countedFrom)],
  });
}

const countText = `
select count(*)::int as count from (
  select from events e where e.id >= uuid_floor($1) and e.id < uuid_floor($2) limit ${String(eventsPerStatement + 1)}
) counted`;

/** Where a stretch that ends at `upTo` begins, at a full hour, so that one statement can count it. */
async function findStart(
  tx: Tx,
  { from, upTo }: { readonly from: number; readonly upTo: number },
): Promise<number> {
  let start = from;
  while (upTo - start > hourMs) {
    const params = [new Date(start), new Date(upTo)];
    const [row] = await tx.query<{ readonly count: number }>({ text: countText, params });
    if (row === undefined || row.count <= eventsPerStatement) break;
    start = Math.ceil((start + upTo) / 2 / hourMs) * hourMs;
    if (start >= upTo) start = upTo - hourMs;
  }
  return start;
}

const newestText = `
select (select e.id from events e order by e.id desc limit 1) as event,
  (select d.message_id from deliveries d order by d.message_id desc limit 1) as message,
  date_part('epoch', now()) * 1000 as now`;

/** The present, and a full hour behind everything. */
async function findEnd(tx: Tx): Promise<{ readonly now: number; readonly end: number }> {
  const [row] = await tx.query<{
    readonly event: string | null;
    readonly message: string | null;
    readonly now: number;
  }>({ text: newestText });
  if (row === undefined) throw new Error('the present is missing');
  const last = Math.max(row.now, timeOf(row.event) ?? 0, timeOf(row.message) ?? 0);
  return { now: row.now, end: Math.min(endOfTime, (Math.floor(last / hourMs) + 2) * hourMs) };
}

const lastBeforeText = `
select (select e.id from events e where e.id < uuid_floor($1) order by e.id desc limit 1) as event,
  (select d.message_id from deliveries d where d.message_id < uuid_floor($1) order by d.message_id desc limit 1) as message,
  (select c.hour from refusal_counts c where c.hour < $1 order by c.hour desc limit 1) as hour`;

/** When the last fact before an instant was; undefined: there is none. */
async function findLastBefore(tx: Tx, instant: number): Promise<number | undefined> {
  const [row] = await tx.query<{
    readonly event: string | null;
    readonly message: string | null;
    readonly hour: Date | null;
  }>({ text: lastBeforeText, params: [new Date(instant)] });
  const times = [timeOf(row?.event), timeOf(row?.message), row?.hour?.getTime()];
  const found = times.filter((time) => time !== undefined);
  return found.length === 0 ? undefined : Math.max(...found);
}

/** The instant that an id was made at (RFC 9562 §5.7), in milliseconds. */
function timeOf(id: string | null | undefined): number | undefined {
  return id === null || id === undefined ? undefined : Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16);
}
