import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { waitFor } from '@smtpy/testkit';
import { describe, expect, it } from 'vitest';
import { limitConnections } from './connections.ts';
import { openRaw, startEdge } from './testdata/edge-bench.ts';

const timeouts = { headersMs: 300, requestMs: 600, checkEveryMs: 50 };

const start = () =>
  startEdge(
    (app) => {
      app.post('/v1/things', (request) => ({ got: request.body }));
    },
    { timeouts },
  );

describe('a client that sends slowly', () => {
  it('is cut in its header', async () => {
    await using edge = await start();
    using client = await openRaw(edge.port);
    client.socket.write('POST /v1/things HTTP/1.1\r\nHost: localhost\r\n');
    const drip = setInterval(() => client.socket.write('x-a: b\r\n'), 40);
    try {
      await waitFor(() => client.isClosed(), { what: 'the end', timeoutMs: 3_000 });
    } finally {
      clearInterval(drip);
    }
    expect(client.received()).toContain('408');
  });

  it('is cut in its body, however it drips, and its request ends', async () => {
    await using edge = await start();
    using client = await openRaw(edge.port);
    client.socket.write(
      'POST /v1/things HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 1000000\r\n\r\n{"a":"',
    );
    const drip = setInterval(() => client.socket.write('x'), 40);
    try {
      await waitFor(() => client.isClosed(), { what: 'the end', timeoutMs: 3_000 });
    } finally {
      clearInterval(drip);
    }
    await waitFor(() => edge.finished.length === 1, { what: 'the line in the log' });
    expect(edge.inFlight()).toBe(0);
  });

  it('keeps nobody else waiting', async () => {
    await using edge = await start();
    const slow = await Promise.all(Array.from({ length: 50 }, () => openRaw(edge.port)));
    for (const { socket } of slow) socket.write('POST /v1/things HTTP/1.1\r\nHost: localhost\r\nX-A: ');
    const body = { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"a":1}' };
    const answer = await fetch(`${edge.url}/v1/things`, body);
    expect(await answer.json()).toEqual({ got: { a: 1 } });
    await waitFor(() => slow.every((client) => client.isClosed()), {
      what: 'the end of all',
      timeoutMs: 3_000,
    });
  });

  it('may not send an endless header', async () => {
    await using edge = await start();
    using client = await openRaw(edge.port);
    client.socket.write(`GET /v1/things HTTP/1.1\r\nHost: localhost\r\nX-A: ${'x'.repeat(20_000)}`);
    await waitFor(() => client.isClosed(), { what: 'the end', timeoutMs: 3_000 });
    expect(client.received()).toContain('431');
  });
});

describe('connections', () => {
  it('are limited by client, and freed when they end', async () => {
    const server = createServer((_request, response) => response.end('ok'));
    limitConnections(server, { max: 100, maxPerClient: 3, isExempt: () => false });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    try {
      const { port } = server.address() as AddressInfo;
      const clients = await Promise.all(Array.from({ length: 5 }, () => openRaw(port)));
      const open = () => clients.filter((client) => !client.isClosed());
      await waitFor(() => open().length === 3, { what: 'two to be closed' });
      for (const client of clients) client[Symbol.dispose]();
      await waitFor(
        async () => {
          using client = await openRaw(port);
          client.socket.write('GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n');
          await waitFor(() => client.isClosed(), { what: 'the answer' });
          return client.received().endsWith('ok');
        },
        { what: 'room again' },
      );
    } finally {
      server.closeAllConnections();
      server.close();
    }
  });
});
