import type { OutgoingResult } from '../outgoing-http/index.ts';

const secondMs = 1_000;
const minuteMs = 60 * secondMs;
const hourMs = 60 * minuteMs;

/** How long an event is tried: over a weekend. */
export const givesUpAfterMs = 72 * hourMs;

/** How long the secret before the present one signs as well. */
export const bothSecretsMs = 24 * hourMs;

/** How long what was sent can be looked up; shorter where the organization keeps its mail for less. */
export const keptDays = 14;

/** Waits after the first, second, … failure: at first a slip, then a restart, then a night. The last one repeats. */
const waitsMs = [
  5 * secondMs,
  5 * minuteMs,
  30 * minuteMs,
  2 * hourMs,
  5 * hourMs,
  10 * hourMs,
  14 * hourMs,
  20 * hourMs,
  24 * hourMs,
] as const;

/** Longest wait that a receiver can ask for. */
const maxRetryAfterMs = 24 * hourMs;

/** How far a wait strays, so that what failed together does not come back together. */
const jitter = 0.1;

/** What an attempt came to. */
export type AttemptOutcome =
  | { readonly kind: 'delivered' }
  /** Tried again while there is time. */
  | { readonly kind: 'failed'; readonly error: string; readonly retryAfterMs: number | undefined }
  /** The receiver wants nothing any more. */
  | { readonly kind: 'gone'; readonly error: string };

/** What an answer means. A redirection is a failure: following it could lead anywhere. */
export function classifyAttempt(result: OutgoingResult, now: Date): AttemptOutcome {
  if (result.kind !== 'answered') return { kind: 'failed', error: result.reason, retryAfterMs: undefined };
  const { status, headers } = result;
  if (status >= 200 && status < 300) return { kind: 'delivered' };
  if (status === 410) return { kind: 'gone', error: 'The answer was 410: nothing is wanted here any more' };
  const error =
    status >= 300 && status < 400
      ? `The answer was ${String(status)}, a redirection, which is not followed`
      : `The answer was ${String(status)}`;
  return { kind: 'failed', error, retryAfterMs: parseRetryAfter(headers['retry-after'], now) };
}

/** `Retry-After` (RFC 9110 §10.2.3) as milliseconds from now; undefined for none and for what is past. */
function parseRetryAfter(value: string | undefined, now: Date): number | undefined {
  if (value === undefined) return undefined;
  const waitMs = /^\d{1,9}$/.test(value) ? Number(value) * secondMs : Date.parse(value) - now.getTime();
  return waitMs > 0 ? waitMs : undefined;
}

/** The wait before the next attempt. `failures` counts this one; `random` is between 0 and 1. */
export function retryDelayMs({
  failures,
  retryAfterMs = 0,
  random,
}: {
  readonly failures: number;
  readonly retryAfterMs?: number | undefined;
  readonly random: number;
}): number {
  const wait = waitsMs[Math.min(failures, waitsMs.length) - 1] ?? waitsMs[0];
  const strayed = wait * (1 + jitter * (2 * random - 1));
  return Math.round(Math.max(strayed, Math.min(retryAfterMs, maxRetryAfterMs)));
}
