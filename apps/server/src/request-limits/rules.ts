import type { Rate } from '../config/index.ts';
import type { LimitState, Use } from './use.ts';

/** Where an instant lies among the fixed windows. */
export interface WindowPlace {
  /** How many windows began since the epoch. */
  readonly windowNumber: number;
  /** How much of the window is over. */
  readonly elapsedMs: number;
}

/** The fixed window that an instant lies in; windows begin at multiples of their length. */
export function placeOf(now: Date, { windowMs }: Rate): WindowPlace {
  const nowMs = now.getTime();
  return { windowNumber: Math.floor(nowMs / windowMs), elapsedMs: nowMs % windowMs };
}

/** The counts of a bucket. */
export interface Counts {
  /** Of the present window. */
  readonly used: number;
  /** Of the window before. */
  readonly usedBefore: number;
  readonly elapsedMs: number;
}

/** How many there is room for. What the window before counted weighs by the part that the sliding window still covers, rounded down. */
export function remainingOf({ count, windowMs }: Rate, { used, usedBefore, elapsedMs }: Counts): number {
  // Multiplied first: a quotient that is a whole number then is one.
  return Math.max(0, count - used - Math.floor((usedBefore * (windowMs - elapsedMs)) / windowMs));
}

/** What the caller is told. */
export function stateOf({ policy, rate }: Pick<Use, 'policy' | 'rate'>, counts: Counts): LimitState {
  const remaining = remainingOf(rate, counts);
  const waitMs = remaining > 0 ? rate.windowMs - counts.elapsedMs : waitMsOf(rate, counts);
  return {
    policy,
    limit: rate.count,
    windowSeconds: Math.ceil(rate.windowMs / 1000),
    remaining,
    // The instant itself is not enough: only after it less than a whole one is in the way.
    resetSeconds: Math.floor(waitMs / 1000) + 1,
  };
}

/** How long until one has room, if nothing else comes. */
function waitMsOf({ count, windowMs }: Rate, { used, usedBefore, elapsedMs }: Counts): number {
  // Within this window: usedBefore · (1 − elapsed / window) falls below what the present one leaves.
  if (used < count) return (windowMs * (usedBefore - count + used)) / usedBefore - elapsedMs;
  // Else in the next, in which the present one weighs.
  return windowMs - elapsedMs + (windowMs * (used - count)) / used;
}
