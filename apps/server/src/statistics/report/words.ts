import { dayAt, formatDay, offsetAt } from '../calendar.ts';
import type { Range } from '../range.ts';

/** A number with thin spaces between thousands, as ISO 80000-1 writes it; the fonts at hand have the ordinary non-breaking one. */
export function countText(count: number): string {
  return String(count).replace(/\B(?=(?:\d{3})+$)/g, '\u00a0');
}

/** Octets in the greatest unit of which there is at least one. */
export function sizeText(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'] as const;
  const step = bytes < 1 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(bytes) / 3));
  const value = bytes / 1000 ** step;
  return `${step === 0 ? String(bytes) : value.toPrecision(3)}\u00a0${units[step] ?? ''}`;
}

/** A share in per cent; a dash for none. */
export function shareText(share: number | null): string {
  return share === null ? '–' : `${(share * 100).toFixed(1)}\u00a0%`;
}

/** A time; a dash for none. Two figures: times are known within 9 %. */
export function durationText(milliseconds: number | undefined): string {
  if (milliseconds === undefined) return '–';
  const units: readonly (readonly [word: string, length: number])[] = [
    ['d', 86_400_000],
    ['h', 3_600_000],
    ['min', 60_000],
    ['s', 1_000],
  ];
  const [word, length] = units.find(([, each]) => milliseconds >= each) ?? ['ms', 1];
  const value = milliseconds / length;
  return `${value >= 10 ? value.toFixed(0) : value.toFixed(1)}\u00a0${word}`;
}

/** How much more or less than before; a dash where there was nothing before. The fonts have no minus sign: an en dash is as long. */
export function changeText(count: number, before: number): string {
  if (before === 0) return '–';
  const change = (count - before) / before;
  const text =
    Math.abs(change) >= 9.995
      ? `×\u00a0${(count / before).toFixed(0)}`
      : `${(Math.abs(change) * 100).toFixed(0)}\u00a0%`;
  if (text === '0\u00a0%') return '±0\u00a0%';
  return Math.abs(change) >= 9.995 ? text : `${change > 0 ? '+' : '–'}${text}`;
}

/** The difference of two shares, in points; a dash where one is missing. */
export function pointsText(share: number | null, before: number | null): string {
  if (share === null || before === null) return '–';
  const points = (share - before) * 100;
  const text = Math.abs(points).toFixed(1);
  return text === '0.0' ? '±0.0 points' : `${points > 0 ? '+' : '–'}${text} points`;
}

const months = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
] as const;

/** `1 November 2026 to 30 November 2026`; with the time of day where the range has parts of days. */
export function rangeText({ timeZone, span, days }: Range): string {
  const last = days === undefined ? span.end : span.end - 1;
  const isOneDay =
    days !== undefined && formatDay(dayAt(span.start, timeZone)) === formatDay(dayAt(last, timeZone));
  const first = momentText(span.start, timeZone, days === undefined);
  return isOneDay ? first : `${first} to ${momentText(last, timeZone, days === undefined)}`;
}

/** An instant in words. */
export function momentText(instant: number, timeZone: string, hasTime = true): string {
  const { year, month, day } = dayAt(instant, timeZone);
  const text = `${String(day)} ${months[month - 1] ?? ''} ${String(year)}`;
  if (!hasTime) return text;
  return `${text}, ${new Date(instant + offsetAt(instant, timeZone)).toISOString().slice(11, 16)}`;
}

/** `2026-11-03` as `3 Nov`, of an hour its time; a month as `Nov 2026`. */
export function labelText(label: string, granularity: string): string {
  if (granularity === 'hour') return label.slice(11, 16);
  const month = (months[Number(label.slice(5, 7)) - 1] ?? '').slice(0, 3);
  return granularity === 'month'
    ? `${month} ${label.slice(0, 4)}`
    : `${String(Number(label.slice(8, 10)))} ${month}`;
}

/** What the standard fonts of PDF can show beyond ASCII (Windows-1252); what they cannot is a question mark. */
const unprintable = /[^\u0020-\u007e\u00a0-\u00ff€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]/gu;

/** Text that can be drawn. */
export function printable(text: string): string {
  return text.normalize('NFC').replace(unprintable, '?');
}
