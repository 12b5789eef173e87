import websocket from '@fastify/websocket';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { connectLive } from '@smtpy/contract';
import type { z } from 'zod';
import { ApiError, type Principal } from '../../api/index.ts';
import type { Live, Viewer } from '../../live/index.ts';
import { identify } from '../identity.ts';
import { endAsUpgraded } from '../request-end.ts';
import { admit, mayStill } from './admit.ts';
import { isLiveUpgrade } from './api-path.ts';
import type { ApiDependencies } from './dependencies.ts';
import { toLiveSocket } from './live-socket.ts';
import { readInput } from './read-input.ts';

/** Nothing is to be sent to us; room for the reason of a closing (RFC 6455 §5.5: 125 octets) and a slip. */
const maxMessageBytes = 1_024;

/** The name of the header by which requests name their organization; browsers cannot send it with a WebSocket. */
const organizationHeader = 'smtpy-organization';

/** What the functions of this file share. */
type LiveApi = ApiDependencies & { readonly live: Live };

/** `/v1/live`: refuses with a problem as every route does, before the connection becomes a WebSocket. Stopping the application stops `live`. */
export function registerLive(scope: FastifyInstance, api: LiveApi): void {
  const viewers = new WeakMap<FastifyRequest, { readonly viewer: Viewer; readonly reply: FastifyReply }>();
  void scope.register(async (routes) => {
    endRefused(routes);
    await routes.register(websocket, {
      options: { maxPayload: maxMessageBytes, perMessageDeflate: false },
      preClose: (done) => {
        // Expected: nothing; what fails while everything stops is not waited for.
        api.live[Symbol.asyncDispose]().then(() => done(), done);
      },
      // The end of the socket is what counts; it follows.
      errorHandler: (_error, socket) => {
        socket.terminate();
      },
    });
    routes.route({
      method: 'GET',
      url: '/live',
      onRequest: async (request, reply) => {
        viewers.set(request, { viewer: await letIn(api, request, reply), reply });
      },
      handler: () => {
        // RFC 9110 §15.5.22
        throw new ApiError('upgrade_required', {
          headers: [
            ['upgrade', 'websocket'],
            ['connection', 'upgrade'],
          ],
        });
      },
      wsHandler: (socket, request) => {
        const found = viewers.get(request);
        if (found === undefined) throw new Error('a live connection was not let in');
        endAsUpgraded(request, found.reply);
        const reports = api.live.serve(found.viewer, toLiveSocket(socket));
        socket.on('pong', () => reports.heard());
        socket.on('message', () => reports.spoke());
        socket.on('close', () => reports.closed());
      },
    });
  });
}

/** Node has let go of a socket that asks for another protocol: whoever is refused would keep it for ever. */
function endRefused(routes: FastifyInstance): void {
  routes.addHook('onResponse', (request, _reply, done) => {
    if (isLiveUpgrade(request.raw)) request.raw.socket.destroySoon();
    done();
  });
}

/** Who connects. Throws what the client is told instead; a place is taken until its connection ends. */
async function letIn(api: LiveApi, request: FastifyRequest, reply: FastifyReply): Promise<Viewer> {
  const { id: requestId, ip } = request;
  const input = await readInput(connectLive, { params: {}, url: request.url, body: undefined });
  const query = input.query as z.output<typeof connectLive.query>;
  const headers = headersFor(request, query.organization);
  const {
    caller,
    organizationId,
    headers: limits,
  } = await admit(api, connectLive, { requestId, headers, ip });
  for (const [name, value] of limits) reply.header(name, value);
  const { principal } = caller;
  if (principal === undefined || organizationId === undefined)
    throw new Error('a live connection has no member');
  const credentialId = credentialOf(principal);
  identify(request, { userId: principal.userId, keyId: keyOf(principal), organizationId });
  takeSeat(api, request, principal.userId);
  const again = keepCredentials(headers);
  return {
    userId: principal.userId,
    organizationId,
    credentialId,
    after: query.after?.toLowerCase(),
    mayStill: () => mayStill(api, connectLive, { headers: again, ip }),
  };
}

/** With the organization of the query where requests have it. */
function headersFor(
  { headers }: FastifyRequest,
  organization: string | undefined,
): FastifyRequest['headers'] {
  return organization === undefined ? headers : { ...headers, [organizationHeader]: organization };
}

/** What says who connected; the rest of the header is not kept for hours. */
function keepCredentials(headers: FastifyRequest['headers']): FastifyRequest['headers'] {
  const kept = ['cookie', 'authorization', organizationHeader];
  return Object.fromEntries(
    kept.flatMap((name) => (headers[name] === undefined ? [] : [[name, headers[name]]])),
  );
}

function keyOf({ credential }: Principal): string | undefined {
  return credential.kind === 'key' ? credential.keyId : undefined;
}

function credentialOf({ credential }: Principal): string {
  return credential.kind === 'key' ? credential.keyId : credential.sessionId;
}

function takeSeat({ live }: LiveApi, request: FastifyRequest, userId: string): void {
  const reservation = live.reserve(userId);
  switch (reservation.kind) {
    case 'seat': {
      const { socket } = request.raw;
      if (socket.destroyed) reservation.seat.release();
      else socket.once('close', () => reservation.seat.release());
      return;
    }
    case 'user_full':
      throw new ApiError('limit_reached', {
        detail: 'You have too many live connections. Close other pages.',
      });
    case 'all_full':
      throw new ApiError('unavailable', { retryAfterSeconds: 10 });
  }
}
