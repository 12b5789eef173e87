import type { Operation } from '@smtpy/contract';
import type { FastifyReply } from 'fastify';
import { formatDeprecation } from './deprecation-fields.ts';
import { entityTagOf, isKnown } from './etag.ts';
import type { ShapedAnswer } from './shape-answer.ts';

/** Sends an answer, or 304 where the caller has it already. What is not open to all is kept by nobody on its way. */
export function sendAnswer(reply: FastifyReply, operation: Operation, answer: ShapedAnswer): FastifyReply {
  reply.code(operation.answer.status);
  reply.header('cache-control', isTheSameForAll(operation) ? 'no-cache' : 'no-store');
  for (const [name, value] of formatDeprecation(operation.deprecation)) reply.header(name, value);
  if (answer.kind === 'stream') {
    reply.type(answer.contentType);
    for (const [name, value] of answer.headers ?? []) reply.header(name, value);
    if (answer.fileName !== undefined) reply.header('content-disposition', formatDownload(answer.fileName));
    return reply.send(answer.stream);
  }
  for (const [name, value] of answer.headers) reply.header(name, value);
  if (answer.kind === 'empty') return reply.send();
  reply.type('application/json; charset=utf-8');
  if (operation.method !== 'GET') return reply.send(answer.json);
  const entityTag = entityTagOf(answer.json);
  reply.header('etag', entityTag);
  if (isKnown(reply.request.headers['if-none-match'], entityTag)) {
    return reply.code(304).removeHeader('content-type').send();
  }
  return reply.send(answer.json);
}

/** What Better Auth answers is public by its rule, and tells who is signed in. */
function isTheSameForAll({ access, method, isBetterAuth }: Operation): boolean {
  return access.kind === 'public' && method === 'GET' && isBetterAuth !== true;
}

/** RFC 6266 §4.1, with the name in both forms: ASCII for old programs, RFC 8187 for all others. */
function formatDownload(fileName: string): string {
  const plain = fileName.replace(/[^\x20-\x7e]|["\\]/g, '_');
  const encoded = encodeURIComponent(fileName.toWellFormed()).replace(
    /['()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `attachment; filename="${plain}"; filename*=UTF-8''${encoded}`;
}
