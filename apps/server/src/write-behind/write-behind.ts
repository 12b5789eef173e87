import type { Events } from '../observe/index.ts';

/** How to write behind. */
export interface WriteBehindOptions {
  /** Names the writing in the log where it fails: `limits`. */
  readonly action: string;
  /** Writes what has gathered; rejects when that failed, and then has kept it. Says whether more is left. */
  readonly write: () => Promise<{ readonly isMoreLeft: boolean }>;
  /** Shortest time from the begin of one writing to that of the next. */
  readonly minIntervalMs: number;
  /** Time to the next try after a failure. */
  readonly retryMs: number;
  readonly events: Pick<Events, 'failed'>;
}

/**
 * Writes what gathers in memory: one writing at a time, none while nothing has gathered. The first failure of a row is told, the others
 * are the same news. Disposing writes what is left, once.
 */
export class WriteBehind implements AsyncDisposable {
  readonly #options: WriteBehindOptions;
  #timer: NodeJS.Timeout | undefined;
  #dueAtMs = Infinity;
  #beganAtMs = -Infinity;
  #running: Promise<void> | undefined;
  #isFailing = false;
  #isDisposed = false;

  constructor(options: WriteBehindOptions) {
    this.#options = options;
  }

  /** Lets a writing begin within so long, as far as the interval allows. */
  writeWithin(delayMs: number): void {
    if (this.#isDisposed) return;
    const nowMs = performance.now();
    const dueAtMs = Math.max(nowMs + delayMs, this.#beganAtMs + this.#options.minIntervalMs);
    if (dueAtMs >= this.#dueAtMs) return;
    this.#dueAtMs = dueAtMs;
    if (this.#running === undefined) this.#arm(nowMs);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#isDisposed) return;
    this.#isDisposed = true;
    clearTimeout(this.#timer);
    await this.#running;
    await this.#write();
  }

  #arm(nowMs: number): void {
    clearTimeout(this.#timer);
    if (this.#dueAtMs === Infinity || this.#isDisposed) return;
    this.#timer = setTimeout(
      () => {
        this.#running = this.#write().then(() => {
          this.#running = undefined;
          this.#arm(performance.now());
        });
      },
      Math.max(0, this.#dueAtMs - nowMs),
    );
  }

  /** Never rejects. */
  async #write(): Promise<void> {
    const { write, minIntervalMs, retryMs, action, events } = this.#options;
    this.#dueAtMs = Infinity;
    this.#beganAtMs = performance.now();
    // Expected: the database is away.
    try {
      const { isMoreLeft } = await write();
      this.#isFailing = false;
      if (isMoreLeft) this.writeWithin(minIntervalMs);
    } catch (error) {
      if (!this.#isFailing) events.failed(action, error);
      this.#isFailing = true;
      // In place of an earlier wish: while the database is away, wishes come all the time.
      this.#beganAtMs = performance.now() + retryMs - minIntervalMs;
      this.#dueAtMs = Infinity;
      this.writeWithin(retryMs);
    }
  }
}
