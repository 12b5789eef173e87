import type { LimitConfig } from '../config/index.ts';
import type { Db } from '../db/index.ts';
import type { Clock, Events } from '../observe/index.ts';
import { WriteBehind } from '../write-behind/index.ts';
import { Counters, ratesOf, type LimitUse, type TakeResult } from './counters.ts';
import { deleteMarks } from './quota-facts.ts';
import { ReachedLimits, type ReachedLimit } from './reached.ts';
import { addCounts, deleteWindows } from './store.ts';

/** What {@link createLimits} needs. */
export interface LimitsDependencies {
  readonly db: Db;
  readonly clock: Clock;
  readonly config: LimitConfig;
  readonly events: Pick<Events, 'failed'>;
  /** Told of shares of limits that were reached, from time to time; a rejection means again. Absent: nobody is told. */
  readonly tellReached?: (reached: readonly ReachedLimit[]) => Promise<void>;
}

/** How often things may happen. Disposing it tells what was counted and stops. */
export interface Limits extends AsyncDisposable {
  /** Counts one use of each limit when all have room for it, and none otherwise. Every limit with its key stands in `uses` once. */
  take(uses: readonly LimitUse[]): TakeResult;
  /** Removes counts that no window reaches any more; gives how many rows. */
  removeLapsed(): Promise<number>;
}

/** Some 30 MB: a counter with its subject takes about 300 octets. */
const maxSubjects = 100_000;
/** How long others do without the counts of this process. Shorter costs statements, longer lets more past a limit. */
const tellAfterMs = 1_000;
/** Between two statements at most, when a limit is near: ten a second and process are nothing to the database. */
const minIntervalMs = 100;
const retryMs = 1_000;
/** Rows of one statement, some milliseconds of work; what is more goes into the next. */
const maxBatchRows = 5_000;

/** Limits of one process; the processes on a database know of each other through it. */
export function createLimits(dependencies: LimitsDependencies): Limits {
  const { db, clock, config, events } = dependencies;
  const reached = new ReachedLimits(ratesOf(config));
  const counters = new Counters(config, { maxSubjects });
  const writing = new WriteBehind({
    action: 'limits',
    minIntervalMs,
    retryMs,
    events,
    write: async () => {
      await tell(dependencies, counters, reached);
      return { isMoreLeft: counters.hasPending || reached.hasWaiting };
    },
  });
  return {
    take: (uses) => {
      const nowMs = clock.now().getTime();
      const { result, isUrgent } = counters.take(uses, nowMs);
      if (result.kind === 'over' && reached.noteOver(result, nowMs)) writing.writeWithin(tellAfterMs);
      if (result.kind === 'within' && counters.hasPending) writing.writeWithin(isUrgent ? 0 : tellAfterMs);
      return result;
    },
    removeLapsed: () => removeLapsed({ db, clock, config }),
    [Symbol.asyncDispose]: () => writing[Symbol.asyncDispose](),
  };
}

async function tell(
  dependencies: LimitsDependencies,
  counters: Counters,
  reached: ReachedLimits,
): Promise<void> {
  const batch = counters.takeBatch(maxBatchRows);
  if (batch.length > 0) {
    // Expected: the database is away.
    try {
      const totals = await addCounts(dependencies.db, batch);
      counters.settle(totals);
      reached.look(totals, dependencies.clock.now().getTime());
    } catch (error) {
      counters.giveBack(batch);
      throw error;
    }
  }
  await tellOrganizations(dependencies, reached);
}

async function tellOrganizations({ tellReached }: LimitsDependencies, reached: ReachedLimits): Promise<void> {
  const news = reached.take();
  if (news.length === 0 || tellReached === undefined) return;
  // Expected: the database is away.
  try {
    await tellReached(news);
  } catch (error) {
    reached.giveBack(news);
    throw error;
  }
}

/** A limit that is off counts nothing, but may have counted before: for the longest window there is. */
const longestWindowMs = 86_400_000;

async function removeLapsed({
  db,
  clock,
  config,
}: Pick<LimitsDependencies, 'db' | 'clock' | 'config'>): Promise<number> {
  let removed = 0;
  for (const [limit, rate] of Object.entries(ratesOf(config))) {
    const keptMs = 2 * (rate?.windowMs ?? longestWindowMs);
    const before = new Date(clock.now().getTime() - keptMs);
    removed += await deleteWindows(db, { prefix: `${limit} `, before });
  }
  const marksBefore = new Date(clock.now().getTime() - 2 * longestWindowMs);
  return removed + (await deleteMarks(db, marksBefore));
}
