import type { Db } from '../../apps/server/src/db/index.ts';
import { rebuildStatistics } from '../../apps/server/src/statistics/index.ts';

/** What is made out of the rows when all are there. */
export interface AfterSeedStep {
  /** For the progress line. */
  readonly name: string;
  run(db: Db): Promise<unknown>;
}

/**
 * Steps after the seed, in their order: for tables that triggers or the mail path fill otherwise, such as roll-ups of statistics. Statement
 * triggers of the big tables do not fire for what the seed puts into their months.
 */
export const afterSeed: readonly AfterSeedStep[] = [{ name: 'statistics', run: rebuildStatistics }];
