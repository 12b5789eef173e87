import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cleanSubject, isOver, isUrgent, windowStartOf } from './rules.ts';

const rate = { count: 10, windowMs: 60_000 };

describe('windowStartOf', () => {
  it('gives the multiple of the window at or before an instant', () => {
    expect([0, 59_999, 60_000].map((nowMs) => windowStartOf(nowMs, 60_000))).toEqual([0, 0, 60_000]);
  });
});

describe('isOver', () => {
  it.each([
    [{ previous: 0, current: 9, elapsedMs: 0 }, false],
    [{ previous: 0, current: 10, elapsedMs: 59_999 }, true],
    [{ previous: 10, current: 0, elapsedMs: 0 }, true],
    [{ previous: 10, current: 0, elapsedMs: 1 }, false],
    [{ previous: 10, current: 4, elapsedMs: 30_000 }, false],
    [{ previous: 10, current: 5, elapsedMs: 30_000 }, true],
    [{ previous: 1_000, current: 0, elapsedMs: 59_000 }, true],
  ])('%j: %s', (counts, expected) => {
    expect(isOver({ rate, ...counts })).toBe(expected);
  });
});

describe('isUrgent', () => {
  it.each([
    [{ limit: 100, pending: 10, current: 10 }, false],
    [{ limit: 100, pending: 11, current: 11 }, true],
    [{ limit: 100, pending: 1, current: 50 }, false],
    [{ limit: 100, pending: 1, current: 51 }, true],
    [{ limit: 5, pending: 1, current: 1 }, true],
  ])('%j: %s', (counts, expected) => {
    expect(isUrgent(counts)).toBe(expected);
  });
});

describe('cleanSubject', () => {
  it('gives short text that PostgreSQL takes and gives back as it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 900 }), (text) => {
        const subject = cleanSubject(text);
        expect(subject.length).toBeLessThanOrEqual(400);
        expect(subject.isWellFormed() && !subject.includes('\0')).toBe(true);
      }),
    );
  });
});
