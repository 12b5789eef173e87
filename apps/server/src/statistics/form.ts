import type { StatisticsSumsBody } from '@smtpy/contract';
import { endOfStep, percentileOf, startOfStep, type Histogram } from './latency.ts';
import { deliveryRateOf, type Sums } from './measures.ts';
import type { Range } from './range.ts';
import type { TopItem } from './statistics.ts';
import type { Step } from './steps.ts';

/** Sums as the API gives them. */
export function formatSums(sums: Sums): StatisticsSumsBody {
  return { ...sums, delivery_rate: deliveryRateOf(sums) };
}

/** A range as the API gives it. */
export function formatRange({ timeZone, span }: Range) {
  return {
    from: new Date(span.start).toISOString(),
    to: new Date(span.end).toISOString(),
    time_zone: timeZone,
  };
}

/** A step with its sums. */
export function formatPoint({ start, end, label }: Step, sums: Sums) {
  return {
    start: new Date(start).toISOString(),
    end: new Date(end).toISOString(),
    label,
    ...formatSums(sums),
  };
}

/** A line of a top list. */
export function formatItem({ key, name, count, previousCount, sums }: TopItem) {
  return { key, name: name ?? null, count, previous_count: previousCount ?? null, sums: formatSums(sums) };
}

/** How long deliveries took, in numbers. */
export function formatLatency(histogram: Histogram) {
  const at = (share: number) => roundMs(percentileOf(histogram, share));
  const count = Array.from(histogram.values()).reduce((sum, each) => sum + each, 0);
  return { count, p50_ms: at(0.5), p90_ms: at(0.9), p99_ms: at(0.99) };
}

/** How many took how long. */
export function formatHistogram(histogram: Histogram) {
  return Array.from(histogram)
    .filter(([, count]) => count > 0)
    .toSorted(([a], [b]) => a - b)
    .map(([step, count]) => ({
      from_ms: roundMs(startOfStep(step)) ?? 0,
      to_ms: roundMs(endOfStep(step)) ?? 0,
      count,
    }));
}

/** A time in ms, to hundredths: more than a step is worth, and no less readable. */
export function roundMs(milliseconds: number | undefined): number | null {
  return milliseconds === undefined ? null : Math.round(milliseconds * 100) / 100;
}
