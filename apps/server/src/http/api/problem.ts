import type { FastifyReply } from 'fastify';
import { apiErrors, type Problem } from '@smtpy/contract';
import type { ApiError } from '../../api/index.ts';

/** What a caller reads of an error (RFC 9457 §3.1). */
export function toProblem(
  error: ApiError,
  { requestId, isBetterAuth = false }: { readonly requestId: string; readonly isBetterAuth?: boolean },
): Problem {
  const { status, title } = apiErrors[error.code];
  return {
    type: `/docs#error-${error.code}`,
    title,
    status,
    code: error.code,
    ...(error.detail === undefined ? {} : { detail: error.detail }),
    ...(isBetterAuth ? { message: error.detail ?? title } : {}),
    request_id: requestId,
    ...(error.errors.length === 0 ? {} : { errors: [...error.errors] }),
  };
}

/** Answers with a problem: its status, its header fields, nothing that may be kept. */
export function sendProblem(
  reply: FastifyReply,
  error: ApiError,
  { isBetterAuth = false }: { readonly isBetterAuth?: boolean } = {},
): FastifyReply {
  // RFC 9110 §15.5.2: who is refused for want of credentials is told which kind is wanted.
  if (error.status === 401) reply.header('www-authenticate', 'Bearer realm="SMTPy"');
  if (error.retryAfterSeconds !== undefined) reply.header('retry-after', String(error.retryAfterSeconds));
  for (const [name, value] of error.headers) reply.header(name, value);
  return (
    reply
      .code(error.status)
      .header('cache-control', 'no-store')
      .header('content-type', 'application/problem+json')
      // To a text the framework would add a charset, which the type has not.
      .send(Buffer.from(JSON.stringify(toProblem(error, { requestId: reply.request.id, isBetterAuth }))))
  );
}
