import type { FailureClass } from '@smtpy/mail';
import { quarantineReasons, type HoldReason, type QuarantineReason } from './types.ts';

const dayMs = 24 * 60 * 60 * 1000;

/** How long a message is tried. RFC 5321 §4.5.4.1 asks for at least 4 to 5 days. */
export const lifetimeDays = 5;

/**
 * How long a held delivery waits for a person: two weeks outlast a holiday; a reply that leaves later is worse than one
 * that its writer is asked to write anew.
 */
export const holdDays = 14;

/** How long mail waits in quarantine: what is taken for spam by mistake is missed within weeks, not days. */
export const quarantineDays = 30;

/** Whether it is mail in quarantine that waits for this reason. */
export function isQuarantineReason(reason: string | undefined): reason is QuarantineReason {
  return quarantineReasons.some((each) => each === reason);
}

/** How many days a delivery waits that is held for this reason. */
export function holdDaysOf(reason: HoldReason): number {
  return isQuarantineReason(reason) ? quarantineDays : holdDays;
}

/** {@link quarantineReasons} as a list of SQL, for `in (…)`. */
export const quarantineReasonsSql = quarantineReasons.map((reason) => `'${reason}'`).join(', ');

/** Channel of the hints that followups are there. */
export const followupsChannel = 'smtpy_followups';

/** When a delivery of a message received at `receivedAt` has no time left. */
export function expiryOf(receivedAt: Date): Date {
  return new Date(receivedAt.getTime() + lifetimeDays * dayMs);
}

/** When nobody has let go a delivery in time that is held for `reason` from `receivedAt` on. */
export function holdExpiryOf(receivedAt: Date, reason: HoldReason): Date {
  return new Date(receivedAt.getTime() + holdDaysOf(reason) * dayMs);
}

/**
 * Minutes to wait after the first, second, … attempt; the last one repeats. Greylisting lets go within 5 to 15 minutes, which the
 * first steps meet; RFC 5321 §4.5.4.1 wants 30 minutes or more for what stays down, which the later ones obey. Four hours
 * at most, so that a host that comes back after a day has its mail on the same day. About 36 attempts in five days.
 */
const retryMinutes = [1, 5, 10, 20, 40, 60, 120, 240] as const;

/** Part of the delay that is random, so that what failed together does not come back together. */
const jitterShare = 0.2;

/** A full mailbox waits for its owner to make room, which takes no minutes. */
const fullMinutes = 60;

/**
 * How long to wait before the next attempt, in whole milliseconds.
 *
 * `attempts` counts the attempts before the one that has just failed; `random` is in [0, 1); a failure of class `full` waits for
 * an hour at least. The end of time is the statement's to apply, with PostgreSQL's clock: a delay that leads
 * beyond the expiry becomes one last attempt at the expiry, and an attempt that fails after it ends as `expired`.
 */
export function retryDelayMs(attempts: number, random: number, failureClass?: FailureClass): number {
  const minutes = retryMinutes[Math.min(Math.max(attempts, 0), retryMinutes.length - 1)] ?? 240;
  const usual = minutes * (1 - jitterShare / 2 + jitterShare * random);
  const least = failureClass === 'full' ? fullMinutes * (1 + jitterShare * random) : 0;
  return Math.round(Math.max(usual, least) * 60_000);
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
