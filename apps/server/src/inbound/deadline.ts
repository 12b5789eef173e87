/** A wait that took too long. The work goes on; nobody waits for it any more. */
export class DeadlineError extends Error {
  override readonly name = 'DeadlineError';
}

/** The result of `work`, or a rejection with {@link DeadlineError} after `timeoutMs`. `what` completes "… took longer than". */
export async function withinDeadline<T>(
  work: Promise<T>,
  { timeoutMs, what }: { readonly timeoutMs: number; readonly what: string },
): Promise<T> {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => {
    late.reject(new DeadlineError(`${what} took longer than ${timeoutMs} ms`));
  }, timeoutMs);
  try {
    return await Promise.race([work, late.promise]);
  } finally {
    clearTimeout(timer);
  }
}
