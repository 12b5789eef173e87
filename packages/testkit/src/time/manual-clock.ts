/** A clock that moves only when told to; usable wherever a `Clock` is taken. */
export interface ManualClock {
  /** A new `Date` each time, so that a caller's change to it changes nothing here. */
  now(): Date;
  /** Moves forward, or back with a negative number. */
  advance(milliseconds: number): void;
  /** Jumps to an instant. */
  set(date: Date): void;
}

/** Makes a clock standing at `start`; default 2030-01-01T00:00:00Z, so that it is no accident when a test depends on it. */
export function createManualClock(start: Date = new Date('2030-01-01T00:00:00Z')): ManualClock {
  let nowMs = start.getTime();
  return {
    now: () => new Date(nowMs),
    advance: (milliseconds) => void (nowMs += milliseconds),
    set: (date) => void (nowMs = date.getTime()),
  };
}
