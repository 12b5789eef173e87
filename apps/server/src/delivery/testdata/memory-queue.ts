import type { ClaimedDelivery, DeliveryOutcome, SettleRequest } from '../../queue/index.ts';
import type { DeliveryQueue } from '../loop/index.ts';

/** The queue's side of the loop, in memory: what is due, what is leased, what was settled. */
export interface MemoryQueue extends DeliveryQueue {
  /** Deliveries that may be claimed. */
  readonly due: ClaimedDelivery[];
  readonly leased: ReadonlyMap<string, ClaimedDelivery>;
  readonly settled: ReadonlyMap<string, DeliveryOutcome>;
  readonly counts: { claims: number; renewals: number; recoveries: number; settles: number };
  /** Gives a lease to somebody else. */
  takeAway(id: string): void;
  /** The next `count` calls of a function reject. */
  failNext(call: 'claim' | 'settle' | 'renewLeases', count: number): void;
}

/** Makes a queue without deliveries. */
export function createMemoryQueue(): MemoryQueue {
  const due: ClaimedDelivery[] = [];
  const leased = new Map<string, ClaimedDelivery>();
  const settled = new Map<string, DeliveryOutcome>();
  const counts = { claims: 0, renewals: 0, recoveries: 0, settles: 0 };
  const failures = { claim: 0, settle: 0, renewLeases: 0 };
  const failIfTold = (call: keyof typeof failures) => {
    if (failures[call] === 0) return;
    failures[call] -= 1;
    throw new Error(`${call}: the database is gone`);
  };
  return {
    due,
    leased,
    settled,
    counts,
    takeAway: (id) => leased.delete(id),
    failNext: (call, count) => (failures[call] = count),
    claim: async ({ limit, perDestination, busyKeys }) => {
      counts.claims += 1;
      await Promise.resolve();
      failIfTold('claim');
      const busy = new Map(busyKeys);
      const claimed: ClaimedDelivery[] = [];
      for (const delivery of [...due]) {
        const busyWithKey = busy.get(delivery.queueKey) ?? 0;
        if (claimed.length === limit || busyWithKey >= perDestination) continue;
        busy.set(delivery.queueKey, busyWithKey + 1);
        due.splice(due.indexOf(delivery), 1);
        leased.set(delivery.id, delivery);
        claimed.push(delivery);
      }
      return claimed;
    },
    renewLeases: async ({ ids }) => {
      counts.renewals += 1;
      await Promise.resolve();
      failIfTold('renewLeases');
      return new Set(ids.filter((id) => leased.has(id)));
    },
    recoverLapsedLeases: async () => {
      counts.recoveries += 1;
      return Promise.resolve(0);
    },
    settle: async ({ delivery, outcome }: SettleRequest) => {
      counts.settles += 1;
      await Promise.resolve();
      failIfTold('settle');
      if (!leased.delete(delivery.id)) return { kind: 'lost_lease' };
      settled.set(delivery.id, outcome);
      return outcome.kind === 'deferred'
        ? { kind: 'settled', state: 'deferred', nextAttemptAt: new Date(0) }
        : { kind: 'settled', state: outcome.kind };
    },
  };
}
