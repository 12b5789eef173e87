import { setTimeout as pause } from 'node:timers/promises';

/** Whether `work` settled within `limitMs`. It goes on when not; its failure counts as settled and is not thrown. */
export async function settlesWithin(limitMs: number, work: Promise<unknown>): Promise<boolean> {
  const timer = new AbortController();
  const settled = work.then(
    () => true,
    () => true,
  );
  const late = pause(limitMs, false, { signal: timer.signal }).catch(() => false);
  const result = await Promise.race([settled, late]);
  timer.abort();
  return result;
}

/** How to wait for a condition. */
export interface Wait {
  readonly limitMs: number;
  readonly intervalMs: number;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Asks `probe` until it gives something other than `undefined`, and returns that; `undefined` after the limit. Rejects
 * when the signal aborts, and with what `probe` throws.
 */
export async function poll<T>(wait: Wait, probe: () => Promise<T | undefined>): Promise<T | undefined> {
  const deadline = performance.now() + wait.limitMs;
  for (;;) {
    const value = await probe();
    if (value !== undefined || performance.now() >= deadline) return value;
    await pause(wait.intervalMs, undefined, wait.signal ? { signal: wait.signal } : {});
  }
}
