import { Turns } from './turns.ts';

/** {@link Turns} of each of many: how much of its work runs at once, however much the others have. */
export class TurnsOfEach {
  readonly #atOnce: number;
  /** Of those alone that have work. */
  readonly #busy = new Map<string, { readonly turns: Turns; count: number }>();

  constructor(atOnce: number) {
    this.#atOnce = atOnce;
  }

  /** Runs `work` when its turn among the work of `key` comes, and hands on its result or rejection. */
  async take<T>(key: string, work: () => Promise<T>): Promise<T> {
    const entry = this.#busy.get(key) ?? { turns: new Turns(this.#atOnce), count: 0 };
    entry.count += 1;
    this.#busy.set(key, entry);
    try {
      return await entry.turns.take(work);
    } finally {
      entry.count -= 1;
      if (entry.count === 0) this.#busy.delete(key);
    }
  }
}
