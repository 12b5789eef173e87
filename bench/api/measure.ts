/** Times of one kind of request in milliseconds, sorted; undefined: there is no such operation. */
export type Measured = readonly number[] | undefined;

/** Requests that warm caches and are not counted. */
const warmUps = 5;

/** Does the work again and again, and takes the time of each. */
export async function measure(
  count: number,
  work: () => Promise<'answered' | 'not there'>,
  before: () => Promise<void> = () => Promise.resolve(),
): Promise<Measured> {
  const times: number[] = [];
  for (let index = -Math.min(warmUps, count - 1); index < count; index += 1) {
    await before();
    const startedAt = performance.now();
    if ((await work()) === 'not there') return undefined;
    if (index >= 0) times.push(performance.now() - startedAt);
  }
  return times.toSorted((a, b) => a - b);
}

/** A line of the table: p50, p99, the bar, and whether it is kept. */
export function printRow(name: string, times: Measured, barMs: number): void {
  const label = name.padEnd(34);
  if (times === undefined) {
    console.log(`  ${label} not there`);
    return;
  }
  const at = (share: number): number =>
    times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0;
  const [p50, p99] = [at(0.5), at(0.99)];
  const verdict = p99 <= barMs ? '' : '  OVER THE BAR';
  console.log(
    `  ${label} p50 ${p50.toFixed(1).padStart(6)} ms  p99 ${p99.toFixed(1).padStart(6)} ms  bar ${String(barMs)} ms${verdict}`,
  );
}
