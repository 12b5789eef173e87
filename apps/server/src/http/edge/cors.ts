import cors from '@fastify/cors';
import type { IncomingMessage } from 'node:http';
import type { FastifyInstance } from 'fastify';
import { isApiPath } from '../api/index.ts';

/** How long a browser remembers that it may: as long as Chromium does at most. */
const preflightSeconds = 7_200;

const methods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'];

/** What a page may send: a key, a body, and what makes repeating safe. */
const allowedHeaders = [
  'authorization',
  'content-type',
  'idempotency-key',
  'if-match',
  'if-none-match',
  'smtpy-organization',
];

/** What a page may read besides the body. */
const exposedHeaders = [
  'etag',
  'location',
  'ratelimit',
  'ratelimit-policy',
  'retry-after',
  'x-request-id',
  'idempotency-replayed',
  'content-disposition',
];

/** Whether a request comes from a page of a site that may call the API with keys. */
export function isAllowedOrigin(origins: readonly string[], request: IncomingMessage): boolean {
  const { origin } = request.headers;
  return origin !== undefined && origins.includes(origin) && isApiPath(request.url ?? '');
}

/**
 * Lets pages of these sites call the API with keys: preflights are answered, answers can be read. Cookies are taken from such requests, so
 * they act for nobody but the owner of the key they carry. To be registered before what refuses foreign pages.
 */
export async function registerCors(app: FastifyInstance, origins: readonly string[]): Promise<void> {
  if (origins.length === 0) return;
  app.addHook('onRequest', (request, _reply, done) => {
    if (isAllowedOrigin(origins, request.raw)) delete request.raw.headers.cookie;
    done();
  });
  await app.register(cors, {
    delegator: (request, callback) => {
      callback(null, {
        origin: isAllowedOrigin(origins, request.raw) ? [...origins] : false,
        credentials: false,
        methods,
        allowedHeaders,
        exposedHeaders,
        maxAge: preflightSeconds,
      });
    },
  });
}
