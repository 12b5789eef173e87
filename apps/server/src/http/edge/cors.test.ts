import { describe, expect, it } from 'vitest';
import { startEdge } from './testdata/edge-bench.ts';

const page = 'https://app.example.com';

const start = (corsOrigins: readonly string[]) =>
  startEdge(
    (app) => {
      const answer = (cookie: string | undefined) => ({ cookie: cookie ?? null });
      app.post('/v1/things', (request) => answer(request.headers.cookie));
      app.post('/pages', (request) => answer(request.headers.cookie));
    },
    { corsOrigins },
  );

const preflight = (url: string, origin: string) =>
  fetch(url, {
    method: 'OPTIONS',
    headers: {
      origin,
      'access-control-request-method': 'POST',
      'access-control-request-headers': 'authorization,content-type',
    },
  });

describe('pages of other sites', () => {
  it('may call the API where configured, after a preflight that needs no sign-in', async () => {
    await using edge = await start([page]);
    const answer = await preflight(`${edge.url}/v1/things`, page);
    expect(answer.status).toBe(204);
    expect(answer.headers.get('access-control-allow-origin')).toBe(page);
    expect(answer.headers.get('access-control-allow-credentials')).toBeNull();
    expect(answer.headers.get('access-control-allow-headers')).toContain('authorization');
    expect(answer.headers.get('access-control-allow-headers')).not.toContain('cookie');
    expect(answer.headers.get('access-control-allow-methods')).toContain('PATCH');
    expect(answer.headers.get('vary')).toMatch(/origin/i);
  });

  it('read the answer, and what it tells of limits, but bring no cookies', async () => {
    await using edge = await start([page]);
    const headers = { origin: page, cookie: 'session=stolen' };
    const answer = await fetch(`${edge.url}/v1/things`, { method: 'POST', headers });
    expect(await answer.json()).toEqual({ cookie: null });
    expect(answer.headers.get('access-control-allow-origin')).toBe(page);
    const exposed = answer.headers.get('access-control-expose-headers');
    for (const name of ['ratelimit', 'ratelimit-policy', 'etag', 'x-request-id'])
      expect(exposed).toContain(name);
  });

  it.each([
    ['https://evil.example', '/v1/things'],
    ['https://app.example.com.evil.example', '/v1/things'],
    ['http://app.example.com', '/v1/things'],
    ['null', '/v1/things'],
    [page, '/pages'],
  ])('get nothing otherwise: %s at %s', async (origin, path) => {
    await using edge = await start([page]);
    const asked = await preflight(`${edge.url}${path}`, origin);
    expect([asked.status, asked.headers.get('access-control-allow-origin')]).toEqual([404, null]);
    const headers = { origin, cookie: 'session=own' };
    const answer = await fetch(`${edge.url}${path}`, { method: 'POST', headers });
    expect(answer.headers.get('access-control-allow-origin')).toBeNull();
    expect(await answer.json()).toEqual({ cookie: 'session=own' });
  });

  it('get nothing where nothing is configured', async () => {
    await using edge = await start([]);
    expect((await preflight(`${edge.url}/v1/things`, page)).status).toBe(404);
  });
});
