import type { Db } from '../../db/index.ts';
import type { Clock, Events } from '../../observe/index.ts';
import {
  type ClaimedDelivery,
  deliveriesChannel,
  type DeliveryOutcome,
  parseHint,
  type Queue,
} from '../../queue/index.ts';
import type { Attempt } from '../attempt/index.ts';
import { pause, repeat } from './pause.ts';
import { RunningAttempts } from './running-attempts.ts';
import { settlePersistently } from './settle-persistently.ts';
import { standardTiming, type LoopTiming } from './timing.ts';
import { HintedWakeup } from './wakeup.ts';

/** The part of the queue that the loop uses. */
export type DeliveryQueue = Pick<Queue, 'claim' | 'renewLeases' | 'recoverLapsedLeases' | 'settle'>;

/** What the loop needs. */
export interface DeliveryLoopOptions {
  readonly queue: DeliveryQueue;
  /** For hints on the channel `smtpy_deliveries`. */
  readonly db: Pick<Db, 'listen'>;
  /** From `createAttempt`. */
  readonly attempt: Attempt;
  /** Queue keys to leave alone; `pausedKeys` of the direct transport. */
  readonly pausedKeys?: () => Iterable<string>;
  readonly events: Pick<Events, 'attemptFinished' | 'failed' | 'noted'>;
  readonly clock: Clock;
  /** Attempts at once, in all and to one queue key. */
  readonly config: { readonly concurrency: number; readonly concurrencyPerDestination: number };
  /** Name of this process among those that claim; unique. */
  readonly owner: string;
  /** Ends the loop: nothing more is claimed, attempts under way may end. */
  readonly signal: AbortSignal;
  /** Default: {@link standardTiming}. */
  readonly timing?: LoopTiming;
}

/** Runs until `signal` aborts and the attempts under way have ended. Rejects only when the hints cannot be subscribed to. */
export async function runDeliveryLoop(options: DeliveryLoopOptions): Promise<void> {
  const loop = new DeliveryLoop(options);
  await using _subscription = await options.db.listen(
    deliveriesChannel,
    (payload) => {
      loop.hint(payload);
    },
    () => {
      loop.wake();
    },
  );
  await loop.run();
}

/** How late the end of a lease may be noticed. */
const lapseCheckMs = 1_000;

