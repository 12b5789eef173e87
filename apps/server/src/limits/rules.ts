import { stripControl } from '@smtpy/mail';
import type { Rate } from '../config/index.ts';

/** Begin of the fixed window that an instant lies in, in milliseconds of the epoch; windows begin at multiples of their length. */
export function windowStartOf(nowMs: number, windowMs: number): number {
  return nowMs - (nowMs % windowMs);
}

/** What a limit is judged by. */
export interface WindowCounts {
  readonly rate: Rate;
  /** What the window before counted. */
  readonly previous: number;
  /** What the present window has counted so far. */
  readonly current: number;
  /** How much of the present window is over, in milliseconds. */
  readonly elapsedMs: number;
}

/**
 * Whether one more is too many. The window before weighs by its part that is not older than a window, rounded down: a whole one is
 * refused, never a part of one. So the present window alone never counts more than the limit.
 */
export function isOver(counts: WindowCounts): boolean {
  return usedOf(counts) >= counts.rate.count;
}

/** How much of a limit is used. */
export function usedOf({ rate, previous, current, elapsedMs }: WindowCounts): number {
  // What is told late may be of a window that has ended.
  const weight = Math.max(0, 1 - elapsedMs / rate.windowMs);
  return Math.floor(previous * weight) + current;
}

/** A tenth of the limit at once, or any of its second half, is told to the others without waiting for the second to end. */
export function isUrgent({
  limit,
  pending,
  current,
}: {
  readonly limit: number;
  /** What this process has counted and not told. */
  readonly pending: number;
  /** What the present window has counted so far. */
  readonly current: number;
}): boolean {
  return pending > limit / 10 || current > limit / 2;
}

/** The longest subject: an address with what stands before it fits, and an index row of PostgreSQL holds it four times. */
const maxSubjectLength = 400;

/** A subject as PostgreSQL gives it back: cut, and without what `text` refuses. */
export function cleanSubject(subject: string): string {
  return stripControl(subject.slice(0, maxSubjectLength));
}
