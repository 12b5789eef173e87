import { weekdays, type RuleCondition } from '@smtpy/contract';

type TimeWindow = Extract<RuleCondition, { field: 'time' }>['value'];
type Weekday = (typeof weekdays)[number];

const minutesOfDay = 24 * 60;
const formats = new Map<string, Intl.DateTimeFormat>();
const maxFormats = 100;

/** Whether the IANA data know the name. */
export function isTimeZone(name: string): boolean {
  try {
    formatFor(name);
    return true;
  } catch {
    // RangeError: no such zone.
    return false;
  }
}

/**
 * Whether an instant lies between the two times of the day, the second excluded. From 22:00 to 06:00 goes over midnight, and belongs to
 * the day on which it began; two equal times are the whole day. Throws RangeError for an unknown time zone.
 */
export function isInWindow(
  instant: Date,
  { window, timeZone }: { readonly window: TimeWindow; readonly timeZone: string },
): boolean {
  const { minute, weekday } = localTime(instant, window.time_zone ?? timeZone);
  const start = minuteOf(window.start);
  const end = minuteOf(window.end);
  const lengthMinutes = (end - start + minutesOfDay) % minutesOfDay || minutesOfDay;
  if ((minute - start + minutesOfDay) % minutesOfDay >= lengthMinutes) return false;
  const dayOfStart = minute < start ? (weekday + 6) % 7 : weekday;
  const name: Weekday | undefined = weekdays[dayOfStart];
  return window.weekdays === undefined || (name !== undefined && window.weekdays.includes(name));
}

/** Minutes since midnight, and the day of the week from 0 for Monday. */
function localTime(instant: Date, timeZone: string): { readonly minute: number; readonly weekday: number } {
  const parts = new Map(
    formatFor(timeZone)
      .formatToParts(instant)
      .map(({ type, value }) => [type, value]),
  );
  const weekday = weekdays.findIndex((name) => name === parts.get('weekday')?.toLowerCase());
  return { minute: minuteOf(`${parts.get('hour') ?? ''}:${parts.get('minute') ?? ''}`), weekday };
}

/** Making one costs more than all the rest of a rule. */
function formatFor(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone);
  if (known !== undefined) return known;
  const made = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    hour: '2-digit',
    minute: '2-digit',
    weekday: 'short',
  });
  if (formats.size >= maxFormats) formats.clear();
  formats.set(timeZone, made);
  return made;
}

function minuteOf(clockTime: string): number {
  const [hours, minutes] = clockTime.split(':').map(Number);
  return (hours ?? 0) * 60 + (minutes ?? 0);
}
