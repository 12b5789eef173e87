import type { Db } from '../db/index.ts';
import type { Clock, Events } from '../observe/index.ts';
import { WriteBehind } from '../write-behind/index.ts';
import { RefusalBuffer } from './buffer.ts';
import type { ListRefusals, NewRefusal, Refusal, RefusalCount } from './refusal.ts';
import { prepareRefusal } from './rules.ts';
import { deleteCountsBefore, insertRefusals, listCounts, listRefusals } from './store.ts';

/** What {@link createRefusals} needs. */
export interface RefusalsDependencies {
  readonly db: Db;
  readonly clock: Clock;
  readonly events: Pick<Events, 'failed'>;
}

/** What was refused before acceptance. Disposing it writes what is left. */
export interface Refusals extends AsyncDisposable {
  /** Notes a refusal; it can be read a second or two later. Neither waits nor throws. */
  note(refusal: NewRefusal): void;
  /** Newest first. */
  list(request: ListRefusals): Promise<readonly Refusal[]>;
  /** The counts of an organization, newest hour first; the last 1,000 rows. */
  counts(organizationId: string): Promise<readonly RefusalCount[]>;
  /** Removes counts that are older than so many days; gives how many. The events go with the months that retention drops. */
  removeOlderThan(days: number): Promise<number>;
}

/** Refusals with their details that a process keeps: some 500 kB. */
const maxRefusals = 1_000;
/** Kinds of refusals that it counts beyond them; of as many organizations and hours it counts the others together. */
const maxSurplus = 1_000;
/** Enough to see what is going on, and 12,000 rows a day at most: 5 MB. */
const maxEventsPerHour = 500;
const maxCountRows = 1_000;
const writeEveryMs = 1_000;

/** Refusals on a database. */
export function createRefusals({ db, clock, events }: RefusalsDependencies): Refusals {
  const buffer = new RefusalBuffer({ maxRefusals, maxSurplus });
  const writing = new WriteBehind({
    action: 'refusals',
    write: async () => {
      await write(buffer, { db, events });
      return { isMoreLeft: !buffer.isEmpty };
    },
    minIntervalMs: writeEveryMs,
    retryMs: writeEveryMs,
    events,
  });
  return {
    note: (refusal) => {
      buffer.add(prepareRefusal(refusal, clock.now()));
      writing.writeWithin(writeEveryMs);
    },
    list: (request) => listRefusals(db, request),
    counts: (organizationId) => listCounts(db, organizationId, maxCountRows),
    removeOlderThan: (days) => deleteCountsBefore(db, new Date(clock.now().getTime() - days * 86_400_000)),
    [Symbol.asyncDispose]: () => writing[Symbol.asyncDispose](),
  };
}

async function write(
  buffer: RefusalBuffer,
  { db, events }: Pick<RefusalsDependencies, 'db' | 'events'>,
): Promise<void> {
  const batch = buffer.take();
  if (batch.refusals.length === 0 && batch.surplus.length === 0) return;
  // Expected: the database is away.
  try {
    await insertRefusals(db, batch, { maxEventsPerHour });
  } catch (error) {
    buffer.giveBack(batch);
    throw error;
  }
  if (batch.lost > 0)
    events.failed('refusals', new Error('there were more refusals than can be kept'), { lost: batch.lost });
}
