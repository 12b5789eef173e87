import type { Operation } from '@smtpy/contract';
import { ApiError } from '../../api/index.ts';
import type { LimitedCaller, RequestLimits } from '../../request-limits/index.ts';
import { formatLimits, type HeaderField } from './limit-fields.ts';

/**
 * Counts a request against every limit that it falls under and gives the header fields that tell its sender how much is left. Throws with
 * the same fields where it is one too many; such a request counts nowhere.
 */
export async function takeLimits(
  limits: Pick<RequestLimits, 'limitsFor' | 'take'>,
  operation: Operation,
  caller: LimitedCaller,
): Promise<readonly HeaderField[]> {
  const taken = await limits.take(limits.limitsFor(operation, caller));
  const headers = formatLimits(taken);
  if (taken.isWithin) return headers;
  throw new ApiError('rate_limited', { headers });
}
