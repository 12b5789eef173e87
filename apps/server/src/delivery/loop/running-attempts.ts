import type { ClaimedDelivery } from '../../queue/index.ts';

interface Running {
  readonly delivery: ClaimedDelivery;
  readonly controller: AbortController;
  readonly ended: Promise<void>;
  /** By `performance.now()`. */
  leaseEndsAtMs: number;
}

/** The attempts under way in this process. */
export class RunningAttempts {
  readonly #running = new Map<string, Running>();
  readonly #countByKey = new Map<string, number>();
  readonly #onEnded: (delivery: ClaimedDelivery) => void;

  /** `onEnded` is called after each attempt, when it no longer counts. */
  constructor(onEnded: (delivery: ClaimedDelivery) => void) {
    this.#onEnded = onEnded;
  }

  /** How many. */
  get count(): number {
    return this.#running.size;
  }

  /** Ids of the deliveries. */
  get ids(): readonly string[] {
    return [...this.#running.keys()];
  }

  /** How many by queue key. */
  get countByKey(): ReadonlyMap<string, number> {
    return this.#countByKey;
  }

  /** Runs an attempt, settling included. `work` must not reject; its signal aborts when the attempt is broken off. */
  start(
    delivery: ClaimedDelivery,
    leaseEndsAtMs: number,
    work: (signal: AbortSignal) => Promise<void>,
  ): void {
    const controller = new AbortController();
    this.#countByKey.set(delivery.queueKey, (this.#countByKey.get(delivery.queueKey) ?? 0) + 1);
    const ended = work(controller.signal).finally(() => {
      this.#remove(delivery);
      this.#onEnded(delivery);
    });
    this.#running.set(delivery.id, { delivery, controller, ended, leaseEndsAtMs });
  }

  /** Whether an attempt at this delivery is under way. */
  has(id: string): boolean {
    return this.#running.has(id);
  }

  /** Notes that leases were renewed. */
  extend(ids: Iterable<string>, leaseEndsAtMs: number): void {
    for (const id of ids) {
      const running = this.#running.get(id);
      if (running !== undefined) running.leaseEndsAtMs = leaseEndsAtMs;
    }
  }

  /** Breaks off every attempt whose lease has ended by our own clock. */
  breakOffLapsed(nowMs: number): void {
    for (const { controller, leaseEndsAtMs } of this.#running.values())
      if (leaseEndsAtMs <= nowMs) controller.abort();
  }

  /** Breaks off every attempt that is not among `kept`. */
  breakOffOthers(kept: ReadonlySet<string>): void {
    for (const [id, { controller }] of this.#running) if (!kept.has(id)) controller.abort();
  }

  /** Waits until none is under way, at most so long. */
  async allEnded(timeoutMs: number): Promise<void> {
    const timeout = Promise.withResolvers<undefined>();
    const timer = setTimeout(() => {
      timeout.resolve(undefined);
    }, timeoutMs);
    await Promise.race([Promise.all([...this.#running.values()].map(({ ended }) => ended)), timeout.promise]);
    clearTimeout(timer);
  }

  #remove({ id, queueKey }: ClaimedDelivery): void {
    this.#running.delete(id);
    const left = (this.#countByKey.get(queueKey) ?? 1) - 1;
    if (left > 0) this.#countByKey.set(queueKey, left);
    else this.#countByKey.delete(queueKey);
  }
}
