import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { connectLive } from '@smtpy/contract';
import { ApiError, type Route } from '../../api/index.ts';
import { createIdempotency, type Idempotency } from '../../idempotency/index.ts';
import { identify, type Identity } from '../identity.ts';
import { admit, type Admitted } from './admit.ts';
import { createAllowedMethods } from './allowed-methods.ts';
import type { ApiDependencies } from './dependencies.ts';
import { toFailure } from './failure.ts';
import { bodyLimitBytes, parseJsonBody } from './json-body.ts';
import { registerLive } from './live-route.ts';
import { sendProblem } from './problem.ts';
import { findRouteFaults } from './route-faults.ts';
import { sendAnswer } from './send-answer.ts';
import { createWorkplace, type Workplace } from './run-work.ts';
import { serveRoute } from './serve-route.ts';

const prefix = '/v1';

/** As long as a statement may take; then nobody waits for the answer. */
const answerTimeoutMs = 60_000;

/** Downloads may take long to fetch. */
const streamTimeoutMs = 10 * 60_000;

/** What the functions of this file share. */
interface Api extends ApiDependencies {
  readonly idempotency: Idempotency;
  readonly workplace: Workplace;
  /** Requests between their head and their body. */
  readonly admitted: WeakMap<FastifyRequest, Admitted>;
}

/**
 * Serves the routes under `/v1`, with an answer in JSON for whatever goes wrong there. Throws when the routes contradict themselves or each
 * other.
 */
export function createApi(app: FastifyInstance, deps: ApiDependencies): void {
  const faults = findRouteFaults(deps.routes);
  if (faults.length > 0) throw new Error(`routes cannot be served: ${faults.join('; ')}`);
  const workplace = createWorkplace(deps.db);
  const api: Api = { ...deps, workplace, idempotency: createIdempotency(deps), admitted: new WeakMap() };
  void app.register(
    (scope, _options, done) => {
      scope.removeAllContentTypeParsers();
      scope.addContentTypeParser<Buffer>(
        'application/json',
        { parseAs: 'buffer', bodyLimit: bodyLimitBytes },
        (_request, body, parsed) => {
          // Expected: what arrived is no JSON, or none that is read.
          try {
            parsed(null, parseJsonBody(body));
          } catch (error) {
            parsed(error as Error);
          }
        },
      );
      registerRefusals(scope, api);
      for (const route of api.routes) registerRoute(scope, api, route);
      if (api.live !== undefined) registerLive(scope, { ...api, live: api.live });
      done();
    },
    { prefix },
  );
}

/** What is answered to what no route serves, and to what fails. */
function registerRefusals(scope: FastifyInstance, { routes, events, live }: Api): void {
  const served = routes.map(({ operation }) => operation);
  const allowedMethods = createAllowedMethods(live === undefined ? served : [...served, connectLive]);
  scope.setNotFoundHandler((request, reply) => {
    const methods = allowedMethods(request.url.replace(/\?.*$/s, ''));
    if (methods.length === 0) return sendProblem(reply, new ApiError('unknown_route'));
    // RFC 9110 §15.5.6
    return sendProblem(
      reply,
      new ApiError('method_not_allowed', { headers: [['allow', methods.join(', ')]] }),
    );
  });
  const byPlace = new Map(routes.map(({ operation }) => [urlOf(operation.path), operation]));
  scope.setErrorHandler((thrown, request, reply) => {
    const { error, isUnexpected } = toFailure(thrown);
    const { url } = request.routeOptions;
    if (isUnexpected) {
      events.failed('api request', thrown, { requestId: request.id, method: request.method, route: url });
    }
    const isBetterAuth = byPlace.get(url?.slice(prefix.length) ?? '')?.isBetterAuth === true;
    return sendProblem(reply, error, { isBetterAuth });
  });
}

function registerRoute(scope: FastifyInstance, api: Api, route: Route): void {
  const { operation } = route;
  scope.route({
    method: operation.method,
    url: urlOf(operation.path),
    onRequest: async (request, reply) => {
      const { id: requestId, headers, ip } = request;
      const admitted = await admit(api, operation, { requestId, headers, ip });
      identify(request, identityOf(admitted));
      for (const [name, value] of admitted.headers) reply.header(name, value);
      api.admitted.set(request, admitted);
    },
    handler: async (request, reply) => {
      const admitted = api.admitted.get(request);
      if (admitted === undefined) throw new Error('a request was not admitted');
      const answer = await serveRoute(api, route, {
        admitted,
        headers: request.headers,
        raw: { params: request.params, url: request.url, body: request.body ?? undefined },
        signal: waitingFor(
          reply,
          operation.answer.contentType === undefined ? answerTimeoutMs : streamTimeoutMs,
        ),
      });
      return sendAnswer(reply, operation, answer);
    },
  });
}

/** What the access log tells of the sender. */
function identityOf({ caller: { principal }, organizationId }: Admitted): Identity {
  const credential = principal?.credential;
  return {
    userId: principal?.userId,
    keyId: credential?.kind === 'key' ? credential.keyId : undefined,
    organizationId,
  };
}

/** Aborted when the connection is gone before the answer was sent, or its time is over. */
function waitingFor(reply: FastifyReply, timeoutMs: number): AbortSignal {
  const gone = new AbortController();
  reply.raw.once('close', () => {
    if (!reply.raw.writableFinished) gone.abort();
  });
  return AbortSignal.any([gone.signal, AbortSignal.timeout(timeoutMs)]);
}

/** A path of the contract in the words of the router, below the prefix. */
function urlOf(path: string): string {
  return path.slice(prefix.length).replace(/\{([a-z_]+)\}/g, ':$1');
}
