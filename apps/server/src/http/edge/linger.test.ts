import { once } from 'node:events';
import { waitFor } from '@smtpy/testkit';
import { describe, expect, it } from 'vitest';
import type { LingerLimits } from './linger.ts';
import { openRaw, startEdge, type EdgeBench } from './testdata/edge-bench.ts';

const mebi = 1024 * 1024;
const limits: LingerLimits = { maxMs: 60_000, idleMs: 60_000, maxBytes: 64 * mebi };
const start = (linger: Partial<LingerLimits> = {}) =>
  startEdge(
    (app) => {
      app.post('/v1/things', (request) => ({ got: request.body }));
    },
    { linger: { ...limits, ...linger } },
  );

const head = (length: number): string =>
  `POST /v1/things HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: ${length}\r\n\r\n`;

const connectionsOf = ({ app }: EdgeBench): Promise<number> =>
  new Promise((resolve, reject) => {
    app.server.getConnections((error, count) => {
      if (error === null) resolve(count);
      else reject(error);
    });
  });

describe('a client that is refused while it sends', () => {
  it('can send to its end, and has the answer', async () => {
    await using edge = await start();
    using client = await openRaw(edge.port, { goesOn: true });
    client.socket.write(head(8 * mebi));
    await waitFor(() => client.received().includes('413'), { what: 'the answer' });
    expect(client.received()).toMatch(/connection: close/iu);
    for (let piece = 0; piece < 8; piece += 1) {
      const isRoom = client.socket.write(Buffer.alloc(mebi, 0x20));
      if (!isRoom) await once(client.socket, 'drain');
    }
    client.socket.end();
    await waitFor(() => client.isClosed(), { what: 'the end', timeoutMs: 5_000 });
    expect(client.fault()).toBeUndefined();
    await waitFor(async () => (await connectionsOf(edge)) === 0, { what: 'the end of the connection' });
  });

  it.each([
    ['too much', 'application/json', 413],
    ['an unknown type', 'a/b', 415],
  ])('with %s, learns why from fetch', async (_, type, status) => {
    await using edge = await start();
    const request = { method: 'POST', headers: { 'content-type': type }, body: Buffer.alloc(2 * mebi, 0x20) };
    for (let round = 0; round < 5; round += 1) {
      const answer = await fetch(`${edge.url}/v1/things`, request);
      expect(answer.status).toBe(status);
      await answer.arrayBuffer();
    }
  });

  it.each([
    ['says nothing more', { idleMs: 300 }],
    ['drips on', { maxMs: 600 }],
    ['never ends', { maxBytes: 4 * mebi }],
  ])('and %s, is cut', async (how, linger) => {
    await using edge = await start(linger);
    using client = await openRaw(edge.port, { goesOn: true });
    client.socket.write(head(1024 * mebi));
    const piece = how === 'never ends' ? Buffer.alloc(mebi, 0x20) : ' ';
    const timer = setInterval(() => {
      if (how !== 'says nothing more') client.socket.write(piece);
    }, 40);
    try {
      await waitFor(() => client.received().includes('413'), { what: 'the answer' });
      expect(await connectionsOf(edge)).toBe(1);
      await waitFor(async () => (await connectionsOf(edge)) === 0, { what: 'the end', timeoutMs: 5_000 });
    } finally {
      clearInterval(timer);
    }
    expect(edge.finished).toHaveLength(1);
    expect(edge.inFlight()).toBe(0);
  });
});
