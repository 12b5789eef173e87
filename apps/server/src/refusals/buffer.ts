import { countKeyText, otherReason, type CountKey, type StorableRefusal } from './rules.ts';

/** What is written at once. */
export interface RefusalBatch {
  /** Oldest first. */
  readonly refusals: readonly StorableRefusal[];
  /** Refusals of which the number alone is left. */
  readonly surplus: readonly (CountKey & { readonly count: number })[];
  /** Refusals of which nothing is left. */
  readonly lost: number;
}

/** Refusals that wait to be written. When there are too many the oldest lose their details, at last all trace. */
export class RefusalBuffer {
  readonly #maxRefusals: number;
  readonly #maxSurplus: number;
  #refusals: StorableRefusal[] = [];
  #surplus = new Map<string, CountKey & { readonly count: number }>();
  #lost = 0;

  constructor({ maxRefusals, maxSurplus }: { readonly maxRefusals: number; readonly maxSurplus: number }) {
    this.#maxRefusals = maxRefusals;
    this.#maxSurplus = maxSurplus;
  }

  get isEmpty(): boolean {
    return this.#refusals.length === 0 && this.#surplus.size === 0 && this.#lost === 0;
  }

  /** Keeps a refusal as the newest. */
  add(refusal: StorableRefusal): void {
    this.#refusals.push(refusal);
    // Twice the size before it is cut, so that a flood does not move the whole array for each refusal.
    if (this.#refusals.length >= 2 * this.#maxRefusals) this.#trim();
  }

  /** Takes everything. */
  take(): RefusalBatch {
    this.#trim();
    const batch = { refusals: this.#refusals, surplus: [...this.#surplus.values()], lost: this.#lost };
    this.#refusals = [];
    this.#surplus = new Map();
    this.#lost = 0;
    return batch;
  }

  /** Keeps what could not be written, as older than what has come since. */
  giveBack({ refusals, surplus, lost }: RefusalBatch): void {
    this.#refusals = [...refusals, ...this.#refusals];
    this.#lost += lost;
    for (const { count, ...key } of surplus) this.#count(key, count);
    this.#trim();
  }

  #trim(): void {
    const tooMany = Math.max(0, this.#refusals.length - this.#maxRefusals);
    for (const refusal of this.#refusals.splice(0, tooMany)) {
      const { organizationId, hour, reason, recipient } = refusal;
      this.#count({ organizationId, hour, reason, recipient }, 1);
    }
  }

  #count(key: CountKey, count: number): void {
    const other = { ...key, reason: otherReason, recipient: '' };
    const isCounted =
      this.#add(key, { count, maxKeys: this.#maxSurplus }) ||
      this.#add(other, { count, maxKeys: 2 * this.#maxSurplus });
    if (!isCounted) this.#lost += count;
  }

  #add(key: CountKey, { count, maxKeys }: { readonly count: number; readonly maxKeys: number }): boolean {
    const text = countKeyText(key);
    const known = this.#surplus.get(text);
    if (known === undefined && this.#surplus.size >= maxKeys) return false;
    this.#surplus.set(text, { ...key, count: count + (known?.count ?? 0) });
    return true;
  }
}
