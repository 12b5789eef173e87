/**
 * Purpose: time for tests: a clock that stands still, and waiting for conditions instead of sleeping.
 * Fails with: an `Error` naming what was waited for, at the deadline.
 */
export { createManualClock, type ManualClock } from './manual-clock.ts';
export { defaultTimeoutMs, waitFor, type WaitForOptions, type WaitOptions } from './wait-for.ts';
