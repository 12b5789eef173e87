/** Ranges that are a click away, in days, today included; and one with dates of one's own. */
export const presets = ['today', '7', '30', '90', 'custom'] as const;
/** One of {@link presets}. */
export type Preset = (typeof presets)[number];

/** How a range is divided. */
export const steps = ['hour', 'day', 'week', 'month'] as const;
/** One of {@link steps}. */
export type Step = (typeof steps)[number];

/** Days by the calendar of the person. */
export interface Period {
  readonly preset: Preset;
  /** The first day: `2026-11-01`. */
  readonly from: string;
  /** The last day, which counts as well. */
  readonly to: string;
  readonly days: number;
}

const dayMs = 86_400_000;
const defaultDays = 30;
/** The server keeps 25 months. */
const mostDays = 760;
/** Bars and lines of a table that a person can still read. */
const mostSteps = 370;
/** The server divides no more days than this by the hour. */
const mostDaysByHour = 31;

/** The day that it is in a time zone, at an instant in ms. */
export function dayIn(timeZone: string, now: number): string {
  // This locale writes days as they stand in the calendar of computers.
  return new Intl.DateTimeFormat('en-CA', { timeZone, dateStyle: 'short' }).format(now);
}

/** So many days later, or earlier. */
export function addDays(day: string, count: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + count * dayMs).toISOString().slice(0, 10);
}

/** The period that an address names; where it names none that can be, the last 30 days. */
export function readPeriod(
  { range, from, to }: { readonly range: string; readonly from: string; readonly to: string },
  today: string,
): Period {
  if (range === 'custom' && isDay(from) && isDay(to)) {
    const [first, last] = from <= to ? [from, to] : [to, from];
    const days = daysBetween(first, last);
    if (days <= mostDays) return { preset: 'custom', from: first, to: last, days };
    return { preset: 'custom', from: addDays(last, 1 - mostDays), to: last, days: mostDays };
  }
  const preset = presets.find((each) => each === range && each !== 'custom') ?? String(defaultDays);
  const days = preset === 'today' ? 1 : Number(preset);
  return { preset: preset as Preset, from: addDays(today, 1 - days), to: today, days };
}

/** The steps that make sense of so many days. */
export function stepsOf(days: number): readonly Step[] {
  return steps.filter(
    (step) =>
      (step === 'hour' && days <= mostDaysByHour) ||
      (step === 'day' && days > 1 && days <= mostSteps) ||
      (step === 'week' && days > 7) ||
      (step === 'month' && days > 31),
  );
}

/** The step that an address names, or the one that gives some ten to hundred bars. */
export function readStep(step: string, days: number): Step {
  const wanted = stepsOf(days).find((each) => each === step);
  if (wanted !== undefined) return wanted;
  if (days <= 2) return 'hour';
  if (days <= 92) return 'day';
  return days <= 370 ? 'week' : 'month';
}

function isDay(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/u.test(text) && !Number.isNaN(Date.parse(text));
}

function daysBetween(first: string, last: string): number {
  return Math.round((Date.parse(last) - Date.parse(first)) / dayMs) + 1;
}
