import { waitFor } from '@smtpy/testkit';
import { describe, expect, it } from 'vitest';
import { identify } from '../identity.ts';
import { openRaw, startEdge } from './testdata/edge-bench.ts';

const traceParent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';

describe('the access log', () => {
  it('has one line for each request, with the pattern of its path and who sent it', async () => {
    await using edge = await startEdge((app) => {
      app.get('/setup/:token', (request) => {
        identify(request, { userId: 'u', keyId: 'k', organizationId: 'o' });
        return { text: 'x'.repeat(1_000) };
      });
    });
    const response = await fetch(`${edge.url}/setup/secret-token?query=secret-query`);
    await response.text();
    await waitFor(() => edge.finished.length === 1, { what: 'the line' });
    const [line] = edge.finished;
    expect(line).toMatchObject({
      requestId: response.headers.get('x-request-id'),
      method: 'GET',
      route: '/setup/:token',
      status: 200,
      isAborted: false,
      isProbe: false,
      network: '127.0.0.0/24',
      ip: '127.0.0.1',
      userId: 'u',
      keyId: 'k',
      organizationId: 'o',
    });
    expect(line?.bytes).toBeGreaterThan(1_000);
    expect(line?.bytes).toBeLessThan(2_000);
    expect(JSON.stringify(edge.finished)).not.toContain('secret');
    expect(edge.inFlight()).toBe(0);
  });

  it('counts the octets of each request of a connection by itself', async () => {
    await using edge = await startEdge((app) => {
      app.get('/large', () => 'x'.repeat(100_000));
      app.get('/small', () => 'x');
    });
    using client = await openRaw(edge.port);
    for (const [index, path] of ['/large', '/small'].entries()) {
      client.socket.write(`GET ${path} HTTP/1.1\r\nHost: localhost\r\n\r\n`);
      await waitFor(() => edge.finished.length === index + 1, { what: path });
    }
    expect(edge.finished.map(({ bytes }) => bytes > 100_000)).toEqual([true, false]);
    expect(edge.finished[1]?.bytes).toBeGreaterThan(50);
  });

  it('names no path that no route has, and knows probes', async () => {
    await using edge = await startEdge((app) => app.get('/healthz', () => 'ok'));
    await fetch(`${edge.url}/reset-password/token`);
    await fetch(`${edge.url}/healthz`);
    await waitFor(() => edge.finished.length === 2, { what: 'both lines' });
    expect(edge.finished.map(({ route, status, isProbe }) => [route, status, isProbe])).toEqual([
      ['(none)', 404, false],
      ['/healthz', 200, true],
    ]);
  });

  it('tells of a client that goes before the answer', async () => {
    let entered = false;
    await using edge = await startEdge((app) => {
      app.get('/slow', (_request, reply) => {
        entered = true;
        reply.hijack();
      });
    });
    const client = await openRaw(edge.port);
    client.socket.write('GET /slow HTTP/1.1\r\nHost: localhost\r\n\r\n');
    await waitFor(() => entered, { what: 'the request' });
    expect(edge.inFlight()).toBe(1);
    client[Symbol.dispose]();
    await waitFor(() => edge.finished.length === 1, { what: 'the line' });
    expect([edge.finished[0]?.isAborted, edge.inFlight()]).toEqual([true, 0]);
  });
});

describe('what a header says of the client', () => {
  const headers = { 'x-forwarded-for': '198.51.100.9, 203.0.113.7', traceparent: traceParent };

  it('is not believed of anybody', async () => {
    await using edge = await startEdge((app) => app.get('/', () => ''));
    await fetch(edge.url, { headers });
    await waitFor(() => edge.finished.length === 1, { what: 'the line' });
    expect(edge.finished[0]).toMatchObject({ ip: '127.0.0.1', parentSpan: undefined });
  });

  it('is believed of a trusted proxy, as far as it vouches for it', async () => {
    await using edge = await startEdge((app) => app.get('/', () => ''), {
      trustedProxies: ['10.0.0.0/8', '127.0.0.1'],
    });
    await fetch(edge.url, { headers });
    await waitFor(() => edge.finished.length === 1, { what: 'the line' });
    expect(edge.finished[0]).toMatchObject({
      ip: '203.0.113.7',
      network: '203.0.113.0/24',
      parentSpan: {
        traceId: '0af7651916cd43dd8448eb211c80319c',
        spanId: 'b7ad6b7169203331',
        isSampled: true,
      },
    });
  });
});
