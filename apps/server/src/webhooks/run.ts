import { type Subscription, Wakeup } from '../db/index.ts';
import { claimDeliveries, recoverLapsed, type ClaimDeliveries } from './claim-store.ts';
import { webhooksChannel } from './delivery-store.ts';
import type { SenderDependencies } from './dependencies.ts';
import { processDelivery } from './process.ts';

/** What the loop needs. */
export interface WebhookLoopOptions extends SenderDependencies {
  /** Ends the loop, after the attempts that are under way. */
  readonly signal: AbortSignal;
  /** How late a retry may be, and how long a lost hint goes unnoticed. Default: 1 s. */
  readonly pollMs?: number;
  /** How long after the death of a process its attempts are made again. Default: 20 s, twice the longest attempt. */
  readonly leaseMs?: number;
}

/** A poll is one look at the index of what waits. */
const standardPollMs = 1_000;
const standardLeaseMs = 20_000;

/** Attempts under way at once: each is a socket and waits most of its time. */
const maxUnderWay = 64;

/** The same for one webhook: enough for two hundred events a second, few enough that ten slow webhooks leave room for all others. */
const perWebhook = 4;

/** Lapsed leases are looked for this often. */
const recoverEveryMs = 5_000;

/** Sends until `signal` aborts. Rejects only when the hints cannot be subscribed to. */
export async function runWebhooks(options: WebhookLoopOptions): Promise<void> {
  const { signal, db, pollMs = standardPollMs } = options;
  const wakeup = new Wakeup();
  const wake = (): void => {
    wakeup.wake();
  };
  signal.addEventListener('abort', wake);
  const underWay = new Set<Promise<void>>();
  await using _subscription: Subscription = await db.listen(webhooksChannel, wake, wake);
  let recoveredAtMs = Number.NEGATIVE_INFINITY;
  while (!signal.aborted) {
    if (performance.now() - recoveredAtMs >= recoverEveryMs) {
      recoveredAtMs = performance.now();
      await recover(options);
    }
    await fill(options, underWay, wake);
    await wakeup.sleep(pollMs);
  }
  await Promise.all(underWay);
}

/** Claims as long as there is room and something due. */
async function fill(
  options: WebhookLoopOptions,
  underWay: Set<Promise<void>>,
  wake: () => void,
): Promise<void> {
  const { db, events, owner, signal, leaseMs = standardLeaseMs } = options;
  // Expected: the database is gone for a while. The next poll tries again.
  try {
    for (;;) {
      const limit = maxUnderWay - underWay.size;
      if (limit <= 0 || signal.aborted) return;
      const wish: ClaimDeliveries = { owner, leaseMs, limit, perWebhook };
      const claimed = await claimDeliveries(db, wish);
      if (claimed.length === 0) return;
      for (const delivery of claimed) {
        const attempt: Promise<void> = processDelivery(options, delivery).finally(() => {
          underWay.delete(attempt);
          wake();
        });
        underWay.add(attempt);
      }
    }
  } catch (error) {
    events.failed('webhooks', error);
  }
}

async function recover({ db, events }: WebhookLoopOptions): Promise<void> {
  // Expected: as above.
  try {
    const count = await recoverLapsed(db);
    if (count > 0) events.noted('attempts of webhooks whose process is gone are made again', { count });
  } catch (error) {
    events.failed('webhooks', error);
  }
}
