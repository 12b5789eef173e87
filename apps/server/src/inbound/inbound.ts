import type { AddressInfo } from 'node:net';
import type { InboundDependencies } from './dependencies.ts';
import { createHandlers } from './session/handlers.ts';
import { InboundServer } from './session/server.ts';

/** The receiving side of one process. */
export interface Inbound {
  /** Opens the port. Rejects when it is taken or not allowed. */
  listen(): Promise<{ readonly port: number }>;
  /**
   * Stops: no new connections, idle clients get 421, messages under way have `deadlineMs` to be finished; what is left then is cut off
   * without a reply, so its sender tries again. Resolves when all connections are closed.
   */
  close(deadlineMs: number): Promise<void>;
}

/** Makes the receiving side. Nothing is open before `listen`. */
export function createInbound(dependencies: InboundDependencies): Inbound {
  const { config, tls } = dependencies;
  const server = new InboundServer({
    hostname: config.hostname,
    maxMessageBytes: config.maxMessageBytes,
    idleTimeoutMs: config.idleTimeoutMs,
    tls,
    ...createHandlers(dependencies),
  });
  return {
    listen: () => listen(server, config),
    close: (deadlineMs) => server.shutDown(deadlineMs),
  };
}

function listen(
  server: InboundServer,
  { host, port }: { readonly host: string; readonly port: number },
): Promise<{ readonly port: number }> {
  const { promise, resolve, reject } = Promise.withResolvers<{ readonly port: number }>();
  server.server.once('error', reject);
  server.listen(port, host, () => {
    server.server.off('error', reject);
    resolve({ port: (server.server.address() as AddressInfo).port });
  });
  return promise;
}
