/** Days, weeks and hours as people have them: in a time zone, by the clock on the wall. */

/** A day of the calendar. */
export interface CalendarDay {
  readonly year: number;
  /** 1 to 12. */
  readonly month: number;
  readonly day: number;
}

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

const formats = new Map<string, Intl.DateTimeFormat>();

/** Making one takes 100 times as long as using it; there are some 400 zones. */
function formatOf(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone);
  if (known !== undefined) return known;
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  formats.set(timeZone, format);
  return format;
}

/** What clocks in the zone show at an instant, as if it were UTC, in whole seconds. */
function wallOf(instant: number, timeZone: string): number {
  const parts: Partial<Record<Intl.DateTimeFormatPartTypes, number>> = {};
  for (const { type, value } of formatOf(timeZone).formatToParts(instant)) parts[type] = Number(value);
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
  return Date.UTC(year, month - 1, day, hour, minute, second);
}

/** How much clocks in the zone are ahead of UTC, in ms. */
export function offsetAt(instant: number, timeZone: string): number {
  const second = Math.floor(instant / 1000) * 1000;
  return wallOf(second, timeZone) - second;
}

/** The day that an instant is in. */
export function dayAt(instant: number, timeZone: string): CalendarDay {
  const wall = new Date(instant + offsetAt(instant, timeZone));
  return { year: wall.getUTCFullYear(), month: wall.getUTCMonth() + 1, day: wall.getUTCDate() };
}

/** A day so many days later; negative: before. */
export function addDays({ year, month, day }: CalendarDay, days: number): CalendarDay {
  return dayAt(Date.UTC(year, month - 1, day + days), 'UTC');
}

/** The first day of the month so many months later. */
export function addMonths({ year, month }: CalendarDay, months: number): CalendarDay {
  return dayAt(Date.UTC(year, month - 1 + months, 1), 'UTC');
}

/** Days from one to the other. */
export function daysBetween(first: CalendarDay, last: CalendarDay): number {
  return (toUtc(last) - toUtc(first)) / dayMs;
}

/** The day of the week, 1 (Monday) to 7 (ISO 8601). */
export function weekdayOf(day: CalendarDay): number {
  return ((new Date(toUtc(day)).getUTCDay() + 6) % 7) + 1;
}

function toUtc({ year, month, day }: CalendarDay): number {
  return Date.UTC(year, month - 1, day);
}

/**
 * The instant at which a day begins: midnight, or the end of the gap where the clocks are put forward over midnight. A day that a zone
 * skipped begins where the next one does.
 */
export function startOfDay(day: CalendarDay, timeZone: string): number {
  const wall = toUtc(day);
  // Within a day around it clocks change at most once.
  const before = wall - offsetAt(wall - dayMs, timeZone);
  const after = wall - offsetAt(wall + dayMs, timeZone);
  const isExact = (instant: number) => wallOf(instant, timeZone) === wall;
  const exact = [before, after].filter(isExact);
  if (exact.length > 0) return Math.min(...exact);
  return firstAtOrAfter(wall, {
    timeZone,
    low: Math.min(before, after) - dayMs,
    high: Math.max(before, after) + dayMs,
  });
}

/** The first minute at which clocks show a time or a later one: between `low`, where they do not, and `high`. */
function firstAtOrAfter(
  wall: number,
  { timeZone, low, high }: { readonly timeZone: string; readonly low: number; readonly high: number },
): number {
  let before = Math.floor(low / minuteMs);
  let after = Math.ceil(high / minuteMs);
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2);
    if (wallOf(middle * minuteMs, timeZone) < wall) before = middle;
    else after = middle;
  }
  return after * minuteMs;
}

/** The start of the hour by the clock that an instant is in, by the offset that holds at the instant. */
export function startOfHour(instant: number, timeZone: string): number {
  const offset = offsetAt(instant, timeZone);
  return Math.floor((instant + offset) / hourMs) * hourMs - offset;
}

/** `2026-11-30`. */
export function formatDay({ year, month, day }: CalendarDay): string {
  return `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
}

/** A day as `2026-11-30`; undefined for what is none. */
export function parseDay(text: string): CalendarDay | undefined {
  const [, year, month, day] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text) ?? [];
  if (year === undefined) return undefined;
  const parsed = { year: Number(year), month: Number(month), day: Number(day) };
  return formatDay(dayAt(toUtc(parsed), 'UTC')) === text ? parsed : undefined;
}
