import { setTimeout as sleep } from 'node:timers/promises';

/**
 * No refused sign-in, and no answer that must not tell whether there is somebody, is given sooner after the request began. An argon2id hash
 * takes some 40 ms on one core and a transaction with a mail some 20 ms more: 400 ms hides the difference between all ways that end in the same
 * words also while the machine is busy, and nobody who mistypes a password minds. A bcrypt hash of cost 12 takes some 300 ms.
 */
export const answerFloorMs = 400;

/** Does the work, and settles no sooner than the floor after now, whatever comes of it. */
export async function withFloor<T>(work: () => Promise<T>): Promise<T> {
  const floor = sleep(answerFloorMs);
  try {
    return await work();
  } finally {
    await floor;
  }
}

/** The same, but what the work resolves to comes at once: success may be known by its speed. */
export async function withFloorOnFailure<T>(work: () => Promise<T>): Promise<T> {
  const startedAt = performance.now();
  try {
    return await work();
  } catch (error) {
    await sleep(Math.max(0, answerFloorMs - (performance.now() - startedAt)));
    throw error;
  }
}
