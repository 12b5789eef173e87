import type { Overview } from './overview.ts';

/** How a share compares with the one before. */
export interface RateChange {
  readonly direction: 'up' | 'down' | 'same';
  /** In percentage points, never negative. */
  readonly points: number;
}

/** Compares two shares from 0 to 1; less than a twentieth of a point is no change. Undefined: one of them is not known. */
export function compareRates(now: number | null, before: number | null): RateChange | undefined {
  if (now === null || before === null) return undefined;
  const points = Math.round((now - before) * 1_000) / 10;
  if (points === 0) return { direction: 'same', points };
  return { direction: points > 0 ? 'up' : 'down', points: Math.abs(points) };
}

/** The share of each day that had an end, oldest first; undefined where a line would say nothing. */
export function dailyRates(days: Overview['days']): readonly number[] | undefined {
  const rates = days.flatMap(({ delivered, bounced }) =>
    delivered + bounced === 0 ? [] : [delivered / (delivered + bounced)],
  );
  return rates.length < 2 ? undefined : rates;
}
