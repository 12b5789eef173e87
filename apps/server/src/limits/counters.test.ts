import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LimitConfig } from '../config/index.ts';
import { Counters, type PendingCount, type TotalCount } from './counters.ts';

const windowMs = 60_000;
const off: LimitConfig = {
  perClient: undefined,
  perSender: undefined,
  perAlias: undefined,
  perOrganization: undefined,
  newAliases: undefined,
};
const config = (count: number): LimitConfig => ({ ...off, perAlias: { count, windowMs } });
const create = (given = config(3), maxSubjects = 100) => new Counters(given, { maxSubjects });
const alias = (key = 'a') => [{ limit: 'alias', key }] as const;
const kindOf = (counters: Counters, nowMs: number, key?: string) =>
  counters.take(alias(key), nowMs).result.kind;

/** What `rate_counters` does. */
class Table {
  readonly #counts = new Map<string, number>();

  add(batch: readonly PendingCount[]): readonly TotalCount[] {
    for (const { subject, windowStartMs, count } of batch) {
      const key = `${windowStartMs} ${subject}`;
      this.#counts.set(key, this.count(subject, windowStartMs) + count);
    }
    return batch.map(({ subject, windowStartMs }) => ({
      subject,
      windowStartMs,
      total: this.count(subject, windowStartMs),
      previous: this.count(subject, windowStartMs - windowMs),
    }));
  }

  count(subject: string, windowStartMs: number): number {
    return this.#counts.get(`${windowStartMs} ${subject}`) ?? 0;
  }

  tell(counters: Counters): void {
    counters.settle(this.add(counters.takeBatch(1_000)));
  }
}

describe('take', () => {
  it('counts up to the limit and slides into the next window', () => {
    const counters = create();
    expect([0, 1, 2, 3].map((nowMs) => kindOf(counters, nowMs))).toEqual([
      'within',
      'within',
      'within',
      'over',
    ]);
    expect(kindOf(counters, windowMs)).toBe('over');
    expect(kindOf(counters, windowMs + 1)).toBe('within');
    expect(kindOf(counters, windowMs + 2)).toBe('over');
    expect(kindOf(counters, 3 * windowMs)).toBe('within');
  });

  it('counts nothing when any limit is over', () => {
    const counters = new Counters({ ...config(1), perClient: { count: 5, windowMs } }, { maxSubjects: 9 });
    const uses = [
      { limit: 'client', key: '192.0.2.1' },
      { limit: 'alias', key: 'a' },
    ] as const;
    expect(counters.take(uses, 0).result).toEqual({ kind: 'within' });
    expect(counters.take(uses, 0).result).toEqual({ kind: 'over', limit: 'alias', key: 'a' });
    const counts = counters.takeBatch(9).map(({ subject, count }) => [subject, count]);
    expect(counts).toEqual([
      ['client 192.0.2.1', 1],
      ['alias a', 1],
    ]);
  });

  it('keeps nothing for limits that are off', () => {
    const counters = create(off);
    expect(kindOf(counters, 0)).toBe('within');
    expect([counters.size, counters.hasPending]).toEqual([0, false]);
  });

  it('says when the others should hear soon', () => {
    const counters = create(config(100));
    const urgent = Array.from({ length: 12 }, () => counters.take(alias(), 0).isUrgent);
    expect(urgent.indexOf(true)).toBe(10);
  });

  it('begins anew after the clock was set', () => {
    const counters = create(config(1));
    expect(kindOf(counters, 10 * windowMs)).toBe('within');
    expect(kindOf(counters, 0)).toBe('within');
    expect(kindOf(counters, 0)).toBe('over');
    expect(counters.takeBatch(9).map(({ windowStartMs }) => windowStartMs)).toEqual([10 * windowMs, 0]);
  });

  it('remembers so many subjects, and forgets the one that was idle longest', () => {
    const counters = create(config(1), 2);
    for (const key of ['a', 'b', 'a', 'c']) counters.take(alias(key), 0);
    expect(counters.size).toBe(2);
    expect([kindOf(counters, 0, 'a'), kindOf(counters, 0, 'c')]).toEqual(['over', 'over']);
    expect(kindOf(counters, 0, 'b')).toBe('within');
  });
});

