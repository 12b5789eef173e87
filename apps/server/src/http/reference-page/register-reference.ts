import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Operation } from '@smtpy/contract';
import { entityTagOf, isKnown } from '../api/index.ts';
import { referenceStylesheet } from './stylesheet.ts';

/** What the reference tells of. */
export interface ReferenceOptions {
  readonly operations: readonly Operation[];
  /** Of the program. */
  readonly version: string;
  readonly publicUrl: string;
}

/** Something that is sent as it is. */
interface Sendable {
  readonly contentType: string;
  readonly text: string;
  readonly entityTag: string;
  /** The same, compressed. */
  readonly gzipped: Buffer;
}

/** Registers `/openapi.json`, `/docs` and its style sheet. */
export function registerReference(app: FastifyInstance, options: ReferenceOptions): void {
  const load = once(() => loadReference(options));
  const styles = once(() => toSendable('text/css; charset=utf-8', referenceStylesheet));
  app.get('/openapi.json', async (request, reply) => send(request, reply, (await load()).json));
  app.get('/docs', async (request, reply) => send(request, reply, (await load()).page));
  app.get('/docs.css', async (request, reply) => send(request, reply, await styles()));
}

/** The libraries that make the document cost memory that most processes never need, so they are loaded with the first request. */
async function loadReference({
  operations,
  version,
  publicUrl,
}: ReferenceOptions): Promise<{ readonly json: Sendable; readonly page: Sendable }> {
  const { createOpenApi } = await import('@smtpy/contract/openapi');
  const { renderReference } = await import('./render-reference.ts');
  const document = createOpenApi({ operations, version, publicUrl: publicUrl.replace(/\/+$/u, '') });
  const [json, page] = await Promise.all([
    toSendable('application/json; charset=utf-8', JSON.stringify(document)),
    toSendable('text/html; charset=utf-8', renderReference(document)),
  ]);
  return { json, page };
}

/** Does the work with the first call; a failure is tried again with the next. */
function once<T>(work: () => Promise<T>): () => Promise<T> {
  let result: Promise<T> | undefined;
  return () => {
    result ??= work().catch((error: unknown) => {
      result = undefined;
      throw error;
    });
    return result;
  };
}

async function toSendable(contentType: string, text: string): Promise<Sendable> {
  return { contentType, text, entityTag: entityTagOf(text), gzipped: await promisify(gzip)(text) };
}

function send(request: FastifyRequest, reply: FastifyReply, sendable: Sendable): FastifyReply {
  const { entityTag, contentType, gzipped, text } = sendable;
  // Weak: the plain and the compressed form mean the same and are not the same bytes (RFC 9110 §8.8.1).
  reply
    .header('etag', `W/${entityTag}`)
    .header('cache-control', 'no-cache')
    .header('vary', 'accept-encoding');
  if (isKnown(request.headers['if-none-match'], entityTag)) return reply.code(304).send();
  reply.type(contentType);
  if (!acceptsGzip(request.headers['accept-encoding'])) return reply.send(text);
  return reply.header('content-encoding', 'gzip').send(gzipped);
}

/** Whether `Accept-Encoding` names gzip and does not rule it out (RFC 9110 §12.5.3). */
function acceptsGzip(acceptEncoding: string | string[] | undefined): boolean {
  return String(acceptEncoding ?? '')
    .split(',')
    .some((coding) => /^\s*(?:gzip|\*)\s*(?:;\s*q=(?!0(?:\.0*)?\s*$).*)?$/iu.test(coding));
}
