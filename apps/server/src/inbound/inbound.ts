import type { AddressInfo } from 'node:net';
import type { InboundDependencies } from './dependencies.ts';
import { createHandlers } from './session/handlers.ts';
import { InboundServer } from './session/server.ts';
import { createSubmissionListeners } from './submission/listeners.ts';
import { createLogins } from './submission/logins.ts';

/** The ports that are open. */
export interface InboundPorts {
  /** For mail from other servers. */
  readonly port: number;
  /** For mail programs, with STARTTLS; undefined when it is not configured. */
  readonly submissionPort: number | undefined;
  /** The same with TLS from the first octet. */
  readonly submissionsPort: number | undefined;
}

/** The receiving side of one process. */
export interface Inbound {
  /** Opens the ports. Rejects when one is taken or not allowed; then none is open. */
  listen(): Promise<InboundPorts>;
  /**
   * Stops: no new connections, idle clients get 421, messages under way have `deadlineMs` to be finished; what is left then is cut off
   * without a reply, so its sender tries again. Resolves when all connections are closed.
   */
  close(deadlineMs: number): Promise<void>;
}

/** Makes the receiving side. Nothing is open before `listen`. */
export function createInbound(dependencies: InboundDependencies): Inbound {
  const { config, tls } = dependencies;
  const logins = createLogins(dependencies);
  const options = {
    hostname: config.hostname,
    maxMessageBytes: config.maxMessageBytes,
    idleTimeoutMs: config.idleTimeoutMs,
    tls,
    ...createHandlers(dependencies, logins.submitterOf),
  };
  const listeners: readonly Listener[] = [
    { name: 'smtp', server: new InboundServer(options), port: config.port },
    ...createSubmissionListeners(dependencies, options, logins),
  ];
  const close = async (deadlineMs: number): Promise<void> => {
    await Promise.all(listeners.map(({ server }) => server.shutDown(deadlineMs)));
  };
  return {
    listen: async () => {
      try {
        return await listenAll(listeners, config.host);
      } catch (error) {
        // Expected: a port that is taken or not allowed.
        await close(1);
        throw error;
      }
    },
    close,
  };
}

interface Listener {
  readonly name: 'smtp' | 'submission' | 'submissions';
  readonly server: InboundServer;
  readonly port: number;
}

async function listenAll(listeners: readonly Listener[], host: string): Promise<InboundPorts> {
  const open = new Map<Listener['name'], number>();
  for (const { name, server, port } of listeners) open.set(name, await listen(server, { host, port }));
  return {
    port: open.get('smtp') ?? 0,
    submissionPort: open.get('submission'),
    submissionsPort: open.get('submissions'),
  };
}

function listen(
  server: InboundServer,
  { host, port }: { readonly host: string; readonly port: number },
): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  server.server.once('error', reject);
  server.listen(port, host, () => {
    server.server.off('error', reject);
    resolve((server.server.address() as AddressInfo).port);
  });
  return promise;
}
