import { startOtlpCollector, waitFor, type OtlpCollector } from '@smtpy/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createEvents, createLogger, createMetrics, startObservers, type Events } from './index.ts';
import { createTracing } from './tracing.ts';

const messageId = '019a9c1e-5c1e-7a55-8f0e-3a1c5be0a001';
const request = {
  requestId: 'r',
  method: 'GET',
  route: '/v1/keys/:key_id',
  status: 200,
  durationMs: 40,
  bytes: 100,
  isAborted: false,
  isProbe: false,
  network: '192.0.2.0/24',
  ip: '192.0.2.7',
};
const attempt = {
  deliveryId: 'd',
  messageId,
  queueKey: 'mailbox.example',
  outcome: 'bounced',
  stage: 'data',
  code: 550,
  host: 'mx.mailbox.example',
  durationMs: 200,
  ageMs: 900,
} as const;

let collector: OtlpCollector;

beforeAll(async () => {
  collector = await startOtlpCollector();
});
afterAll(() => collector[Symbol.asyncDispose]());

/** What a collector was told while some work was done. */
async function spansOf(work: (events: Events) => void) {
  const before = collector.spans.length;
  const observers = await startObservers({
    otlpUrl: collector.origin,
    sentryDsn: undefined,
    role: 'worker-1',
    mode: 'sandbox',
  });
  const logger = createLogger({ level: 'silent', role: 'worker-1' });
  work(createEvents({ logger, metrics: createMetrics(), observers: observers.list }));
  await observers[Symbol.asyncDispose]();
  expect(collector.faults).toEqual([]);
  return collector.spans.slice(before);
}

describe('tracing', () => {
  it('puts all that happens to a message into one trace, whatever process does it', async () => {
    const accept = await spansOf((events) => {
      events.messageAccepted({ messageId, sizeBytes: 1_000, recipients: 2, durationMs: 12 });
    });
    const attempts = await spansOf((events) => {
      events.attemptFinished(attempt);
    });
    const traceId = messageId.replaceAll('-', '');
    expect(accept).toMatchObject([
      {
        traceId,
        parentSpanId: undefined,
        name: 'accept message',
        attributes: { 'smtpy.message_id': messageId, 'smtpy.recipients': 2 },
        resource: { 'service.name': 'smtpy' },
      },
    ]);
    expect(accept[0]?.durationMs).toBeCloseTo(12, 0);
    expect(attempts).toMatchObject([
      {
        traceId,
        parentSpanId: accept[0]?.spanId,
        name: 'attempt delivery',
        statusCode: 2,
        attributes: { 'smtpy.outcome': 'bounced', 'smtpy.reply_code': 550 },
      },
    ]);
  });

  it('makes a span of each request, in the trace of the proxy where there is one, with no address', async () => {
    const parentSpan = { traceId: '0af7651916cd43dd8448eb211c80319c', spanId: 'b7ad6b7169203331' };
    const spans = await spansOf((events) => {
      events.requestFinished({ ...request, userId: 'u' });
      events.requestFinished({ ...request, status: 503, parentSpan: { ...parentSpan, isSampled: true } });
      events.requestFinished({ ...request, parentSpan: { ...parentSpan, isSampled: false } });
      events.requestFinished({ ...request, isProbe: true });
    });
    expect(spans).toMatchObject([
      {
        name: 'GET /v1/keys/:key_id',
        parentSpanId: undefined,
        statusCode: 0,
        attributes: {
          'http.route': '/v1/keys/:key_id',
          'http.response.status_code': 200,
          'smtpy.user_id': 'u',
        },
      },
      { traceId: parentSpan.traceId, parentSpanId: parentSpan.spanId, statusCode: 2 },
    ]);
    expect(spans).toHaveLength(2);
    expect(JSON.stringify(spans)).not.toContain('192.0.2');
  });

  it('sends while it goes on', async () => {
    const before = collector.spans.length;
    await using tracing = createTracing({ url: collector.origin, version: '1', role: 'r', sendEveryMs: 50 });
    tracing.observer.requestFinished?.(request);
    await waitFor(() => collector.spans.length > before, { what: 'the span' });
  });

  it.each(['refuse', 'hang'] as const)(
    'ends in time when the collector does not take it: %s',
    async (behaviour) => {
      collector.behaviour = behaviour;
      const tracing = createTracing({ url: collector.origin, version: '1', role: 'r', timeoutMs: 300 });
      for (let count = 0; count < 6_000; count += 1) tracing.observer.requestFinished?.(request);
      const startedAt = performance.now();
      await tracing[Symbol.asyncDispose]();
      expect(performance.now() - startedAt).toBeLessThan(8_000);
      collector.behaviour = 'take';
    },
    15_000,
  );
});
