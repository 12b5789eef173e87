import {
  ROOT_CONTEXT,
  SpanKind,
  SpanStatusCode,
  trace,
  TraceFlags,
  type Attributes,
  type Tracer,
} from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { resourceFromAttributes } from '@opentelemetry/resources';
import {
  BasicTracerProvider,
  BatchSpanProcessor,
  RandomIdGenerator,
  type IdGenerator,
} from '@opentelemetry/sdk-trace-base';
import type { EventObserver, FinishedRequest } from './events.ts';

/** Where traces go and what they say of this process. */
export interface TracingOptions {
  /** The base of an OTLP/HTTP endpoint; `/v1/traces` is added. */
  readonly url: string;
  readonly version: string;
  /** The process, as in the log. */
  readonly role: string;
  /** How long spans are collected before they are sent; default 5 s. */
  readonly sendEveryMs?: number;
  /** How long the collector may take; default 5 s. */
  readonly timeoutMs?: number;
}

/** Spans are few per message; what a collector that is away leaves behind takes some 5 MB, then the newest are dropped. */
const maxQueuedSpans = 4_096;

/** An observer that makes spans. Disposing sends what is left, within the deadline of the collector. */
export interface Tracing extends AsyncDisposable {
  readonly observer: EventObserver;
}

/** A place in a trace. */
interface SpanIds {
  readonly traceId: string;
  readonly spanId: string;
}

/** Gives the ids it was told for the next span, and random ones otherwise. */
class ChosenIds implements IdGenerator {
  readonly #random = new RandomIdGenerator();
  next: SpanIds | undefined;

  generateTraceId(): string {
    return this.next?.traceId ?? this.#random.generateTraceId();
  }

  generateSpanId(): string {
    return this.next?.spanId ?? this.#random.generateSpanId();
  }
}

/**
 * Traces to an OpenTelemetry collector. The trace of a message has the id of the message, so what happens to it days later, on whatever machine,
 * belongs to it without anything having been remembered. Spans are made when something has ended, from its duration; nothing is patched.
 */
export function createTracing({
  url,
  version,
  role,
  sendEveryMs = 5_000,
  timeoutMs = 5_000,
}: TracingOptions): Tracing {
  const ids = new ChosenIds();
  const exporter = new OTLPTraceExporter({ url: `${url}/v1/traces`, timeoutMillis: timeoutMs });
  const provider = new BasicTracerProvider({
    resource: resourceFromAttributes({
      'service.name': 'smtpy',
      'service.version': version,
      'service.instance.id': `${role}-${process.pid}`,
    }),
    idGenerator: ids,
    spanProcessors: [
      new BatchSpanProcessor(exporter, {
        maxQueueSize: maxQueuedSpans,
        scheduledDelayMillis: sendEveryMs,
        exportTimeoutMillis: timeoutMs,
      }),
    ],
  });
  const record = createRecorder(provider.getTracer('smtpy', version), ids);
  return {
    observer: {
      requestFinished: (request) => {
        if (!request.isProbe && request.parentSpan?.isSampled !== false) record(spanOfRequest(request));
      },
      messageAccepted: (details) => {
        record(spanOfMessage(details));
      },
      attemptFinished: (details) => {
        record(spanOfAttempt(details));
      },
    },
    // Expected: the collector is away; what it did not get is lost.
    [Symbol.asyncDispose]: () => provider.shutdown().catch(() => undefined),
  };
}

/** Makes spans of what has ended. */
function createRecorder(tracer: Tracer, ids: ChosenIds): (span: FinishedSpan) => void {
  return (span) => {
    const endedAt = Date.now();
    const context =
      span.parent === undefined
        ? ROOT_CONTEXT
        : trace.setSpanContext(ROOT_CONTEXT, {
            ...span.parent,
            traceFlags: TraceFlags.SAMPLED,
            isRemote: true,
          });
    ids.next = span.ids;
    const made = tracer.startSpan(
      span.name,
      { kind: span.kind, startTime: endedAt - span.durationMs, attributes: span.attributes },
      context,
    );
    ids.next = undefined;
    if (span.isFailed) made.setStatus({ code: SpanStatusCode.ERROR });
    made.end(endedAt);
  };
}

interface FinishedSpan {
  readonly name: string;
  readonly kind: SpanKind;
  readonly durationMs: number;
  readonly attributes: Attributes;
  readonly isFailed: boolean;
  /** Its own ids; absent: random. */
  readonly ids?: SpanIds;
  readonly parent?: SpanIds;
}

/** Names as in OpenTelemetry's semantic conventions for HTTP servers. */
function spanOfRequest(request: FinishedRequest): FinishedSpan {
  const { method, route, status, requestId, userId, keyId, organizationId, parentSpan } = request;
  return {
    name: `${method} ${route}`,
    kind: SpanKind.SERVER,
    durationMs: request.durationMs,
    attributes: withoutAbsent({
      'http.request.method': method,
      'http.route': route,
      'http.response.status_code': status,
      'smtpy.request_id': requestId,
      'smtpy.user_id': userId,
      'smtpy.key_id': keyId,
      'smtpy.organization_id': organizationId,
    }),
    isFailed: status >= 500,
    ...(parentSpan === undefined
      ? {}
      : { parent: { traceId: parentSpan.traceId, spanId: parentSpan.spanId } }),
  };
}

function spanOfMessage(details: Parameters<NonNullable<EventObserver['messageAccepted']>>[0]): FinishedSpan {
  const { messageId, sizeBytes, recipients, durationMs } = details;
  return {
    name: 'accept message',
    kind: SpanKind.SERVER,
    durationMs,
    attributes: {
      'smtpy.message_id': messageId,
      'smtpy.size_bytes': sizeBytes,
      'smtpy.recipients': recipients,
    },
    isFailed: false,
    ids: idsOfMessage(messageId),
  };
}

function spanOfAttempt(details: Parameters<NonNullable<EventObserver['attemptFinished']>>[0]): FinishedSpan {
  const { deliveryId, messageId, queueKey, outcome, stage, code, host, durationMs } = details;
  return {
    name: 'attempt delivery',
    kind: SpanKind.CLIENT,
    durationMs,
    attributes: withoutAbsent({
      'smtpy.message_id': messageId,
      'smtpy.delivery_id': deliveryId,
      'smtpy.queue_key': queueKey,
      'smtpy.outcome': outcome,
      'smtpy.stage': stage,
      'smtpy.reply_code': code,
      'server.address': host,
    }),
    isFailed: outcome === 'bounced',
    parent: idsOfMessage(messageId),
  };
}

/** A UUID has as many bits as the id of a trace; its second half, which is random, is that of the first span. */
function idsOfMessage(messageId: string): SpanIds {
  const traceId = messageId.replaceAll('-', '').toLowerCase();
  return { traceId, spanId: traceId.slice(16) };
}

function withoutAbsent(attributes: Readonly<Record<string, string | number | undefined>>): Attributes {
  return Object.fromEntries(Object.entries(attributes).filter(([, value]) => value !== undefined));
}
