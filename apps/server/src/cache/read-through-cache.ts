import { outsideTransaction } from '../db/index.ts';
import type { Clock } from '../observe/index.ts';

/** How a cache is bounded. */
export interface ReadThroughCacheOptions<Value> {
  /** Most values kept; at least 1. */
  readonly maxEntries: number;
  /** How long this value may be given out after it was loaded, in milliseconds. 0 keeps it for nobody. */
  readonly lifetimeMs: (value: Value) => number;
  readonly clock: Clock;
}

interface Entry<Value> {
  readonly value: Value;
  readonly loadedAtMs: number;
  readonly lifetimeMs: number;
}

/** Values by key, loaded when they are missing or too old. */
export class ReadThroughCache<Value> {
  readonly #options: ReadThroughCacheOptions<Value>;
  // A Map keeps the order of insertion; re-inserting at each use makes the first key the least recently used.
  readonly #entries = new Map<string, Entry<Value>>();
  readonly #loading = new Map<string, Promise<Value>>();

  constructor(options: ReadThroughCacheOptions<Value>) {
    this.#options = options;
  }

  /** How many values are kept, outdated ones included. */
  get size(): number {
    return this.#entries.size;
  }

  /** The kept value, or the one that `load` gives. Callers that come while it loads share the load. */
  get(key: string, load: () => Promise<Value>): Promise<Value> {
    const entry = this.#entries.get(key);
    if (entry !== undefined && this.#isFresh(entry)) {
      this.#entries.delete(key);
      this.#entries.set(key, entry);
      return Promise.resolve(entry.value);
    }
    return this.#loading.get(key) ?? this.#load(key, load);
  }

  /** Drops one value; a load of it that is under way is not kept either. */
  forget(key: string): void {
    this.#entries.delete(key);
    this.#loading.delete(key);
  }

  /** Drops every value that `isOutdated` says. No load that is under way is kept: its value is not known yet. */
  forgetWhere(isOutdated: (value: Value, key: string) => boolean): void {
    for (const [key, entry] of this.#entries) if (isOutdated(entry.value, key)) this.#entries.delete(key);
    this.#loading.clear();
  }

  /** Drops everything. */
  clear(): void {
    this.#entries.clear();
    this.#loading.clear();
  }

  #isFresh(entry: Entry<Value>): boolean {
    const ageMs = this.#options.clock.now().getTime() - entry.loadedAtMs;
    // A negative age means that the clock was set back; how old the value really is cannot be known.
    return ageMs >= 0 && ageMs < entry.lifetimeMs;
  }

  async #load(key: string, load: () => Promise<Value>): Promise<Value> {
    const loadedAtMs = this.#options.clock.now().getTime();
    // What is given to everybody must not be what one transaction alone has seen.
    const loading = outsideTransaction(load);
    this.#loading.set(key, loading);
    try {
      const value = await loading;
      if (this.#loading.get(key) === loading)
        this.#keep(key, { value, loadedAtMs, lifetimeMs: this.#options.lifetimeMs(value) });
      return value;
    } finally {
      if (this.#loading.get(key) === loading) this.#loading.delete(key);
    }
  }

  #keep(key: string, entry: Entry<Value>): void {
    this.#entries.delete(key);
    if (entry.lifetimeMs <= 0) return;
    this.#entries.set(key, entry);
    for (const oldest of this.#entries.keys()) {
      if (this.#entries.size <= this.#options.maxEntries) break;
      this.#entries.delete(oldest);
    }
  }
}
