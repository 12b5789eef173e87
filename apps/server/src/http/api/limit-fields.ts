import type { LimitState, TakeResult } from '../../request-limits/index.ts';

/** A field of an answer. */
export type HeaderField = readonly [name: string, value: string];

/**
 * What an answer tells of limits (draft-ietf-httpapi-ratelimit-headers-10 §3 and §4): lists of structured fields (RFC 9651), one item for
 * each limit; and when to come back (RFC 9110 §10.2.3) where one is exceeded. Nothing where no limit was asked.
 */
export function formatLimits({ isWithin, states }: TakeResult): readonly HeaderField[] {
  if (states.length === 0) return [];
  const policies = states.map(
    ({ policy, limit, windowSeconds }) => `"${policy}";q=${limit};w=${windowSeconds}`,
  );
  const left = states.map(
    ({ policy, remaining, resetSeconds }) => `"${policy}";r=${remaining};t=${resetSeconds}`,
  );
  const fields: readonly HeaderField[] = [
    ['ratelimit-policy', policies.join(', ')],
    ['ratelimit', left.join(', ')],
  ];
  return isWithin ? fields : [...fields, ['retry-after', String(waitOf(states))]];
}

/** Seconds until the last of those limits that are used up allows something again. */
function waitOf(states: readonly LimitState[]): number {
  const used = states.filter(({ remaining }) => remaining <= 0);
  return Math.max(1, ...used.map(({ resetSeconds }) => resetSeconds));
}
