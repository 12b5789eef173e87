import { describe, expect, it } from 'vitest';
import { latencyBars } from './histogram.ts';
import { changeOf, counted, isNothing, outcomesOf, type Sums } from './sums.ts';

const none = {
  ...Object.fromEntries(counted.map((name) => [name, 0])),
  delivery_rate: null,
} as unknown as Sums;

describe('sums', () => {
  it('are told by outcome', () => {
    const sums = { ...none, forwarded: 3, replied: 1, bounced: 2, expired: 1, cancelled: 1, refused: 5 };
    expect(outcomesOf(sums)).toEqual({ delivered: 4, held: 0, bounced: 3, discarded: 1, refused: 5 });
    expect(isNothing(sums)).toBe(false);
    expect(isNothing(none)).toBe(true);
  });

  it('change by a share of what was before', () => {
    expect(changeOf(15, 10)).toBe(0.5);
    expect(changeOf(0, 10)).toBe(-1);
    expect(changeOf(3, 0)).toBeUndefined();
  });
});

describe('times to deliver', () => {
  it('are bars over doublings, without gaps', () => {
    const bars = latencyBars([
      { from_ms: 128, to_ms: 152.2, count: 3 },
      { from_ms: 152.2, to_ms: 181, count: 1 },
      { from_ms: 512, to_ms: 608.9, count: 2 },
    ]);
    expect(bars).toEqual([
      { fromMs: 128, toMs: 256, count: 4, share: 1 },
      { fromMs: 256, toMs: 512, count: 0, share: 0 },
      { fromMs: 512, toMs: 1024, count: 2, share: 0.5 },
    ]);
    expect(latencyBars([])).toEqual([]);
    expect(latencyBars([{ from_ms: 0, to_ms: 1, count: 1 }])).toMatchObject([{ fromMs: 0, toMs: 1 }]);
  });
});
