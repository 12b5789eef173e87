import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { connect, type Socket } from 'node:net';
import { fastify, type FastifyInstance } from 'fastify';
import { silentEvents, type FinishedRequest } from '../../../observe/index.ts';
import { registerRequestIds } from '../../api/index.ts';
import { registerEdge, serverOptions, type EdgeOptions, type ServerTimeouts } from '../index.ts';

/** An application behind the edge, listening. */
export interface EdgeBench extends AsyncDisposable {
  readonly app: FastifyInstance;
  readonly url: string;
  readonly port: number;
  /** The access log. */
  readonly finished: readonly FinishedRequest[];
  /** Requests that began and have not ended. */
  readonly inFlight: () => number;
}

/** Starts an application with routes that `register` makes. */
export async function startEdge(
  register: (app: FastifyInstance) => void,
  options: Partial<EdgeOptions> & { readonly timeouts?: ServerTimeouts } = {},
): Promise<EdgeBench> {
  const { timeouts, trustedProxies = [], ...rest } = options;
  const finished: FinishedRequest[] = [];
  let inFlight = 0;
  const app = fastify(serverOptions({ trustedProxies, ...(timeouts === undefined ? {} : { timeouts }) }));
  registerRequestIds(app);
  await registerEdge(app, {
    events: {
      ...silentEvents,
      requestStarted: () => void (inFlight += 1),
      requestFinished: (request) => {
        inFlight -= 1;
        finished.push(request);
      },
    },
    trustedProxies,
    corsOrigins: [],
    ...rest,
  });
  register(app);
  await app.listen({ host: '127.0.0.1', port: 0 });
  const { port } = app.server.address() as AddressInfo;
  return {
    app,
    url: `http://127.0.0.1:${port}`,
    port,
    finished,
    inFlight: () => inFlight,
    [Symbol.asyncDispose]: async () => {
      app.server.closeAllConnections();
      await app.close();
    },
  };
}

/** A connection on which a test says what it likes. */
export interface RawConnection extends Disposable {
  readonly socket: Socket;
  /** Everything that came so far. */
  readonly received: () => string;
  readonly isClosed: () => boolean;
  /** What went wrong with it. */
  readonly fault: () => Error | undefined;
}

/** Connects to a port of the machine. `goesOn`: it sends on when the other side is closed, as programs that read late do. */
export async function openRaw(
  port: number,
  { goesOn = false }: { readonly goesOn?: boolean } = {},
): Promise<RawConnection> {
  const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: goesOn });
  let received = '';
  let isClosed = false;
  let fault: Error | undefined;
  socket.on('data', (chunk) => (received += chunk.toString('latin1')));
  socket.on('close', () => (isClosed = true));
  socket.on('error', (error) => (fault = error));
  await once(socket, 'connect');
  return {
    socket,
    received: () => received,
    isClosed: () => isClosed,
    fault: () => fault,
    [Symbol.dispose]: () => {
      socket.destroy();
    },
  };
}
