import type { Clock } from '../observe/index.ts';

/** Failures in a row after which nobody waits any more. One may be a restart; three are an outage. */
export const maxFailures = 3;
/** How long nothing is asked: what an outage costs beyond its end, and how often one message waits for it meanwhile. */
export const pauseMs = 10_000;

/** Knows whether asking is worth the wait. */
export interface Breaker {
  /** Whether to ask. While it is open, one in ten seconds may. */
  admit(): boolean;
  /** Gives whether it was open. */
  succeed(): boolean;
  /** Gives whether it is open now and was not before. */
  fail(): boolean;
}

/** A breaker, closed. Per process: each finds out for itself. */
export function createBreaker(clock: Clock): Breaker {
  let failures = 0;
  let nextAtMs = 0;
  const isOpen = (): boolean => failures >= maxFailures;
  return {
    admit: () => {
      const nowMs = clock.now().getTime();
      // A clock that was set back must not prolong the pause.
      if (isOpen() && nowMs < nextAtMs && nextAtMs - nowMs <= pauseMs) return false;
      nextAtMs = nowMs + pauseMs;
      return true;
    },
    succeed: () => {
      const wasOpen = isOpen();
      failures = 0;
      return wasOpen;
    },
    fail: () => {
      failures += 1;
      nextAtMs = clock.now().getTime() + pauseMs;
      return failures === maxFailures;
    },
  };
}
