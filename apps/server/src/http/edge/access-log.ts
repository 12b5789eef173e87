import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { networkOf } from '../../dns/index.ts';
import type { Events } from '../../observe/index.ts';
import { identityOf } from '../identity.ts';
import { onRequestEnd, upgradedStatus } from '../request-end.ts';
import { parseTraceParent } from './trace-parent.ts';

/** What the access log needs. */
export interface AccessLogOptions {
  readonly events: Pick<Events, 'requestStarted' | 'requestFinished'>;
  readonly isTrustedProxy: (ip: string | undefined) => boolean;
}

/** Ask only how the program is. */
const probes: ReadonlySet<string> = new Set(['/healthz', '/readyz']);

/** Tells of every request when it has ended. To be registered before whatever may refuse one. */
export function registerAccessLog(app: FastifyInstance, options: AccessLogOptions): void {
  app.addHook('onRequest', (request, reply, done) => {
    const startedAt = performance.now();
    const bytesBefore = request.raw.socket.bytesWritten;
    options.events.requestStarted();
    onRequestEnd(request, reply, () => {
      tell(options, { request, reply, startedAt, bytesBefore });
    });
    done();
  });
}

/** Whether a request only asks how the program is. */
export function isProbe(request: FastifyRequest): boolean {
  return probes.has(request.routeOptions.url ?? '');
}

function tell(
  { events, isTrustedProxy }: AccessLogOptions,
  finished: {
    readonly request: FastifyRequest;
    readonly reply: FastifyReply;
    readonly startedAt: number;
    readonly bytesBefore: number;
  },
): void {
  const { request, reply, startedAt, bytesBefore } = finished;
  const { raw, ip } = request;
  events.requestFinished({
    requestId: request.id,
    method: request.method,
    route: request.routeOptions.url ?? '(none)',
    status: reply.raw.statusCode,
    durationMs: Math.round((performance.now() - startedAt) * 10) / 10,
    bytes: raw.socket.bytesWritten - bytesBefore,
    isAborted: !reply.raw.writableFinished && reply.raw.statusCode !== upgradedStatus,
    isProbe: isProbe(request),
    network: networkOf(ip),
    ip,
    ...identityOf(request),
    parentSpan: isTrustedProxy(raw.socket.remoteAddress)
      ? parseTraceParent(raw.headers['traceparent'])
      : undefined,
  });
}
