/** Waits; ends early, without an error, when `signal` aborts. */
export function pause(durationMs: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) {
      resolve();
      return;
    }
    const end = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, durationMs);
    signal.addEventListener('abort', end, { once: true });
  });
}

/** Does `action` again and again, `everyMs` after it ended, until `signal` aborts. `action` must not reject. */
export async function repeat(
  everyMs: number,
  action: () => Promise<void>,
  signal: AbortSignal,
): Promise<void> {
  await pause(everyMs, signal);
  while (!signal.aborted) {
    await action();
    await pause(everyMs, signal);
  }
}
