import { must, startHttpReceiver, type HttpReceiver, type ReceivedRequest } from './http-receiver.ts';

/** A span with what was said of its sender. */
export interface CollectedSpan {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId: string | undefined;
  readonly name: string;
  /** 2: server, 3: client. */
  readonly kind: number;
  readonly durationMs: number;
  /** 2: error. */
  readonly statusCode: number;
  readonly attributes: Readonly<Record<string, string | number | boolean>>;
  readonly resource: Readonly<Record<string, string | number | boolean>>;
}

/** An OpenTelemetry collector that takes traces. */
export interface OtlpCollector extends HttpReceiver {
  /** In the order in which they came. */
  readonly spans: readonly CollectedSpan[];
}

interface KeyValue {
  readonly key: string;
  readonly value: Readonly<Record<string, string | number | boolean>>;
}

interface OtlpSpan {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name: string;
  readonly kind: number;
  readonly startTimeUnixNano: string;
  readonly endTimeUnixNano: string;
  readonly attributes?: readonly KeyValue[];
  readonly status?: { readonly code?: number };
}

interface Export {
  readonly resourceSpans: readonly {
    readonly resource?: { readonly attributes?: readonly KeyValue[] };
    readonly scopeSpans: readonly { readonly spans: readonly OtlpSpan[] }[];
  }[];
}

/** Starts a collector; its endpoint is `origin`. */
export async function startOtlpCollector(): Promise<OtlpCollector> {
  const spans: CollectedSpan[] = [];
  const receiver = await startHttpReceiver((request) => {
    spans.push(...readExport(request));
  });
  return Object.assign(receiver, { spans });
}

function readExport({ method, url, headers, body }: ReceivedRequest): readonly CollectedSpan[] {
  must(method === 'POST' && url.pathname === '/v1/traces', `traces do not go to ${method} ${url.pathname}`);
  must(headers['content-type'] === 'application/json', `no JSON but ${String(headers['content-type'])}`);
  const { resourceSpans } = JSON.parse(body.toString()) as Export;
  return resourceSpans.flatMap(({ resource, scopeSpans }) =>
    scopeSpans.flatMap((scope) => scope.spans.map((span) => readSpan(span, toRecord(resource?.attributes)))),
  );
}

function readSpan(span: OtlpSpan, resource: CollectedSpan['resource']): CollectedSpan {
  const { traceId, spanId, parentSpanId, name, kind } = span;
  must(/^(?!0{32})[\da-f]{32}$/.test(traceId), `no id of a trace: ${traceId}`);
  must(/^(?!0{16})[\da-f]{16}$/.test(spanId), `no id of a span: ${spanId}`);
  const hasParent = parentSpanId !== undefined && parentSpanId !== '';
  must(!hasParent || /^[\da-f]{16}$/.test(parentSpanId), `no id of a parent: ${String(parentSpanId)}`);
  must(name !== '' && kind >= 1 && kind <= 5, `a span without name or kind: ${spanId}`);
  const [start, end] = [BigInt(span.startTimeUnixNano), BigInt(span.endTimeUnixNano)];
  must(start > 0n && end >= start, `a span that ends before it begins: ${name}`);
  return {
    traceId,
    spanId,
    parentSpanId: hasParent ? parentSpanId : undefined,
    name,
    kind,
    durationMs: Number((end - start) / 1000n) / 1000,
    statusCode: span.status?.code ?? 0,
    attributes: toRecord(span.attributes),
    resource,
  };
}

function toRecord(attributes: readonly KeyValue[] = []): CollectedSpan['attributes'] {
  return Object.fromEntries(
    attributes.map(({ key, value }) => {
      const [single] = Object.values(value);
      must(key !== '' && single !== undefined, `an attribute without a value: ${key}`);
      return [key, single ?? ''];
    }),
  );
}
