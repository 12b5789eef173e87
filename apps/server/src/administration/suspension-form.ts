import { ApiError } from '../api/index.ts';
import type { Suspension } from './user.ts';

/** Reads what a body says about a suspension; undefined: nothing. Throws an {@link ApiError} for a reason without a suspension. */
export function readSuspension(body: {
  readonly is_suspended?: boolean | undefined;
  readonly suspended_reason?: string | undefined;
}): Suspension | undefined {
  const { is_suspended: isSuspended, suspended_reason: reason } = body;
  if (isSuspended === true) return { kind: 'suspend', reason };
  if (reason !== undefined)
    throw ApiError.field('body.suspended_reason', 'A reason goes together with `is_suspended: true`');
  return isSuspended === false ? { kind: 'resume' } : undefined;
}
