import { Wakeup, type Db } from '../db/index.ts';
import type { Events } from '../observe/index.ts';
import { foldAll } from './fold.ts';
import { countNext } from './rebuild.ts';

/** What the loop needs. */
export interface FoldingOptions {
  readonly db: Db;
  readonly events: Pick<Events, 'failed' | 'noted'>;
  /** Ends the loop: a transaction under way may end. */
  readonly signal: AbortSignal;
}

/** While there is mail: readers add what is not folded, so that a second of a busy server (some 1,000 deltas) costs them 1 ms. */
const busyPauseMs = 1_000;

/** While there is none: each look that finds nothing doubles the pause up to this. */
const idlePauseMs = 15_000;

/** Folds until `signal` aborts. Between folds it counts the facts of before the first start, once. Does not reject. */
export async function runFolding({ db, events, signal }: FoldingOptions): Promise<void> {
  const wakeup = new Wakeup();
  signal.addEventListener('abort', () => {
    wakeup.wake();
  });
  let pauseMs = busyPauseMs;
  let isCounting = false;
  while (!signal.aborted) {
    // Expected: the database is away for a while. The next round tries again.
    try {
      const counting = await countNext(db);
      isCounting ||= counting.kind === 'counted';
      if (isCounting && counting.kind === 'nothing') {
        isCounting = false;
        events.noted('statistics were made of all facts of before');
      }
      const deltas = await foldAll(db);
      if (counting.kind === 'counted') continue;
      pauseMs = deltas > 0 ? busyPauseMs : Math.min(idlePauseMs, 2 * pauseMs);
    } catch (error) {
      events.failed('statistics', error);
      pauseMs = idlePauseMs;
    }
    await wakeup.sleep(pauseMs);
  }
}
