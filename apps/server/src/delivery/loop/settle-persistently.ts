import type { Events } from '../../observe/index.ts';
import type { Queue, SettleRequest } from '../../queue/index.ts';
import { pause } from './pause.ts';

/** A database that restarts is back within seconds; a second between tries is soon enough and loads it little. */
const betweenTriesMs = 1_000;

/** What settling needs. */
export interface SettleContext {
  readonly queue: Pick<Queue, 'settle'>;
  readonly events: Pick<Events, 'failed' | 'noted'>;
  /** How long to try: while the lease lasts. Later another process may have the delivery. */
  readonly timeoutMs: number;
  /** Ends the tries early. */
  readonly signal: AbortSignal;
}

/**
 * Settles, and tries again while the database does not answer: a delivered message whose settling is given up is sent twice. Never
 * rejects; what was not settled when the time is over lapses with its lease.
 */
export async function settlePersistently(request: SettleRequest, context: SettleContext): Promise<void> {
  const { queue, events, timeoutMs, signal } = context;
  const { id: deliveryId } = request.delivery;
  const giveUpAtMs = performance.now() + timeoutMs;
  do {
    try {
      const result = await queue.settle(request);
      if (result.kind === 'lost_lease') events.noted('an attempt ended after its lease', { deliveryId });
      return;
    } catch (error) {
      // Expected: the database is gone for a while. Whatever else it is, trying again does no harm.
      events.failed('settle', error, { deliveryId, outcome: request.outcome.kind });
    }
    await pause(betweenTriesMs, signal);
  } while (!signal.aborted && performance.now() < giveUpAtMs);
}
