import type { Db } from '../db/index.ts';
import type { DeliveryState } from './types.ts';

/** The queue at a glance. */
export interface QueueStats {
  /** Unfinished deliveries by state; states without any are absent. */
  readonly states: readonly {
    readonly state: DeliveryState;
    readonly count: number;
    readonly oldestAt: Date;
  }[];
  /** Since when the waiting delivery that is due longest has been due; undefined: nothing is due. */
  readonly oldestDueAt: Date | undefined;
  /** The 20 queue keys with most waiting deliveries. */
  readonly queueKeys: readonly {
    readonly queueKey: string;
    readonly queued: number;
    readonly deferred: number;
    readonly oldestAt: Date;
    readonly nextAttemptAt: Date;
  }[];
}

/** Each arm has the condition of a partial index, so a year of history costs nothing. */
const statesText = `
select d.state, count(*), min(d.created_at) as oldest_at from deliveries d where d.state in ('queued', 'deferred') group by d.state
union all
select d.state, count(*), min(d.created_at) from deliveries d where d.state = 'sending' group by d.state
union all
select d.state, count(*), min(d.created_at) from deliveries d where d.state = 'held' group by d.state
order by state`;

const queueKeysText = `
select d.queue_key, count(*) filter (where d.state = 'queued') as queued,
  count(*) filter (where d.state = 'deferred') as deferred, min(d.created_at) as oldest_at,
  min(d.next_attempt_at) as next_attempt_at
from deliveries d where d.state in ('queued', 'deferred')
group by d.queue_key order by count(*) desc, d.queue_key limit 20`;

const oldestDueText = `
select min(d.next_attempt_at) as due_at from deliveries d where d.state in ('queued', 'deferred') and d.next_attempt_at <= now()`;

interface StateRow {
  readonly state: DeliveryState;
  readonly count: number;
  readonly oldest_at: Date;
}

interface QueueKeyRow {
  readonly queue_key: string;
  readonly queued: number;
  readonly deferred: number;
  readonly oldest_at: Date;
  readonly next_attempt_at: Date;
}

/** See `Queue.stats`. */
export async function readStats(db: Db): Promise<QueueStats> {
  const states = await db.query<StateRow>({ text: statesText });
  const queueKeys = await db.query<QueueKeyRow>({ text: queueKeysText });
  const [due] = await db.query<{ readonly due_at: Date | null }>({ text: oldestDueText });
  return {
    oldestDueAt: due?.due_at ?? undefined,
    states: states.map(({ state, count, oldest_at: oldestAt }) => ({ state, count, oldestAt })),
    queueKeys: queueKeys.map((row) => ({
      queueKey: row.queue_key,
      queued: row.queued,
      deferred: row.deferred,
      oldestAt: row.oldest_at,
      nextAttemptAt: row.next_attempt_at,
    })),
  };
}
