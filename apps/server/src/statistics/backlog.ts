import type { Db } from '../db/index.ts';
import { tryLockRollups } from './fold.ts';
import { rebuildIn } from './rebuild.ts';

/**
 * Counts what happened before there were statistics, once per installation; the migration left a row that says so. Gives the number of
 * days that were counted; 0 as a rule.
 */
export async function countBacklog(db: Db): Promise<number> {
  const text = 'select singleton from statistics_backlog';
  if ((await db.query({ name: 'statistics-backlog', text })).length === 0) return 0;
  return db.transaction(async (tx) => {
    await tx.query({ text: 'set transaction isolation level repeatable read' });
    if (!(await tryLockRollups(tx))) return 0;
    return (await tx.query({ text })).length === 0 ? 0 : rebuildIn(tx);
  });
}
