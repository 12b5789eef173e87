import type { Answer } from '@smtpy/contract/web';

type Point = Answer<'getStatisticsSeries'>['points'][number];

/** What a day’s mail came to, in the order in which it is stacked; each is counted when it happened, and no two overlap. */
const parts = [
  { name: 'forwarded', colour: 'delivered', of: (point: Point) => point.forwarded },
  { name: 'replied', colour: 'accent', of: (point: Point) => point.replied },
  { name: 'held', colour: 'held', of: (point: Point) => point.held },
  { name: 'bounced', colour: 'bounced', of: (point: Point) => point.bounced + point.expired },
  { name: 'discarded', colour: 'discarded', of: (point: Point) => point.discarded + point.cancelled },
  { name: 'refused', colour: 'refused', of: (point: Point) => point.refused },
] as const;

/** One part of the stack over all days. */
export interface ChartSeries {
  readonly name: (typeof parts)[number]['name'];
  /** Of the token `--chart-<colour>`. */
  readonly colour: string;
  readonly values: readonly number[];
  readonly total: number;
}

/** The parts of the stack. */
export function chartSeries(points: readonly Point[]): readonly ChartSeries[] {
  return parts.map(({ name, colour, of }) => {
    const values = points.map(of);
    return { name, colour, values, total: values.reduce((sum, value) => sum + value, 0) };
  });
}

/** The same day by day, the last one first, as a table has it. */
export function chartDays(
  points: readonly Point[],
): readonly { readonly label: string; readonly values: readonly number[] }[] {
  return points.map((point) => ({ label: point.label, values: parts.map(({ of }) => of(point)) })).reverse();
}
