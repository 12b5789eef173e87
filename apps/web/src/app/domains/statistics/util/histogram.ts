import type { Answer } from '@smtpy/contract/web';

/** A bar of times to deliver. */
export interface LatencyBar {
  readonly fromMs: number;
  /** Not in it. */
  readonly toMs: number;
  readonly count: number;
  /** Of the highest bar, from 0 to 1. */
  readonly share: number;
}

/** The server has four steps to a doubling; the bars have one. */
const doublingOf = (ms: number): number => (ms < 1 ? 0 : Math.floor(Math.log2(ms) + 1e-9) + 1);
const startOf = (doubling: number): number => (doubling === 0 ? 0 : 2 ** (doubling - 1));

/** Bars over doubling times, without gaps; empty where nothing was delivered. */
export function latencyBars(histogram: Answer<'getStatisticsLatency'>['histogram']): readonly LatencyBar[] {
  const counts = new Map<number, number>();
  for (const { from_ms, count } of histogram) {
    const doubling = doublingOf(from_ms);
    counts.set(doubling, (counts.get(doubling) ?? 0) + count);
  }
  if (counts.size === 0) return [];
  const first = Math.min(...counts.keys());
  const last = Math.max(...counts.keys());
  const highest = Math.max(...counts.values());
  return Array.from({ length: last - first + 1 }, (_, index) => {
    const doubling = first + index;
    const count = counts.get(doubling) ?? 0;
    return { fromMs: startOf(doubling), toMs: startOf(doubling + 1), count, share: count / highest };
  });
}
