import { setTimeout as pause } from 'node:timers/promises';
import { isUniqueViolation } from '../db/index.ts';
import { isTemporary } from './temporary-failure.ts';

/** How a group works. */
export interface GroupOptions<Item, Result> {
  /** Does all items in one transaction; the results in the order of the items. Rejects when nothing was committed or the outcome is unknown. */
  readonly commit: (items: readonly Item[]) => Promise<readonly Result[]>;
  /**
   * Asked when an item's key exists already: its result, if that is because an earlier try of this very item was committed and
   * its answer got lost; else `undefined`. Without it a collision is a refusal.
   */
  readonly findCommitted?: (item: Item) => Promise<Result | undefined>;
  /** Hears of each group that failed; its items are then tried one by one. */
  readonly onGroupFailure: (error: unknown, itemCount: number) => void;
  /** The weight of an item in octets. */
  readonly sizeOf: (item: Item) => number;
  /** An item heavier than `maxBytes` goes alone. */
  readonly maxBytes: number;
  readonly maxItems: number;
  /** Transactions under way at once. */
  readonly maxConcurrent: number;
  /**
   * How long an item waits for its transaction to begin, and again how long that and its repetitions may take. After the first it is
   * rejected as not done, after the second with its outcome unknown.
   */
  readonly deadlineMs: number;
}

interface Waiting<Item, Result> {
  readonly item: Item;
  /** When it is too late to begin. */
  readonly beginsBefore: number;
  readonly resolve: (result: Result) => void;
  readonly reject: (error: unknown) => void;
}

/** Between two tries of an item while the database is away. A restart of PostgreSQL takes from 0.2 s to some seconds. */
const retryPauseMs = 250;

/**
 * Group commit: what is submitted while a transaction is under way waits and goes together into the next one. No timer is involved: when
 * idle an item leaves at the end of the current turn of the event loop, under load the commit itself is the window.
 *
 * A group that fails is done again item by item, so that each item fails for its own fault alone.
 */
export function createGroup<Item, Result>(
  options: GroupOptions<Item, Result>,
): (item: Item) => Promise<Result> {
  const waiting: Waiting<Item, Result>[] = [];
  let running = 0;
  let isScheduled = false;

  const schedule = (): void => {
    if (isScheduled || running >= options.maxConcurrent || waiting.length === 0) return;
    isScheduled = true;
    setImmediate(() => {
      isScheduled = false;
      const group = takeGroup(waiting, options);
      running += 1;
      void commitGroup(group, options).finally(() => {
        running -= 1;
        schedule();
      });
      schedule();
    });
  };

  return (item) =>
    new Promise((resolve, reject) => {
      waiting.push({ item, resolve, reject, beginsBefore: performance.now() + options.deadlineMs });
      schedule();
    });
}

function takeGroup<Item, Result>(
  waiting: Waiting<Item, Result>[],
  { sizeOf, maxBytes, maxItems }: GroupOptions<Item, Result>,
): readonly Waiting<Item, Result>[] {
  let count = 0;
  let bytes = 0;
  for (const { item } of waiting) {
    bytes += sizeOf(item);
    if (count > 0 && (bytes > maxBytes || count >= maxItems)) break;
    count += 1;
  }
  return waiting.splice(0, count);
}

/** Never rejects: every failure goes to the promise of its item. */
async function commitGroup<Item, Result>(
  waiting: readonly Waiting<Item, Result>[],
  options: GroupOptions<Item, Result>,
): Promise<void> {
  const group = rejectLate(waiting);
  if (group.length === 0) return;
  const deadlineAt = performance.now() + options.deadlineMs;
  // Expected: one item is refused and with it all, or the connection breaks.
  try {
    const results = await beforeDeadline(deadlineAt, options.commit(group.map(({ item }) => item)));
    group.forEach(({ resolve }, index) => {
      resolve(results[index] as Result);
    });
  } catch (error) {
    options.onGroupFailure(error, group.length);
    const [only, ...others] = group;
    if (only !== undefined && others.length === 0 && !isTemporary(error)) only.reject(error);
    else for (const each of group) await commitAlone(each, deadlineAt, options);
  }
}

/** Gives the items that may still begin; the others' callers are no longer to be kept waiting. */
function rejectLate<Item, Result>(
  waiting: readonly Waiting<Item, Result>[],
): readonly Waiting<Item, Result>[] {
  const now = performance.now();
  const late = waiting.filter(({ beginsBefore }) => beginsBefore < now);
  for (const { reject } of late)
    reject(new Error('the database has been away for too long, nothing was done'));
  return waiting.filter(({ beginsBefore }) => beginsBefore >= now);
}

type LoneTry<Result> =
  | { readonly kind: 'done'; readonly result: Result }
  | { readonly kind: 'refused'; readonly error: unknown }
  | { readonly kind: 'away'; readonly error: unknown };

/** Never rejects. */
async function commitAlone<Item, Result>(
  { item, resolve, reject }: Waiting<Item, Result>,
  deadlineAt: number,
  options: GroupOptions<Item, Result>,
): Promise<void> {
  let cause: unknown;
  while (performance.now() < deadlineAt) {
    const outcome = await tryAlone(item, deadlineAt, options);
    switch (outcome.kind) {
      case 'done':
        resolve(outcome.result);
        return;
      case 'refused':
        reject(outcome.error);
        return;
      case 'away':
        cause = outcome.error;
        await pause(retryPauseMs);
    }
  }
  reject(new Error('the database did not answer in time, the outcome is unknown', { cause }));
}

async function tryAlone<Item, Result>(
  item: Item,
  deadlineAt: number,
  { commit, findCommitted }: GroupOptions<Item, Result>,
): Promise<LoneTry<Result>> {
  // Expected: the database is still away, or it refuses this item.
  try {
    const [result] = await beforeDeadline(deadlineAt, commit([item]));
    return { kind: 'done', result: result as Result };
  } catch (error) {
    if (isTemporary(error)) return { kind: 'away', error };
    if (findCommitted === undefined || !isUniqueViolation(error)) return { kind: 'refused', error };
    return findEarlier(beforeDeadline(deadlineAt, findCommitted(item)), error);
  }
}

/** An item that collides with itself was committed by a try whose answer got lost. */
async function findEarlier<Result>(
  search: Promise<Result | undefined>,
  collision: unknown,
): Promise<LoneTry<Result>> {
  // Expected: the database goes away again.
  try {
    const result = await search;
    return result === undefined ? { kind: 'refused', error: collision } : { kind: 'done', result };
  } catch (error) {
    return { kind: 'away', error };
  }
}

/** The work's result, or a rejection at the deadline. The work goes on then. */
async function beforeDeadline<T>(deadlineAt: number, work: Promise<T>): Promise<T> {
  const timer = new AbortController();
  const late = pause(Math.max(0, deadlineAt - performance.now()), undefined, { signal: timer.signal }).then(
    () => {
      throw new Error('the database did not answer in time');
    },
  );
  // Expected: the abort below, of which no one needs to hear.
  late.catch(() => undefined);
  work.catch(() => undefined);
  try {
    return await Promise.race([work, late]);
  } finally {
    timer.abort();
  }
}
