import type { LimitConfig, Rate } from '../config/index.ts';
import { cleanSubject, isOver, isUrgent, windowStartOf } from './rules.ts';

/** What there are limits for, by the word that stands before the key in the database. */
export type LimitName = 'client' | 'sender' | 'alias' | 'organization' | 'newAliases';

/** One thing that happens, as one limit sees it. */
export interface LimitUse {
  readonly limit: LimitName;
  /** Who it is counted for: an id, an address, a network. Cut to some 400 characters. */
  readonly key: string;
}

/** Whether something may happen; if so, it is counted. */
export type TakeResult =
  | { readonly kind: 'within' }
  /** Which limit it was that has no room; nothing was counted for any. */
  | { readonly kind: 'over'; readonly limit: LimitName; readonly key: string };

/** What a process counted for a subject in one window and has not told yet. */
export interface PendingCount {
  readonly subject: string;
  /** Milliseconds of the epoch. */
  readonly windowStartMs: number;
  readonly windowMs: number;
  readonly count: number;
}

/** What all processes counted. */
export interface TotalCount {
  readonly subject: string;
  readonly windowStartMs: number;
  readonly total: number;
  /** Of the window before. */
  readonly previous: number;
}

/** The rates by the words that stand in the database; undefined: off. */
export function ratesOf(config: LimitConfig): Readonly<Record<LimitName, Rate | undefined>> {
  return {
    client: config.perClient,
    sender: config.perSender,
    alias: config.perAlias,
    organization: config.perOrganization,
    newAliases: config.newAliases,
  };
}

interface Counter {
  readonly rate: Rate;
  windowStartMs: number;
  previous: number;
  /** Total of all processes when last heard of, with what this one told. */
  known: number;
  /** Counted here since. */
  pending: number;
  /** On its way to the database. */
  inFlight: number;
}

/** The counters of one process. It knows no time and no database: both come as arguments. */
export class Counters {
  readonly #rates: Readonly<Record<LimitName, Rate | undefined>>;
  readonly #maxSubjects: number;
  // Inserting anew at each use makes the first key the one that was idle longest.
  readonly #counters = new Map<string, Counter>();
  readonly #changed = new Set<string>();
  /** Counts of windows that ended before they were told. */
  #ended: PendingCount[] = [];

  constructor(config: LimitConfig, { maxSubjects }: { readonly maxSubjects: number }) {
    this.#rates = ratesOf(config);
    this.#maxSubjects = maxSubjects;
  }

  /** How many subjects are remembered. */
  get size(): number {
    return this.#counters.size;
  }

  /** Whether something waits to be told. */
  get hasPending(): boolean {
    return this.#changed.size > 0 || this.#ended.length > 0;
  }

  /** Counts one use of each limit, or of none. `isUrgent`: the others should hear of it soon. */
  take(
    uses: readonly LimitUse[],
    nowMs: number,
  ): { readonly result: TakeResult; readonly isUrgent: boolean } {
    const counted: (readonly [subject: string, counter: Counter])[] = [];
    for (const { limit, key } of uses) {
      const rate = this.#rates[limit];
      if (rate === undefined) continue;
      const subject = cleanSubject(`${limit} ${key}`);
      const counter = this.#at(subject, rate, nowMs);
      const { previous, windowStartMs } = counter;
      if (isOver({ rate, previous, current: sum(counter), elapsedMs: nowMs - windowStartMs }))
        return { result: { kind: 'over', limit, key }, isUrgent: false };
      counted.push([subject, counter]);
    }
    for (const [subject, counter] of counted) {
      counter.pending += 1;
      this.#changed.add(subject);
    }
    return { result: { kind: 'within' }, isUrgent: counted.some(([, counter]) => isCounterUrgent(counter)) };
  }

  /** Takes what is to be told, at most so many rows; it is to be settled or given back before the next batch is taken. */
  takeBatch(maxRows: number): readonly PendingCount[] {
    const batch = this.#ended.splice(0, maxRows);
    for (const subject of this.#changed) {
      if (batch.length >= maxRows) break;
      this.#changed.delete(subject);
      const counter = this.#counters.get(subject);
      if (counter === undefined || counter.pending === 0) continue;
      const { windowStartMs, rate, pending: count } = counter;
      batch.push({ subject, windowStartMs, windowMs: rate.windowMs, count });
      counter.inFlight = count;
      counter.pending = 0;
    }
    return batch;
  }

  /** The batch was told, and these are the totals of all processes with it. */
  settle(totals: readonly TotalCount[]): void {
    for (const { subject, windowStartMs, total, previous } of totals) {
      const counter = this.#counters.get(subject);
      if (counter === undefined) continue;
      if (counter.windowStartMs === windowStartMs) {
        counter.known = total;
        counter.previous = Math.max(counter.previous, previous);
        counter.inFlight = 0;
      } else if (counter.windowStartMs === windowStartMs + counter.rate.windowMs) {
        counter.previous = Math.max(counter.previous, total);
      }
    }
  }

  /** The batch was not told, or it is unknown whether it was: it is told with a later one, in doubt twice. */
  giveBack(batch: readonly PendingCount[]): void {
    for (const pending of batch) {
      const counter = this.#counters.get(pending.subject);
      if (counter?.windowStartMs === pending.windowStartMs && counter.inFlight > 0) {
        counter.pending += counter.inFlight;
        counter.inFlight = 0;
        this.#changed.add(pending.subject);
      } else this.#keepEnded(pending);
    }
  }

  /** The counter of a subject in the present window. */
  #at(subject: string, rate: Rate, nowMs: number): Counter {
    const windowStartMs = windowStartOf(nowMs, rate.windowMs);
    const found = this.#counters.get(subject);
    const counter = found ?? { rate, windowStartMs, previous: 0, known: 0, pending: 0, inFlight: 0 };
    this.#counters.delete(subject);
    this.#counters.set(subject, counter);
    if (found === undefined) this.#forgetOldest();
    if (counter.windowStartMs !== windowStartMs) this.#turn(subject, counter, windowStartMs);
    return counter;
  }

  /** Begins another window: the next, a later one, or after the clock was set back an earlier one. */
  #turn(subject: string, counter: Counter, windowStartMs: number): void {
    const { windowMs } = counter.rate;
    const isNext = counter.windowStartMs + windowMs === windowStartMs;
    if (counter.pending > 0)
      this.#keepEnded({ subject, windowStartMs: counter.windowStartMs, windowMs, count: counter.pending });
    counter.previous = isNext ? sum(counter) : 0;
    counter.windowStartMs = windowStartMs;
    counter.known = 0;
    counter.pending = 0;
    counter.inFlight = 0;
  }

  #keepEnded(pending: PendingCount): void {
    if (this.#ended.length < this.#maxSubjects) this.#ended.push(pending);
  }

  /** With it goes what it has not told: only a process that counts for more subjects in a second than it remembers gets there. */
  #forgetOldest(): void {
    for (const oldest of this.#counters.keys()) {
      if (this.#counters.size <= this.#maxSubjects) return;
      this.#counters.delete(oldest);
      this.#changed.delete(oldest);
    }
  }
}

function sum({ known, pending, inFlight }: Counter): number {
  return known + pending + inFlight;
}

function isCounterUrgent(counter: Counter): boolean {
  const { rate, pending } = counter;
  return isUrgent({ limit: rate.count, pending, current: sum(counter) });
}
