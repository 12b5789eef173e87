import type { Clock } from '../observe/index.ts';

/** What a question gave, and how long that may be repeated. `ttlMs` 0 is never remembered. */
export interface Remembered<Answer> {
  readonly answer: Answer;
  readonly ttlMs: number;
}

interface Entry<Answer> {
  readonly answer: Answer;
  readonly expiresAtMs: number;
}

/**
 * Answers by question, least recently used first out. Equal questions that are asked while one is under way share it.
 */
export class AnswerCache<Answer> {
  readonly #clock: Clock;
  readonly #maxEntries: number;
  /** In order of use: a `Map` keeps the order of insertion, and a hit is inserted anew. */
  readonly #entries = new Map<string, Entry<Answer>>();
  readonly #pending = new Map<string, Promise<Answer>>();

  constructor({ clock, maxEntries }: { readonly clock: Clock; readonly maxEntries: number }) {
    this.#clock = clock;
    this.#maxEntries = maxEntries;
  }

  /** The remembered answer, or the one `ask` gives now. Rejects only when `ask` does. */
  get(question: string, ask: () => Promise<Remembered<Answer>>): Promise<Answer> {
    const known = this.#recall(question);
    if (known !== undefined) return Promise.resolve(known.answer);
    const underWay = this.#pending.get(question);
    if (underWay !== undefined) return underWay;
    const asked = this.#ask(question, ask);
    this.#pending.set(question, asked);
    return asked;
  }

  #recall(question: string): Entry<Answer> | undefined {
    const entry = this.#entries.get(question);
    if (entry === undefined) return undefined;
    this.#entries.delete(question);
    if (entry.expiresAtMs <= this.#clock.now().getTime()) return undefined;
    this.#entries.set(question, entry);
    return entry;
  }

  async #ask(question: string, ask: () => Promise<Remembered<Answer>>): Promise<Answer> {
    try {
      const { answer, ttlMs } = await ask();
      if (ttlMs > 0) this.#remember(question, { answer, expiresAtMs: this.#clock.now().getTime() + ttlMs });
      return answer;
    } finally {
      this.#pending.delete(question);
    }
  }

  #remember(question: string, entry: Entry<Answer>): void {
    this.#entries.set(question, entry);
    if (this.#entries.size <= this.#maxEntries) return;
    const [oldest] = this.#entries.keys();
    if (oldest !== undefined) this.#entries.delete(oldest);
  }
}
