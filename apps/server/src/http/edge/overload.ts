import underPressure from '@fastify/under-pressure';
import type { FastifyInstance } from 'fastify';
import { ApiError } from '../../api/index.ts';
import { isApiPath, sendProblem } from '../api/index.ts';
import { onRequestEnd } from '../request-end.ts';
import { isProbe } from './access-log.ts';

/** When a process has too much to do. */
export interface OverloadLimits {
  /** How long a turn of the event loop may wait on average; every answer takes some such turns. */
  readonly maxEventLoopDelayMs: number;
  /**
   * Over how long the average goes. Longer than any single turn should be: one that takes a second, as loading code may on a busy machine, is no overload
   * by itself.
   */
  readonly sampleMs: number;
  /** Requests under way. What is more waits for the same few connections to the database: half a second with this many. */
  readonly maxInFlight: number;
}

/** A loop that turns three times a second answers within seconds; beyond that clients give up and come again, which makes it worse. */
export const usualOverloadLimits: OverloadLimits = {
  maxEventLoopDelayMs: 300,
  sampleMs: 3_000,
  maxInFlight: 500,
};

/** Enough for what is under way to end. */
const retryAfterSeconds = 2;

/** Refuses requests while there is too much to do, before anything is done for them; probes of health are answered always. */
export async function registerOverload(app: FastifyInstance, limits: OverloadLimits): Promise<void> {
  await app.register(underPressure, {
    maxEventLoopDelay: limits.maxEventLoopDelayMs,
    sampleInterval: limits.sampleMs,
    // The hook below decides.
    pressureHandler: () => undefined,
  });
  let inFlight = 0;
  app.addHook('onRequest', async (request, reply) => {
    inFlight += 1;
    onRequestEnd(request, reply, () => {
      inFlight -= 1;
    });
    if (isProbe(request) || (inFlight <= limits.maxInFlight && !app.isUnderPressure())) return;
    if (isApiPath(request.url)) {
      await sendProblem(reply, new ApiError('unavailable', { retryAfterSeconds }));
      return;
    }
    await reply
      .code(503)
      .header('retry-after', String(retryAfterSeconds))
      .type('text/plain; charset=utf-8')
      .send('The server has too much to do now. Try again in a moment.\n');
  });
}
