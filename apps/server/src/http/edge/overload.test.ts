import { waitFor } from '@smtpy/testkit';
import { describe, expect, it } from 'vitest';
import { startEdge } from './testdata/edge-bench.ts';

const limits = { maxEventLoopDelayMs: 50, sampleMs: 100, maxInFlight: 500 };

function keepBusy(milliseconds: number): void {
  const end = performance.now() + milliseconds;
  while (performance.now() < end);
}

describe('an overloaded process', () => {
  it('refuses early while its turns take too long, and recovers', async () => {
    await using edge = await startEdge(
      (app) => {
        app.get('/v1/things', () => ({}));
        app.get('/page', () => '');
        app.get('/healthz', () => 'ok');
      },
      { overload: limits },
    );
    const statusOf = async (path: string) => (await fetch(`${edge.url}${path}`)).status;
    await waitFor(async () => (await statusOf('/v1/things')) === 200, { what: 'the start to be over' });
    const busy = setInterval(() => {
      keepBusy(120);
    }, 1);
    try {
      await waitFor(async () => (await statusOf('/v1/things')) === 503, {
        what: 'the refusal',
        timeoutMs: 10_000,
      });
      const refused = await fetch(`${edge.url}/v1/things`);
      expect(refused.headers.get('retry-after')).toBe('2');
      expect(refused.headers.get('content-type')).toBe('application/problem+json');
      expect(await refused.json()).toMatchObject({
        code: 'unavailable',
        status: 503,
        request_id: refused.headers.get('x-request-id'),
      });
      const page = await fetch(`${edge.url}/page`);
      expect([page.status, page.headers.get('content-type')]).toEqual([503, 'text/plain; charset=utf-8']);
      expect(await statusOf('/healthz')).toBe(200);
    } finally {
      clearInterval(busy);
    }
    await waitFor(async () => (await statusOf('/v1/things')) === 200, {
      what: 'the recovery',
      timeoutMs: 5_000,
    });
  });

  it('refuses what is more than it can have under way, and takes more when that has ended', async () => {
    const held: (() => void)[] = [];
    await using edge = await startEdge(
      (app) => {
        app.get('/v1/held', () => new Promise((resolve) => held.push(() => resolve({}))));
        app.get('/v1/things', () => ({}));
      },
      { overload: { ...limits, maxEventLoopDelayMs: 10_000, maxInFlight: 3 } },
    );
    const waiting = Array.from({ length: 3 }, () => fetch(`${edge.url}/v1/held`));
    await waitFor(() => held.length === 3, { what: 'three requests' });
    expect((await fetch(`${edge.url}/v1/things`)).status).toBe(503);
    for (const end of held) end();
    expect((await Promise.all(waiting)).map(({ status }) => status)).toEqual([200, 200, 200]);
    await waitFor(() => edge.inFlight() === 0, { what: 'the end of all' });
    expect((await fetch(`${edge.url}/v1/things`)).status).toBe(200);
  });
});
