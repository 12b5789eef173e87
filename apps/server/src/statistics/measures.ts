import { statisticsOrders } from '@smtpy/contract';

/**
 * What is counted, in the order of answers and columns. `messages` and `bytes` are of the message, all others of its deliveries;
 * notices of our own and probes count nowhere.
 */
export const measures = statisticsOrders;

/** A name of {@link measures}. */
export type Measure = (typeof measures)[number];

/** How often each happened. */
export type Sums = Readonly<Record<Measure, number>>;

/** Nothing happened. */
export const nothing: Sums = sumsOf(() => 0);

/** Sums of which each is what a function says. */
export function sumsOf(valueOf: (measure: Measure) => number): Sums {
  return Object.fromEntries(measures.map((measure) => [measure, valueOf(measure)])) as Record<
    Measure,
    number
  >;
}

/** Both together. */
export function add(one: Sums, other: Sums): Sums {
  return sumsOf((measure) => one[measure] + other[measure]);
}

/** What was delivered, forwarded or as a reply. */
export function deliveredOf({ forwarded, replied }: Sums): number {
  return forwarded + replied;
}

/** The share of the deliveries that came to their end at the other side and were taken; null where none did. */
export function deliveryRateOf(sums: Sums): number | null {
  const delivered = deliveredOf(sums);
  const ended = delivered + sums.bounced + sums.expired;
  return ended === 0 ? null : delivered / ended;
}
