import type { Db, Statement, Tx } from '../db/index.ts';

/**
 * Runs a statement of the mail path so that its plan uses indexes, whatever the size of the tables.
 *
 * A prepared statement keeps its plan. One that was made while a table was nearly empty would read the whole table, and
 * would do so many times per second while the table grows, until the next ANALYZE: measured by `bench/queue.ts`, a claim took
 * 300 times as long. With sequential scans out of the question the plan is the right one from the start.
 */
export function queryByIndex<Row extends object>(db: Db, statement: Statement): Promise<readonly Row[]> {
  return transactByIndex(db, (tx) => tx.query<Row>(statement));
}

/** The same for several statements in one transaction. */
export function transactByIndex<T>(db: Db, work: (tx: Tx) => Promise<T>): Promise<T> {
  return db.transaction(async (tx) => {
    await tx.query({ text: 'set local enable_seqscan = off' });
    return work(tx);
  });
}
