import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { placeOf, remainingOf, stateOf } from './rules.ts';

const rate = { count: 10, windowMs: 60_000 };

describe('remainingOf', () => {
  it.each([
    [{ used: 0, usedBefore: 0, elapsedMs: 0 }, 10],
    [{ used: 9, usedBefore: 0, elapsedMs: 0 }, 1],
    [{ used: 10, usedBefore: 0, elapsedMs: 59_999 }, 0],
    [{ used: 0, usedBefore: 10, elapsedMs: 0 }, 0],
    [{ used: 0, usedBefore: 10, elapsedMs: 1 }, 1],
    [{ used: 4, usedBefore: 10, elapsedMs: 30_000 }, 1],
    [{ used: 5, usedBefore: 10, elapsedMs: 30_000 }, 0],
    [{ used: 500, usedBefore: 0, elapsedMs: 0 }, 0],
  ])('%j: %s', (counts, expected) => {
    expect(remainingOf(rate, counts)).toBe(expected);
  });
});

describe('stateOf', () => {
  it('promises no wait after which there is no room, and none that is much too long', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 500 }),
        fc.integer({ min: 0, max: 1_500 }),
        fc.integer({ min: 0, max: 1_500 }),
        fc.integer({ min: 0, max: 59_999 }),
        (count, used, usedBefore, elapsedMs) => {
          const asked = { count, windowMs: 60_000 };
          const state = stateOf({ policy: 'p', rate: asked }, { used, usedBefore, elapsedMs });
          if (state.remaining > 0) return;
          const remainingAfter = (waitMs: number): number => {
            const at = elapsedMs + waitMs;
            return at < 60_000
              ? remainingOf(asked, { used, usedBefore, elapsedMs: at })
              : remainingOf(asked, { used: 0, usedBefore: used, elapsedMs: Math.min(at - 60_000, 60_000) });
          };
          expect(remainingAfter(state.resetSeconds * 1000)).toBeGreaterThan(0);
          if (state.resetSeconds > 2) expect(remainingAfter((state.resetSeconds - 2) * 1000)).toBe(0);
        },
      ),
      // Waits of whole seconds, which are no whole numbers when they are divided first.
      {
        examples: [
          [4, 0, 5, 0],
          [5, 0, 6, 0],
          [339, 480, 480, 47_625],
        ],
      },
    );
  });
});

describe('placeOf', () => {
  it('is at the begin of a window at its multiples', () => {
    expect(placeOf(new Date(120_000), rate)).toEqual({ windowNumber: 2, elapsedMs: 0 });
    expect(placeOf(new Date(119_999), rate)).toEqual({ windowNumber: 1, elapsedMs: 59_999 });
  });
});
