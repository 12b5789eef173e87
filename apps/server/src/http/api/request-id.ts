import type { FastifyInstance } from 'fastify';
import { newId } from '../../db/index.ts';

/**
 * Gives each request an id of ours and tells it in the answer. What a client sends as one is not taken: it could make two requests look like
 * one in the log, or write there.
 */
export function registerRequestIds(app: FastifyInstance): void {
  app.setGenReqId(() => newId());
  app.addHook('onRequest', (request, reply, done) => {
    reply.header('x-request-id', request.id);
    done();
  });
}
