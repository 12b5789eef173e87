import { ApiError } from '../api/index.ts';
import { addDays, dayAt, daysBetween, parseDay, startOfDay, type CalendarDay } from './calendar.ts';
import { quarterMs, type Span } from './spans.ts';

/** A time in a zone. */
export interface Range {
  readonly timeZone: string;
  readonly span: Span;
  /** The days that it consists of, the last one not in it; absent where it has parts of days. */
  readonly days?: { readonly first: CalendarDay; readonly end: CalendarDay };
}

/** A range as it is asked for. */
export interface RangeQuery {
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

/** 25 months with the longest ones in them. */
const maxDays = 25 * 31;
const defaultDays = 30;
const dayMs = 86_400_000;

/** Reads a range. Throws an {@link ApiError} for what is none. */
export function readRange(
  query: RangeQuery,
  { timeZone, now }: { readonly timeZone: string; readonly now: Date },
): Range {
  const end = readEnd(query.to, { timeZone, now });
  const start =
    query.from === undefined ? defaultStart(end, timeZone) : readMoment('from', query.from, timeZone);
  const span = {
    start: Math.floor(start / quarterMs) * quarterMs,
    end: Math.ceil(end / quarterMs) * quarterMs,
  };
  if (span.start >= span.end) throw ApiError.field('query.to', 'This is not after `from`.');
  if (span.end - span.start > maxDays * dayMs + dayMs / 2) {
    throw ApiError.field('query.from', 'Between this and `to` are more than 25 months.');
  }
  return withDays(span, timeZone);
}

/** The range of so many days before the end of today, today included. */
export function lastDays(
  days: number,
  { timeZone, now }: { readonly timeZone: string; readonly now: Date },
): Range {
  const end = addDays(dayAt(now.getTime(), timeZone), 1);
  return ofDays(addDays(end, -days), end, timeZone);
}

/** The range before it: of as many days, or where it has parts of days of the same length. */
export function previousOf({ timeZone, span, days }: Range): Range {
  if (days === undefined) {
    const length = span.end - span.start;
    return { timeZone, span: { start: span.start - length, end: span.start } };
  }
  return ofDays(addDays(days.first, -daysBetween(days.first, days.end)), days.first, timeZone);
}

function ofDays(first: CalendarDay, end: CalendarDay, timeZone: string): Range {
  return {
    timeZone,
    span: { start: startOfDay(first, timeZone), end: startOfDay(end, timeZone) },
    days: { first, end },
  };
}

function withDays(span: Span, timeZone: string): Range {
  const first = dayAt(span.start, timeZone);
  const end = dayAt(span.end, timeZone);
  const isWhole = startOfDay(first, timeZone) === span.start && startOfDay(end, timeZone) === span.end;
  return isWhole ? { timeZone, span, days: { first, end } } : { timeZone, span };
}

function readEnd(to: string | undefined, at: { readonly timeZone: string; readonly now: Date }): number {
  if (to !== undefined) return readMoment('to', to, at.timeZone);
  return startOfDay(addDays(dayAt(at.now.getTime(), at.timeZone), 1), at.timeZone);
}

function defaultStart(end: number, timeZone: string): number {
  // An end within a day is in its last one, and an end at midnight behind it.
  const last = dayAt(end - 1, timeZone);
  return startOfDay(addDays(last, 1 - defaultDays), timeZone);
}

function readMoment(name: 'from' | 'to', text: string, timeZone: string): number {
  const day = parseDay(text);
  const instant = day === undefined && text.includes('T') ? Date.parse(text) : NaN;
  if (day !== undefined) return startOfDay(day, timeZone);
  if (Number.isNaN(instant)) throw ApiError.field(`query.${name}`, 'There is no such day.');
  return instant;
}
