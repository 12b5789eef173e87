import { createHash } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import type { Operation } from '@smtpy/contract';
import { ApiError, type Principal } from '../../api/index.ts';
import { networkOf } from '../../dns/index.ts';
import type { Idempotency } from '../../idempotency/index.ts';
import type { RawInput } from './read-input.ts';
import type { ShapedAnswer } from './shape-answer.ts';

const keyHeader = 'idempotency-key';

/** What can be told apart by eye and kept as it is. */
const keyPattern = /^[\x21-\x7e]{1,255}$/;

/** A request that may be sent again. */
export interface RepeatableRequest {
  readonly operation: Operation;
  readonly principal: Principal | undefined;
  readonly organizationId: string | undefined;
  readonly ip: string;
  readonly headers: IncomingHttpHeaders;
  readonly raw: RawInput;
}

/** The key that the caller chose; undefined where it chose none or the operation takes none. Throws for what is no key. */
function findIdempotencyKey(operation: Operation, headers: IncomingHttpHeaders): string | undefined {
  const key = headers[keyHeader];
  if (operation.takesIdempotencyKey !== true || key === undefined) return undefined;
  if (typeof key === 'string' && keyPattern.test(key)) return key;
  const message = 'A key is 1 to 255 visible ASCII characters.';
  throw new ApiError('invalid_request', { errors: [{ path: `headers.${keyHeader}`, message }] });
}

/**
 * Does the work of a request unless the same one was answered before; then the answer of that time is given again. Within the transaction of
 * the work, so that there is a record exactly when there is the work; who sends the same at the same time waits for its end.
 */
export async function runOnce(
  idempotency: Pick<Idempotency, 'begin' | 'finish' | 'forget'>,
  request: RepeatableRequest,
  work: () => Promise<ShapedAnswer>,
): Promise<ShapedAnswer> {
  const key = findIdempotencyKey(request.operation, request.headers);
  if (key === undefined) return work();
  const record = { caller: callerOf(request), key };
  const begun = await idempotency.begin({
    ...record,
    operation: request.operation.id,
    requestHash: hashOf(request),
  });
  switch (begun.kind) {
    case 'another':
      throw new ApiError('idempotency_key_reused');
    case 'busy':
      throw new ApiError('unavailable', {
        detail: 'The first request with this key is still under way.',
        retryAfterSeconds: 5,
      });
    case 'answered':
      return withField(JSON.parse(begun.answer) as ShapedAnswer);
    case 'new': {
      const answer = await work().catch(async (error: unknown) => {
        // What is kept of a refused request is no answer to repeat: another try is judged anew.
        if (error instanceof ApiError && error.isWorkKept) await idempotency.forget(record);
        throw error;
      });
      if (answer.kind === 'stream') throw new Error('a stream cannot be given again');
      await idempotency.finish(record, {
        status: request.operation.answer.status,
        answer: JSON.stringify(answer),
      });
      return answer;
    }
  }
}

function withField(answer: ShapedAnswer): ShapedAnswer {
  if (answer.kind === 'stream') return answer;
  return { ...answer, headers: [...answer.headers, ['idempotency-replayed', 'true']] };
}

/**
 * Whose key it is: two who choose the same must not read each other's answers. API keys of one person are different callers too: the answer
 * of one may hold a secret that gives more than another key may.
 */
function callerOf({ principal, ip }: RepeatableRequest): string {
  if (principal === undefined) return `network:${networkOf(ip)}`;
  const { userId, credential } = principal;
  return credential.kind === 'key' ? `user:${userId} key:${credential.keyId}` : `user:${userId}`;
}

function hashOf({ operation, organizationId, raw }: RepeatableRequest): Buffer {
  const query = raw.url.includes('?') ? raw.url.slice(raw.url.indexOf('?')) : '';
  const request = [operation.id, organizationId ?? null, raw.params, query, raw.body ?? null];
  return createHash('sha256').update(JSON.stringify(request, sortNames)).digest();
}

/** The same object written in another order is the same request. */
function sortNames(_name: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}
