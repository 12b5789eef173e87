import type { Operation } from '@smtpy/contract';
import { ApiError } from '../../api/index.ts';
import { DatabaseError, isDatabaseUnavailable, type Db } from '../../db/index.ts';
import { Turns, TurnsOfEach } from '../../turns/index.ts';

/** Whether all that an operation does is one transaction. */
export function isTransactional(operation: Pick<Operation, 'method' | 'isTransactional'>): boolean {
  return operation.method !== 'GET' && operation.isTransactional !== false;
}

/** What work is done on. */
export interface Workplace {
  readonly db: Pick<Db, 'joinedTransaction'>;
  /** Transactions at once: each holds a connection, and mail wants some too. */
  readonly changes: Bounds;
  /** Requests that only read. */
  readonly reads: Bounds;
}

/** How much runs at once in a process: for one caller, so that nobody is kept waiting by one who waits for a lock, and for all together. */
export interface Bounds {
  readonly ofEach: TurnsOfEach;
  readonly ofAll: Turns;
}

/** What is to be done, and for whom. */
export interface Work {
  readonly operation: Pick<Operation, 'method' | 'isTransactional'>;
  /** Names the person, or the network of who is not signed in. */
  readonly caller: string;
}

/** Transactions of requests at once in a process: a third of its connections, and half of those for one person. */
const changesAtOnce = { ofEach: 2, ofAll: 4 };

/** The same for what only reads: half of the connections. A statement may take a minute, and mail must not wait for it. */
const readsAtOnce = { ofEach: 3, ofAll: 6 };

/** The bounds of a process. */
export function createWorkplace(db: Workplace['db']): Workplace {
  return { db, changes: createBounds(changesAtOnce), reads: createBounds(readsAtOnce) };
}

/** Bounds of so much at once. */
export function createBounds(atOnce: { readonly ofEach: number; readonly ofAll: number }): Bounds {
  return { ofEach: new TurnsOfEach(atOnce.ofEach), ofAll: new Turns(atOnce.ofAll) };
}

/** Those of all are asked for last: who waits among the own keeps nobody waiting. */
function take<T>({ ofEach, ofAll }: Bounds, caller: string, work: () => Promise<T>): Promise<T> {
  return ofEach.take(caller, () => ofAll.take(work));
}

/** Two requests that lock the same rows in another order: one of them is undone by PostgreSQL, and does better at once. */
const mostTries = 3;
const worthAnotherTry: ReadonlySet<string> = new Set(['40001', '40P01']);

/** A lock that is not had by then is held by something that hangs; it is given up with 503. */
const lockTimeout = '10s';

/**
 * Does the work of a request: as one transaction where the operation is one. An error undoes it, but for those that say that the work is
 * kept; they are thrown after the commit.
 */
export async function runWork<T>(
  { db, changes, reads }: Workplace,
  { operation, caller }: Work,
  work: () => Promise<T>,
): Promise<T> {
  if (operation.method === 'GET') return take(reads, caller, work);
  // What asks others between its transactions holds no connection meanwhile.
  if (!isTransactional(operation)) return work();
  return take(changes, caller, async () => {
    for (let tries = 1; ; tries += 1) {
      // Expected: two transactions waited for each other.
      try {
        return await runOnce(db, work);
      } catch (error) {
        const isPassing = error instanceof DatabaseError && worthAnotherTry.has(error.code);
        if (!isPassing || tries === mostTries) throw error;
      }
    }
  });
}

async function runOnce<T>(db: Pick<Db, 'joinedTransaction'>, work: () => Promise<T>): Promise<T> {
  let kept: ApiError | undefined;
  const outcome = await db
    .joinedTransaction(async (tx) => {
      await tx.query({ text: `set local lock_timeout = '${lockTimeout}'` });
      // Expected: the operation is refused, and what counted the try must stay.
      try {
        return { result: await work() };
      } catch (error) {
        if (!(error instanceof ApiError) || !error.isWorkKept) throw error;
        kept = error;
        return undefined;
      }
    })
    .catch((error: unknown) => {
      // A statement had failed before: there is nothing to keep, and the refusal stands. Without a database it cannot stand: the count is lost.
      if (kept === undefined || isDatabaseUnavailable(error)) throw error;
      return undefined;
    });
  if (kept !== undefined) throw kept;
  if (outcome === undefined) throw new Error('work ended without a result');
  return outcome.result;
}
