import type { Clock } from '../../observe/index.ts';

/** When a destination is left alone. */
export interface PauseLimits {
  /** Failures in a row after which the first pause begins. */
  readonly failuresBeforePause: number;
  readonly firstPauseMs: number;
  /** Each pause is twice as long as the one before, up to this. */
  readonly maxPauseMs: number;
}

/**
 * Three failures are no accident. The longest pause stays below the delay between two attempts at one message, so that a
 * destination that is back gets its mail no later than without pauses.
 */
export const standardPauseLimits: PauseLimits = {
  failuresBeforePause: 3,
  firstPauseMs: 15_000,
  maxPauseMs: 600_000,
};

interface Trouble {
  readonly failures: number;
  readonly pauses: number;
  readonly pausedUntilMs: number;
}

/** A destination forgotten too early is only tried too early. */
const maxTroubled = 10_000;

/**
 * Destinations that could not be reached several times in a row. Their deliveries are not claimed while they are
 * paused, so that a dead host does not use up attempts and places.
 *
 * | from     | event                                   | to                                    |
 * |----------|-----------------------------------------|---------------------------------------|
 * | (calm)   | unreachable                             | troubled                              |
 * | troubled | unreachable, `failuresBeforePause` times | paused for `firstPauseMs`             |
 * | paused   | the time is over                        | troubled: the next failure pauses it  |
 * | troubled | unreachable again after a pause         | paused for twice the time             |
 * | any      | reached                                 | (calm)                                |
 *
 * In memory and per process: after a restart each destination is simply tried again.
 */
export class DestinationPauses {
  readonly #clock: Clock;
  readonly #limits: PauseLimits;
  readonly #troubled = new Map<string, Trouble>();

  constructor({ clock, limits }: { readonly clock: Clock; readonly limits: PauseLimits }) {
    this.#clock = clock;
    this.#limits = limits;
  }

  /** No host of the destination could be talked to. */
  noteUnreachable(queueKey: string): void {
    const nowMs = this.#clock.now().getTime();
    const known = this.#troubled.get(queueKey) ?? { failures: 0, pauses: 0, pausedUntilMs: 0 };
    // Attempts that were under way when the pause began say nothing new.
    if (known.pausedUntilMs > nowMs) return;
    this.#troubled.delete(queueKey);
    this.#troubled.set(queueKey, this.#worsen(known, nowMs));
    const [oldest] = this.#troubled.keys();
    if (this.#troubled.size > maxTroubled && oldest !== undefined) this.#troubled.delete(oldest);
  }

  /** A host of the destination was talked to, whatever it said. */
  noteReached(queueKey: string): void {
    this.#troubled.delete(queueKey);
  }

  /** Destinations to leave alone now. */
  pausedKeys(): readonly string[] {
    const nowMs = this.#clock.now().getTime();
    return [...this.#troubled]
      .filter(([, { pausedUntilMs }]) => pausedUntilMs > nowMs)
      .map(([queueKey]) => queueKey);
  }

  #worsen({ failures, pauses }: Trouble, nowMs: number): Trouble {
    const { failuresBeforePause, firstPauseMs, maxPauseMs } = this.#limits;
    if (failures + 1 < failuresBeforePause) return { failures: failures + 1, pauses, pausedUntilMs: 0 };
    const pauseMs = Math.min(firstPauseMs * 2 ** pauses, maxPauseMs);
    return { failures: failures + 1, pauses: pauses + 1, pausedUntilMs: nowMs + pauseMs };
  }
}
