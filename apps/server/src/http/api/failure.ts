import type { ErrorCode } from '@smtpy/contract';
import { ApiError } from '../../api/index.ts';
import { isDatabaseUnavailable } from '../../db/index.ts';

/** What the framework itself refuses; its other errors are ours to mend. */
const frameworkErrors: Readonly<Record<string, ErrorCode>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: 'body_too_large',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'unsupported_media_type',
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: 'malformed_body',
  FST_ERR_BAD_URL: 'malformed_body',
  FST_ERR_MAX_PARAM_LENGTH: 'not_found',
  FST_ERR_NOT_FOUND: 'unknown_route',
};

/** How long the database usually takes to come back, or a lock to become free. */
const retryAfterSeconds = 2;

/** What a caller is told of a failure, and whether it belongs in the log. */
export interface Failure {
  readonly error: ApiError;
  readonly isUnexpected: boolean;
}

/** Turns whatever was thrown into what the caller is told: it learns nothing of the reason where the mistake is ours. */
export function toFailure(thrown: unknown): Failure {
  if (thrown instanceof ApiError) return { error: thrown, isUnexpected: thrown.status >= 500 };
  const { code, statusCode } = (thrown ?? {}) as { readonly code?: unknown; readonly statusCode?: unknown };
  const known = typeof code === 'string' ? frameworkErrors[code] : undefined;
  if (known !== undefined) return { error: new ApiError(known), isUnexpected: false };
  if (typeof statusCode === 'number' && statusCode >= 400 && statusCode < 500) {
    return { error: new ApiError('malformed_body'), isUnexpected: false };
  }
  if (isDatabaseUnavailable(thrown) || statusCode === 503) {
    return { error: new ApiError('unavailable', { retryAfterSeconds, cause: thrown }), isUnexpected: true };
  }
  return { error: new ApiError('internal_error', { cause: thrown }), isUnexpected: true };
}
