import { Wakeup } from '../../db/index.ts';

/** A {@link Wakeup} that is told for which queue keys. */
export class HintedWakeup extends Wakeup {
  #hintedKeys = new Set<string>();

  /** There is something to do for these queue keys. */
  hint(queueKeys: Iterable<string>): void {
    for (const key of queueKeys) this.#hintedKeys.add(key);
    this.wake();
  }

  /** The keys hinted at since the last call. */
  takeHintedKeys(): ReadonlySet<string> {
    const keys = this.#hintedKeys;
    this.#hintedKeys = new Set();
    return keys;
  }
}
