import type { ClaimedDelivery } from './types.ts';

/** One round over named keys, for {@link KeyRotation.remember}. */
export interface NamedRound {
  /** The keys in the order they were looked at. */
  readonly keys: readonly string[];
  /** The room each had. */
  readonly rooms: readonly number[];
  readonly claimed: readonly ClaimedDelivery[];
  readonly limit: number;
}

/**
 * What a process remembers between claims so that queue keys get their turns: the cursor of the walk over all keys, and the warm keys.
 *
 * A key is warm while it may have due deliveries that were left where they are: it was named while it was busy, it gave as many as it
 * had room for, or the limit was reached before its turn. Warm keys are looked at without a walk, in turns. All of this
 * is a shortcut: what it forgets is found by the walk.
 */
export class KeyRotation {
  readonly #maxKeys: number;
  /** In the order of their turns. */
  readonly #warm = new Set<string>();
  #cursor = '';

  constructor(maxKeys: number) {
    this.#maxKeys = maxKeys;
  }

  /** The key behind which the next walk begins; empty at the start. No key is empty. */
  get cursor(): string {
    return this.#cursor;
  }

  /** Sets the end of a walk; `null` or `undefined`: all keys were seen, the next begins at the start. */
  advance(lastKey: string | null | undefined): void {
    this.#cursor = lastKey ?? '';
  }

  /** The warm and the hinted keys that have room, in the order of their turns, at most `maxKeys`. */
  takeNamed(hintedKeys: Iterable<string>, roomOf: (key: string) => number): readonly string[] {
    const keys = new Set<string>();
    for (const key of [...this.#warm, ...hintedKeys]) {
      if (keys.size < this.#maxKeys && roomOf(key) > 0) keys.add(key);
      else if (!keys.has(key)) this.#warmUp(key);
    }
    return [...keys];
  }

  /** Learns from a round which of its keys may have more. */
  remember({ keys, rooms, claimed, limit }: NamedRound): void {
    const counts = new Map<string, number>();
    for (const { queueKey } of claimed) counts.set(queueKey, (counts.get(queueKey) ?? 0) + 1);
    const isCutShort = claimed.length >= limit;
    for (const key of keys) this.#warm.delete(key);
    const unseen = isCutShort ? keys.filter((key) => !counts.has(key)) : [];
    const full = keys.filter(
      (key, index) => isFull(counts.get(key) ?? 0, rooms[index] ?? 0) || (isCutShort && counts.has(key)),
    );
    for (const key of [...unseen, ...full]) this.#warmUp(key);
  }

  #warmUp(key: string): void {
    if (this.#warm.size < this.#maxKeys) this.#warm.add(key);
  }
}

function isFull(count: number, room: number): boolean {
  return count > 0 && count >= room;
}
