import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { UseSetupLink } from '../accounts/index.ts';
import { silentEvents } from '../observe/index.ts';
import { createHttpApp, registerSetupPage } from './index.ts';

let app: FastifyInstance;
let url: string;
const used: UseSetupLink[] = [];

beforeAll(async () => {
  app = await createHttpApp({
    config: { host: '127.0.0.1', port: 0, publicUrl: 'https://smtpy.example' },
    events: silentEvents,
    readiness: { check: () => Promise.resolve({}) },
    homePage: undefined,
    register: (routes) => {
      registerSetupPage(routes, {
        hasApplication: true,
        useSetupLink: (request) => {
          used.push(request);
          return Promise.resolve({ kind: 'invalid_link', reason: 'This link was used' });
        },
      });
    },
  });
  url = await app.listen({ host: '127.0.0.1', port: 0 });
});
afterAll(() => app.close());

it('says for the log who sent the form, as far as it is known', async () => {
  const body = new URLSearchParams({ email: 'root@example.com', username: ' ', password: 'correct horse' });
  const answer = await fetch(`${url}/setup/token`, {
    method: 'POST',
    body,
    headers: { 'user-agent': 'test browser', origin: url },
    signal: AbortSignal.timeout(10_000),
  });
  expect(answer.status).toBe(410);
  expect(used).toMatchObject([
    {
      token: 'token',
      email: 'root@example.com',
      username: undefined,
      actor: {
        kind: 'nobody',
        ip: '127.0.0.1',
        userAgent: 'test browser',
        requestId: answer.headers.get('x-request-id'),
      },
    },
  ]);
});