describe('telling', () => {
  it('learns what others counted, in this window and the one before', () => {
    const [one, other, table] = [create(), create(), new Table()];
    for (const nowMs of [0, 1]) kindOf(one, nowMs);
    table.tell(one);
    expect(kindOf(other, 2)).toBe('within');
    table.tell(other);
    expect(kindOf(other, 3)).toBe('over');
    const late = create();
    kindOf(late, windowMs + 1);
    table.tell(late);
    expect(kindOf(late, windowMs + 1)).toBe('over');
  });

  it('counts what is on its way, and what comes back', () => {
    const [counters, table] = [create(), new Table()];
    kindOf(counters, 0);
    kindOf(counters, 0);
    const batch = counters.takeBatch(9);
    expect([kindOf(counters, 0), kindOf(counters, 0)]).toEqual(['within', 'over']);
    counters.giveBack(batch);
    expect(kindOf(counters, 0)).toBe('over');
    table.tell(counters);
    expect(table.count('alias a', 0)).toBe(3);
  });

  it('tells of a window that ended before it was told, also when its batch came back', () => {
    const [counters, table] = [create(), new Table()];
    kindOf(counters, 0);
    const batch = counters.takeBatch(9);
    kindOf(counters, 1);
    kindOf(counters, windowMs + 30_000);
    counters.giveBack(batch);
    while (counters.hasPending) counters.settle(table.add(counters.takeBatch(1)));
    expect([table.count('alias a', 0), table.count('alias a', windowMs)]).toEqual([2, 1]);
  });
});

describe('several processes', () => {
  const processes = 3;
  /** Each round every process takes up to so many, then all tell each other, one after the other. */
  const round = fc.record({
    takes: fc.array(fc.integer({ min: 0, max: 4 }), { minLength: processes, maxLength: processes }),
    pauseMs: fc.integer({ min: 0, max: 20_000 }),
    tellers: fc.shuffledSubarray([0, 1, 2], { minLength: processes }),
  });
  const overshoot = 2 * 4 * (processes - 1);

  it('let through no more in a window than the limit and what they had not heard of, and refuse nothing below it', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 60 }), fc.array(round, { maxLength: 40 }), (limit, rounds) => {
        const table = new Table();
        const all = Array.from({ length: processes }, () => create(config(limit)));
        const within = new Map<number, number>();
        let nowMs = 0;
        const countOf = (windowStartMs: number) => within.get(windowStartMs) ?? 0;
        for (const { takes, pauseMs, tellers } of rounds) {
          const windowStartMs = nowMs - (nowMs % windowMs);
          all.forEach((counters, index) => {
            for (let take = 0; take < (takes[index] ?? 0); take += 1) {
              const sofar = countOf(windowStartMs) + countOf(windowStartMs - windowMs);
              const kind = kindOf(counters, nowMs);
              if (kind === 'within') within.set(windowStartMs, countOf(windowStartMs) + 1);
              else expect(sofar).toBeGreaterThanOrEqual(limit);
            }
          });
          for (const teller of tellers) table.tell(all[teller] ?? create());
          nowMs += pauseMs;
        }
        for (const count of within.values()) expect(count).toBeLessThanOrEqual(limit + overshoot);
        // What is not yet told of an ended window goes with the next batch.
        for (const counters of all) table.tell(counters);
        for (const [start, count] of within) expect(table.count('alias a', start)).toBe(count);
      }),
      { numRuns: 300 },
    );
  });

  it('let through exactly the limit in each fixed window where there is one', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 20 }),
        fc.array(fc.integer({ min: 0, max: 10_000 }), { maxLength: 300 }),
        (limit, pauses) => {
          const counters = create(config(limit));
          const within = new Map<number, number>();
          let nowMs = 0;
          for (const pauseMs of pauses) {
            nowMs += pauseMs;
            const start = nowMs - (nowMs % windowMs);
            if (kindOf(counters, nowMs) === 'within') within.set(start, (within.get(start) ?? 0) + 1);
          }
          expect(Math.max(0, ...within.values())).toBeLessThanOrEqual(limit);
        },
      ),
    );
  });
});
