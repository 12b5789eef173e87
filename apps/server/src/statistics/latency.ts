/** Steps to a doubling, as in `statistics_latency` of the migration. */
const stepsPerDoubling = 4;

/** Where a step begins, in ms. What is shorter than 1 ms is in the first one. */
export function startOfStep(step: number): number {
  return step === 0 ? 0 : 2 ** (step / stepsPerDoubling);
}

/** Where a step ends, in ms. */
export function endOfStep(step: number): number {
  return 2 ** ((step + 1) / stepsPerDoubling);
}

/** The step of a time. */
export function stepOf(milliseconds: number): number {
  return milliseconds < 1 ? 0 : Math.floor(stepsPerDoubling * Math.log2(milliseconds));
}

/** How many took how long: counts of steps. */
export type Histogram = ReadonlyMap<number, number>;

/**
 * The time that a share of all took no longer than, in ms; undefined where there is none. It is the geometric middle of its step, so the exact
 * value is within a factor of 2^(1/8): 9.1 %.
 */
export function percentileOf(histogram: Histogram, share: number): number | undefined {
  const steps = Array.from(histogram).toSorted(([a], [b]) => a - b);
  const total = steps.reduce((sum, [, count]) => sum + count, 0);
  const rank = Math.ceil(total * share);
  let seen = 0;
  for (const [step, count] of steps) {
    seen += count;
    if (seen >= rank && count > 0) return 2 ** ((step + 0.5) / stepsPerDoubling);
  }
  return undefined;
}
