import type { Queryable } from '../db/index.ts';
import type { DeliveryState } from './types.ts';

/** How much waits, and for how long. */
export interface QueueDepth {
  /** Unfinished deliveries by state. */
  readonly states: Readonly<Record<UnfinishedState, number>>;
  /** Since when the delivery waits that is due longest, in seconds; 0: nothing is due. */
  readonly oldestDueSeconds: number;
}

/** States in which a delivery is not at its end. */
type UnfinishedState = Extract<DeliveryState, 'queued' | 'deferred' | 'sending' | 'held'>;

/** Each arm has the condition of a partial index, so a year of history costs nothing. */
const depthText = `
select count(*) filter (where d.state = 'queued') as queued, count(*) filter (where d.state = 'deferred') as deferred,
  (select count(*) from deliveries d where d.state = 'sending') as sending,
  (select count(*) from deliveries d where d.state = 'held') as held,
  greatest(0, coalesce(extract(epoch from now() - min(d.next_attempt_at)), 0))::float8 as oldest_due_seconds
from deliveries d where d.state in ('queued', 'deferred')`;

/** See `Queue.depth`. */
export async function readDepth(db: Queryable): Promise<QueueDepth> {
  const [row] = await db.query<
    Readonly<Record<UnfinishedState, number>> & { readonly oldest_due_seconds: number }
  >({ name: 'queue-depth', text: depthText });
  const {
    oldest_due_seconds: oldestDueSeconds = 0,
    queued = 0,
    deferred = 0,
    sending = 0,
    held = 0,
  } = row ?? {};
  return { states: { queued, deferred, sending, held }, oldestDueSeconds };
}
