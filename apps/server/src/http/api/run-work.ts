import type { Operation } from '@smtpy/contract';
import { ApiError } from '../../api/index.ts';
import { DatabaseError, isDatabaseUnavailable, type Db } from '../../db/index.ts';
import type { Turns } from '../../turns/index.ts';

/** Whether all that an operation does is one transaction. */
export function isTransactional(operation: Pick<Operation, 'method' | 'isTransactional'>): boolean {
  return operation.method !== 'GET' && operation.isTransactional !== false;
}

/** What work is done on. */
export interface Workplace {
  readonly db: Pick<Db, 'joinedTransaction'>;
  /** Bounds the transactions of a process: each holds a connection, and mail wants some too. */
  readonly turns: Turns;
}

/** Transactions of requests at once in a process: a third of its connections. */
export const transactionsAtOnce = 4;

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
  { db, turns }: Workplace,
  operation: Pick<Operation, 'method' | 'isTransactional'>,
  work: () => Promise<T>,
): Promise<T> {
  if (!isTransactional(operation)) return work();
  return turns.take(async () => {
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
