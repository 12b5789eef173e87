import type { FastifyReply, FastifyRequest } from 'fastify';

const ends = new WeakMap<object, Set<() => void>>();

/**
 * Calls back once when a request has ended: after the last octet of its answer, when its client is gone, or when its connection has become a
 * WebSocket, which may stay for hours. It closes once in each of them; hooks of the framework know only the first.
 */
export function onRequestEnd(request: FastifyRequest, reply: FastifyReply, callback: () => void): void {
  const callbacks = ends.get(request.raw) ?? new Set();
  ends.set(request.raw, callbacks);
  callbacks.add(callback);
  reply.raw.once('close', () => {
    if (callbacks.delete(callback)) callback();
  });
}

/** The connection of this request has become a WebSocket (RFC 9110 §15.2.2): the request has ended. */
export function endAsUpgraded(request: FastifyRequest, reply: FastifyReply): void {
  // Another library wrote the answer; what tells of the request reads the status here.
  reply.raw.statusCode = upgradedStatus;
  const callbacks = ends.get(request.raw) ?? new Set();
  for (const callback of callbacks) {
    callbacks.delete(callback);
    callback();
  }
}

/** The status of a request that {@link endAsUpgraded} ended. */
export const upgradedStatus = 101;
