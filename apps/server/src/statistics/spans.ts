/** A stretch of time; the end is not in it. Milliseconds since 1970, on quarter hours. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** A quarter hour: what numbers are kept by, since all time zones in use are ahead of UTC by a whole number of them. */
export const quarterMs = 15 * 60 * 1000;

const quartersPerDay = 96;

/** Rows to read: of days or of quarter hours, from one to before another. A day has the number of its first quarter hour. */
export interface Slots {
  readonly isDay: boolean;
  readonly from: number;
  readonly to: number;
}

/** The quarter hour that an instant is in. */
export function quarterOf(instant: number): number {
  return Math.floor(instant / quarterMs);
}

/** How a span is read in the fewest rows: whole days in UTC, and quarter hours before and behind them. */
export function slotsOf({ start, end }: Span): readonly Slots[] {
  const from = quarterOf(start);
  const to = quarterOf(end);
  const firstDay = Math.ceil(from / quartersPerDay) * quartersPerDay;
  const lastDay = Math.floor(to / quartersPerDay) * quartersPerDay;
  const slots =
    firstDay < lastDay
      ? [
          { isDay: false, from, to: firstDay },
          { isDay: true, from: firstDay, to: lastDay },
          { isDay: false, from: lastDay, to },
        ]
      : [{ isDay: false, from, to }];
  return slots.filter((each) => each.from < each.to);
}
