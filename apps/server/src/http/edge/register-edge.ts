import type { FastifyInstance } from 'fastify';
import type { Events } from '../../observe/index.ts';
import { registerAccessLog } from './access-log.ts';
import { limitConnections, usualConnectionLimits } from './connections.ts';
import { registerCors } from './cors.ts';
import { lingerBeforeClose, usualLingerLimits, type LingerLimits } from './linger.ts';
import { registerOverload, usualOverloadLimits, type OverloadLimits } from './overload.ts';
import { registerShutdown } from './shutdown.ts';
import { createProxyCheck } from './trusted-proxies.ts';

/** What the edge is made of. */
export interface EdgeOptions {
  readonly events: Pick<Events, 'requestStarted' | 'requestFinished'>;
  /** Addresses and networks whose word on clients is believed. */
  readonly trustedProxies: readonly string[];
  /** Sites whose pages may call the API. */
  readonly corsOrigins: readonly string[];
  readonly overload?: OverloadLimits;
  readonly linger?: LingerLimits;
}

/** Registers all of it, in the order that it needs; before everything else of the application. */
export async function registerEdge(app: FastifyInstance, options: EdgeOptions): Promise<void> {
  const isTrustedProxy = createProxyCheck(options.trustedProxies);
  const isLoopback = createProxyCheck(['127.0.0.0/8', '::1']);
  limitConnections(app.server, {
    ...usualConnectionLimits,
    isExempt: (ip) => isTrustedProxy(ip) || isLoopback(ip),
  });
  lingerBeforeClose(app.server, options.linger ?? usualLingerLimits);
  registerAccessLog(app, { events: options.events, isTrustedProxy });
  registerShutdown(app);
  await registerCors(app, options.corsOrigins);
  await registerOverload(app, options.overload ?? usualOverloadLimits);
}
