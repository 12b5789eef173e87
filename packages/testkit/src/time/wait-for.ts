import { setTimeout as delay } from 'node:timers/promises';

/** How long to wait. */
export interface WaitOptions {
  /** Default 10,000. */
  readonly timeoutMs?: number;
  /** Ends the wait early; the wait then rejects with the signal's reason. */
  readonly signal?: AbortSignal;
}

/** How long to wait, and the words for the failure. */
export interface WaitForOptions extends WaitOptions {
  /** What is waited for, as it should read after "timed out waiting for". */
  readonly what: string;
}

/** Deadline of every wait without its own: long for a loaded machine, short for somebody watching a failing test. */
export const defaultTimeoutMs = 10_000;

/** Often enough that a test does not feel it, seldom enough that a query as condition does not load the database. */
const pollEveryMs = 20;

/**
 * Asks `condition` every 20 ms until its value is truthy, and gives that value. Rejects with `what` at the deadline,
 * and at once with the condition's own error when it throws. One asking is not cut short by the deadline.
 */
export async function waitFor<T>(
  condition: () => T | Promise<T>,
  options: WaitForOptions,
): Promise<Exclude<T, false | 0 | '' | null | undefined>> {
  const timeoutMs = options.timeoutMs ?? defaultTimeoutMs;
  const deadline = performance.now() + timeoutMs;
  for (;;) {
    options.signal?.throwIfAborted();
    const value = await condition();
    if (value) return value as Exclude<T, false | 0 | '' | null | undefined>;
    if (performance.now() >= deadline) {
      throw new Error(`timed out after ${timeoutMs} ms waiting for ${options.what}`);
    }
    await delay(pollEveryMs, undefined, options.signal === undefined ? {} : { signal: options.signal });
  }
}
