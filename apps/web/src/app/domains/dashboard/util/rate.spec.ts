import { describe, expect, it } from 'vitest';
import { compareRates, dailyRates } from './rate.ts';

describe('delivery rates', () => {
  it('are compared in percentage points', () => {
    expect(compareRates(0.992, 0.987)).toEqual({ direction: 'up', points: 0.5 });
    expect(compareRates(0.9, 0.95)).toEqual({ direction: 'down', points: 5 });
    expect(compareRates(0.99204, 0.992)).toEqual({ direction: 'same', points: 0 });
    expect(compareRates(0.9, null)).toBeUndefined();
  });

  it('are a line where at least two days had an end', () => {
    const day = { day: '2026-11-30', delivered: 0, bounced: 0, held: 0, discarded: 0, refused: 0 };
    expect(dailyRates([day, { ...day, delivered: 3, bounced: 1 }])).toBeUndefined();
    expect(dailyRates([{ ...day, delivered: 1 }, day, { ...day, delivered: 3, bounced: 1 }])).toEqual([
      1, 0.75,
    ]);
  });
});