class DeliveryLoop {
  readonly #options: DeliveryLoopOptions;
  readonly #timing: LoopTiming;
  readonly #wakeup = new HintedWakeup();
  readonly #running = new RunningAttempts((delivery) => {
    this.#wakeForMore(delivery);
  });
  /** Aborts when the last attempt has ended or is given up: ends renewals, recoveries and repeated settling. */
  readonly #end = new AbortController();
  /** Whether the last claim took all it asked for, so that more may be due. */
  #wasClaimFull = false;
  /** Keys of which more may be due than their limit let us claim. */
  readonly #saturatedKeys = new Set<string>();

  constructor(options: DeliveryLoopOptions) {
    this.#options = options;
    this.#timing = options.timing ?? standardTiming;
  }

  wake(): void {
    this.#wakeup.wake();
  }

  hint(payload: string): void {
    this.#wakeup.hint(parseHint(payload));
  }

  async run(): Promise<void> {
    const { signal } = this.#options;
    const wake = () => {
      this.wake();
    };
    signal.addEventListener('abort', wake, { once: true });
    const upkeep = Promise.all([
      repeat(this.#timing.renewMs, () => this.#renew(), this.#end.signal),
      repeat(this.#timing.recoverMs, () => this.#recover(), this.#end.signal),
      repeat(
        lapseCheckMs,
        () => {
          this.#running.breakOffLapsed(performance.now());
          return Promise.resolve();
        },
        this.#end.signal,
      ),
    ]);
    while (!signal.aborted) {
      await this.#claimAndStart();
      await pause(this.#timing.claimGapMs, signal);
      await this.#wakeup.sleep(this.#timing.pollMs);
    }
    signal.removeEventListener('abort', wake);
    await this.#drain();
    this.#end.abort();
    await upkeep;
  }

  async #claimAndStart(): Promise<void> {
    const { queue, config, owner, events } = this.#options;
    const limit = config.concurrency - this.#running.count;
    if (limit <= 0) return;
    const busyKeys = this.#busyKeys();
    const hintedKeys = this.#wakeup.takeHintedKeys();
    const perDestination = config.concurrencyPerDestination;
    try {
      const { leaseMs } = this.#timing;
      const leaseEndsAtMs = performance.now() + leaseMs;
      const claimed = await queue.claim({ owner, limit, perDestination, busyKeys, hintedKeys, leaseMs });
      this.#wasClaimFull = claimed.length >= limit;
      this.#noteSaturation(claimed, { busyKeys, hintedKeys });
      for (const delivery of claimed) {
        // Its lease lapsed while the database was away, and is ours again: the attempt under way goes on under it.
        if (this.#running.has(delivery.id)) this.#running.extend([delivery.id], leaseEndsAtMs);
        else this.#running.start(delivery, leaseEndsAtMs, (signal) => this.#work(delivery, signal));
      }
    } catch (error) {
      // Expected: the database is gone for a while. The next poll tries again.
      events.failed('claim', error);
    }
  }

  /** A key that was given all its places, or had none to give, may have more that is due; one that left places free has not. */
  #noteSaturation(
    claimed: readonly ClaimedDelivery[],
    asked: { readonly busyKeys: ReadonlyMap<string, number>; readonly hintedKeys: ReadonlySet<string> },
  ): void {
    const countByKey = new Map<string, number>();
    for (const { queueKey } of claimed) countByKey.set(queueKey, (countByKey.get(queueKey) ?? 0) + 1);
    for (const key of new Set([...asked.hintedKeys, ...countByKey.keys()])) {
      const places = this.#options.config.concurrencyPerDestination - (asked.busyKeys.get(key) ?? 0);
      const count = countByKey.get(key) ?? 0;
      // Without an attempt under way (a paused key) nothing would ever look again, so nothing is noted.
      const isWatched = count > 0 || this.#running.countByKey.has(key);
      if (count >= places && isWatched) this.#saturatedKeys.add(key);
      else this.#saturatedKeys.delete(key);
    }
  }

  #busyKeys(): ReadonlyMap<string, number> {
    const { config, pausedKeys } = this.#options;
    const busy = new Map(this.#running.countByKey);
    for (const key of pausedKeys?.() ?? []) busy.set(key, config.concurrencyPerDestination);
    return busy;
  }

  async #work(delivery: ClaimedDelivery, signal: AbortSignal): Promise<void> {
    const { attempt, queue, events, owner } = this.#options;
    const outcome = await attempt(delivery, signal);
    await settlePersistently(
      { delivery, owner, outcome },
      { queue, events, timeoutMs: this.#timing.leaseMs, signal: this.#end.signal },
    );
    this.#report(delivery, outcome);
  }

  #report(
    { id, messageId, queueKey, createdAt, kind: deliveryKind, privacyLevel }: ClaimedDelivery,
    { kind, evidence }: DeliveryOutcome,
  ): void {
    const { events, clock } = this.#options;
    // A notice with a privacy level is a report to a sender of whom not even the domain is to be kept.
    const isPlaceLogged = privacyLevel !== 'none' || deliveryKind !== 'notice';
    events.attemptFinished({
      deliveryId: id,
      messageId,
      queueKey: isPlaceLogged ? queueKey : '*',
      outcome: kind,
      stage: evidence.stage,
      ...(evidence.reply && { code: evidence.reply.code }),
      ...(isPlaceLogged && evidence.host !== undefined && { host: evidence.host }),
      durationMs: evidence.durationMs,
      ageMs: clock.now().getTime() - createdAt.getTime(),
    });
  }

  /**
   * A place is free. What is due was left unclaimed only where a limit was reached, in all or for this key; otherwise there is
   * nothing to look for before the next hint.
   */
  #wakeForMore({ queueKey }: ClaimedDelivery): void {
    if (this.#saturatedKeys.has(queueKey)) this.#wakeup.hint([queueKey]);
    else if (this.#wasClaimFull) this.wake();
  }

  /** An attempt whose lease went to someone else must not go on: the message would be sent twice. */
  async #renew(): Promise<void> {
    const { queue, owner, events } = this.#options;
    const { ids } = this.#running;
    if (ids.length === 0) return;
    try {
      const { leaseMs } = this.#timing;
      const leaseEndsAtMs = performance.now() + leaseMs;
      const kept = await queue.renewLeases({ ids, owner, leaseMs });
      this.#running.extend(kept, leaseEndsAtMs);
      const asked = new Set(ids);
      this.#running.breakOffOthers(new Set([...kept, ...this.#running.ids.filter((id) => !asked.has(id))]));
    } catch (error) {
      // Expected: the database is gone for a while. The lease outlasts one failed renewal.
      events.failed('renew leases', error);
    }
  }

  async #recover(): Promise<void> {
    try {
      if ((await this.#options.queue.recoverLapsedLeases()) > 0) this.wake();
    } catch (error) {
      // Expected: the database is gone for a while.
      this.#options.events.failed('recover leases', error);
    }
  }

  /** What cannot end in time is broken off and settled as deferred; what cannot even be settled lapses with its lease. */
  async #drain(): Promise<void> {
    await this.#running.allEnded(this.#timing.drainMs);
    if (this.#running.count === 0) return;
    this.#options.events.noted('attempts are broken off', { count: this.#running.count });
    this.#running.breakOffOthers(new Set());
    await this.#running.allEnded(this.#timing.abandonMs);
  }
}
