import { toFailure } from './failure.ts';

/** Keys by which the server knows a request that comes once more, because its answer was lost on the way. */
export interface RepeatKeys {
  /** Sends with a key: that of the try before where the same was asked for and nobody knows whether it was done, else a new one. */
  use<T>(request: string, send: (key: string) => Promise<T>): Promise<T>;
}

/** As many characters as nobody else chooses by chance. */
const keyBytes = 16;
/** Whoever wants the same again after this time wants another one, milliseconds. */
const lostForMs = 10 * 60_000;

/** Keys of this page. They are in memory alone: after a reload everything is asked for anew. */
export function createRepeatKeys(now: () => number = () => performance.now()): RepeatKeys {
  const open = new Map<string, { readonly key: string; readonly atMs: number }>();
  return {
    use: async (request, send) => {
      const before = open.get(request);
      const isOpen = before !== undefined && now() - before.atMs < lostForMs;
      const key = isOpen ? before.key : createKey();
      open.set(request, { key, atMs: now() });
      try {
        const answer = await send(key);
        open.delete(request);
        return answer;
      } catch (error) {
        // Expected: a Failure. After an answer that decides nothing, the work may be done all the same.
        if (!toFailure(error).isTemporary) open.delete(request);
        throw error;
      }
    },
  };
}

function createKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(keyBytes));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
