import type { statisticsGranularities } from '@smtpy/contract';
import {
  addDays,
  addMonths,
  dayAt,
  formatDay,
  offsetAt,
  startOfDay,
  startOfHour,
  weekdayOf,
  type CalendarDay,
} from './calendar.ts';
import type { Range } from './range.ts';
import { quarterMs, type Span } from './spans.ts';

/** How a range is divided. */
export type Granularity = (typeof statisticsGranularities)[number];

/** Where weeks begin. */
export type WeekStart = 'monday' | 'sunday' | 'saturday';

/** A part of a range. */
export interface Step extends Span {
  /** The day that it, or the week or month, begins with; of an hour its beginning with the offset of the zone. */
  readonly label: string;
}

/** How to divide. */
export interface Division {
  readonly granularity: Granularity;
  readonly weekStart: WeekStart;
}

const hourMs = 3_600_000;
const firstWeekdays: Readonly<Record<WeekStart, number>> = { monday: 1, saturday: 6, sunday: 7 };

/** The steps of a range in their order, without gaps; the first and the last one end where the range does. */
export function stepsOf({ timeZone, span }: Range, { granularity, weekStart }: Division): readonly Step[] {
  if (granularity === 'hour') return hoursOf(span, timeZone);
  const steps: Step[] = [];
  let day = firstOf(dayAt(span.start, timeZone), { granularity, weekStart });
  let start = span.start;
  while (start < span.end) {
    const next = nextOf(day, granularity);
    const end = Math.min(startOfDay(next, timeZone), span.end);
    // A day that a zone skipped has no length.
    if (end > start) steps.push({ start, end, label: formatDay(day) });
    day = next;
    start = Math.max(start, end);
  }
  return steps;
}

function firstOf(day: CalendarDay, { granularity, weekStart }: Division): CalendarDay {
  if (granularity === 'month') return { ...day, day: 1 };
  if (granularity !== 'week') return day;
  return addDays(day, -((weekdayOf(day) - firstWeekdays[weekStart] + 7) % 7));
}

function nextOf(day: CalendarDay, granularity: Granularity): CalendarDay {
  if (granularity === 'month') return addMonths(day, 1);
  return addDays(day, granularity === 'week' ? 7 : 1);
}

function hoursOf(span: Span, timeZone: string): readonly Step[] {
  const steps: Step[] = [];
  let start = span.start;
  while (start < span.end) {
    const end = Math.min(endOfHour(start, timeZone), span.end);
    steps.push({ start, end, label: formatHour(start, timeZone) });
    start = end;
  }
  return steps;
}

/** An hour by the clock ends an hour after it began, or where the clocks change by less than one (Lord Howe). */
function endOfHour(start: number, timeZone: string): number {
  const offset = offsetAt(start, timeZone);
  const regular = startOfHour(start, timeZone) + hourMs;
  for (let instant = start + quarterMs; instant < regular; instant += quarterMs) {
    if (offsetAt(instant, timeZone) !== offset) return instant;
  }
  return regular;
}

function formatHour(instant: number, timeZone: string): string {
  const offset = offsetAt(instant, timeZone);
  const wall = new Date(startOfHour(instant, timeZone) + offset).toISOString().slice(0, 16);
  const minutes = Math.abs(offset) / 60_000;
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60];
  const sign = offset < 0 ? '-' : '+';
  return `${wall}${sign}${String(hours).padStart(2, '0')}:${String(Math.floor(rest)).padStart(2, '0')}`;
}
