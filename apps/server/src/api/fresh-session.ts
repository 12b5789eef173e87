import { ApiError } from './api-error.ts';
import type { Principal } from './caller.ts';

/** How long a sign-in counts as lately, as `session_too_old` promises: a day. */
export const freshSeconds = 24 * 60 * 60;

/** Throws `session_too_old` unless the person signed in within the last day; a key never did. */
export function demandFreshSession({ credential }: Principal, now: Date): void {
  const isFresh =
    credential.kind === 'session' && now.getTime() - credential.startedAt.getTime() < freshSeconds * 1_000;
  if (!isFresh) throw new ApiError('session_too_old');
}
