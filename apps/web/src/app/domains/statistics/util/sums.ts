import type { Answer } from '@smtpy/contract/web';
import type { Outcome } from '../../../shared/util/outcomes.ts';

/** What is counted. */
export type Sums = Answer<'getStatisticsTotals'>['totals'];

/** What the table of totals has a row of, in its order. */
export const counted = [
  'messages',
  'bytes',
  'accepted',
  'forwarded',
  'replied',
  'deferred',
  'held',
  'bounced',
  'expired',
  'discarded',
  'cancelled',
  'refused',
] as const satisfies readonly (keyof Sums)[];

/** What became of mail, as the chart stacks it. */
export function outcomesOf(sums: Sums): Readonly<Record<Outcome, number>> {
  return {
    delivered: sums.forwarded + sums.replied,
    held: sums.held,
    bounced: sums.bounced + sums.expired,
    discarded: sums.discarded + sums.cancelled,
    refused: sums.refused,
  };
}

/** Whether nothing at all happened. */
export function isNothing(sums: Sums): boolean {
  return counted.every((name) => sums[name] === 0);
}

/** The change as a share of what was before (0.5: half as much more); undefined where before there was nothing. */
export function changeOf(now: number, before: number): number | undefined {
  return before === 0 ? undefined : (now - before) / before;
}
