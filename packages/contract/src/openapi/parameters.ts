import { z } from 'zod';
import type { Operation } from '../api/index.ts';
import { id } from '../api/page.ts';
import { hasETag } from './responses.ts';

const organizationHeader = id.optional().meta({
  description:
    'The organization to act on; absent: the personal one. With a key it is always that of the key, and nothing else can be named.',
});

const idempotencyHeader = z
  .string()
  .regex(/^[\x21-\x7e]{1,255}$/)
  .optional()
  .meta({
    description:
      '1 to 255 visible ASCII characters, new for each new request: repeating the request with it makes nothing twice.',
    example: 'b1d6c7d2-order-17',
  });

const matchHeader = z.string().optional().meta({
  description:
    'The `ETag` of an answer before: if nothing has changed since, the answer is 304 without a body.',
  example: '"5f3c1e0a9b"',
});

/** The parameters of an operation, those in the header included. */
export function describeParameters(operation: Operation) {
  const header = z.object({
    ...(operation.access.kind === 'member' && { 'Smtpy-Organization': organizationHeader }),
    ...(operation.takesIdempotencyKey === true && { 'Idempotency-Key': idempotencyHeader }),
    ...(hasETag(operation) && { 'If-None-Match': matchHeader }),
  });
  return {
    ...(operation.params && { path: operation.params }),
    ...(operation.query && { query: operation.query }),
    ...(Object.keys(header.shape).length > 0 && { header }),
  };
}
