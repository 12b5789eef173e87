import { type Subscription, Wakeup } from '../db/index.ts';
import { followupsChannel } from '../queue/index.ts';
import type { FollowupDependencies } from './dependencies.ts';
import { followUpNext } from './process.ts';

/** What the loop needs. */
export interface FollowupLoopOptions extends FollowupDependencies {
  /** Ends the loop: what is being followed up may end. */
  readonly signal: AbortSignal;
  /** How long a lost hint may go unnoticed. Default: 5 s. */
  readonly pollMs?: number;
}

/** Followups wait for nobody, so a poll costs one look at a small index. */
const standardPollMs = 5_000;

/** Follows up until `signal` aborts. Rejects only when the hints cannot be subscribed to. */
export async function runFollowups(options: FollowupLoopOptions): Promise<void> {
  const wakeup = new Wakeup();
  const wake = () => {
    wakeup.wake();
  };
  options.signal.addEventListener('abort', wake);
  await using _subscription: Subscription = await options.db.listen(followupsChannel, wake, wake);
  while (!options.signal.aborted) {
    await drain(options);
    await wakeup.sleep(options.pollMs ?? standardPollMs);
  }
}

async function drain(options: FollowupLoopOptions): Promise<void> {
  try {
    while (!options.signal.aborted && (await followUpNext(options)));
  } catch (error) {
    // Expected: the database is gone for a while. The next poll tries again.
    options.events.failed('followups', error);
  }
}
