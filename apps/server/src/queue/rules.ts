/** How long a message is tried. RFC 5321 §4.5.4.1 asks for at least 4 to 5 days. */
export const lifetimeDays = 5;

/** When a delivery of a message received at `receivedAt` has no time left. */
export function expiryOf(receivedAt: Date): Date {
  return new Date(receivedAt.getTime() + lifetimeDays * 24 * 60 * 60 * 1000);
}

/**
 * Minutes to wait after the first, second, … attempt; the last one repeats. Greylisting lets go within 5 to 15 minutes, which the
 * first steps meet; RFC 5321 §4.5.4.1 wants 30 minutes or more for what stays down, which the later ones obey. Four hours
 * at most, so that a host that comes back after a day has its mail on the same day. About 36 attempts in five days.
 */
const retryMinutes = [1, 5, 10, 20, 40, 60, 120, 240] as const;

/** Part of the delay that is random, so that what failed together does not come back together. */
const jitterShare = 0.2;

/**
 * How long to wait before the next attempt, in whole milliseconds.
 *
 * `attempts` counts the attempts before the one that has just failed; `random` is in [0, 1). The end of time is the
 * statement's to apply, with PostgreSQL's clock: a delay that leads beyond the expiry becomes one last attempt at
 * the expiry, and an attempt that fails after it ends as `expired`.
 */
export function retryDelayMs(attempts: number, random: number): number {
  const minutes = retryMinutes[Math.min(Math.max(attempts, 0), retryMinutes.length - 1)] ?? 240;
  const share = 1 - jitterShare / 2 + jitterShare * random;
  return Math.round(minutes * 60_000 * share);
}

/** The queue key of a destination: its domain. The caller has normalised the address to A-labels in lower case. */
export function queueKeyOf(destination: string): string {
  return destination.slice(destination.lastIndexOf('@') + 1).toLowerCase();
}

/** PostgreSQL takes a payload of less than 8,000 octets; the rest is room for other encodings. */
const maxHintBytes = 7_000;

/**
 * Queue keys as the payload of a notification, comma separated, each once. What does not fit is left out: a poll stands
 * behind the hint.
 */
export function formatHint(queueKeys: Iterable<string>): string {
  let hint = '';
  for (const key of new Set(queueKeys)) {
    const longer = hint === '' ? key : `${hint},${key}`;
    if (Buffer.byteLength(longer) <= maxHintBytes) hint = longer;
  }
  return hint;
}

/** The queue keys of a notification's payload. */
export function parseHint(payload: string): readonly string[] {
  return payload.split(',').filter((key) => key !== '');
}

/** Channel of the hints that deliveries became due. */
export const deliveriesChannel = 'smtpy_deliveries';
