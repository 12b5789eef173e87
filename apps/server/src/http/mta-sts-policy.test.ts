import { request } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { silentEvents, systemClock } from '../observe/index.ts';
import { createHttpApp, registerMtaStsPolicy } from './index.ts';

const policyPath = '/.well-known/mta-sts.txt';
let app: FastifyInstance;

beforeAll(async () => {
  app = await createHttpApp({
    config: { host: '127.0.0.1', port: 0, publicUrl: 'https://smtpy.example' },
    events: silentEvents,
    readiness: { check: () => Promise.resolve({}) },
    homePage: undefined,
    register: (routes) => {
      registerMtaStsPolicy(routes, {
        config: { hostname: 'mx.smtpy.example' },
        clock: systemClock,
        domains: {
          findMtaStsPolicy: (name, { hostname }) =>
            Promise.resolve(name === 'my.example' ? `mx: ${hostname}\r\n` : undefined),
        },
      });
    },
  });
  await app.listen({ host: '127.0.0.1', port: 0 });
});
afterAll(() => app.close());

/** Asks under a host of its own, which `fetch` does not allow. */
function ask(host: string, path: string, method = 'GET') {
  const { port } = app.server.address() as AddressInfo;
  return new Promise<{ readonly status: number | undefined; readonly type: unknown; readonly text: string }>(
    (resolve, reject) => {
      const sent = request({ host: '127.0.0.1', port, path, method, headers: { host } }, (answer) => {
        const chunks: Buffer[] = [];
        answer.on('data', (chunk: Buffer) => chunks.push(chunk));
        answer.on('end', () => {
          const text = Buffer.concat(chunks).toString();
          resolve({ status: answer.statusCode, type: answer.headers['content-type'], text });
        });
      });
      sent.on('error', reject);
      sent.end();
    },
  );
}

it('serves the policy of a domain that wishes one, under its host', async () => {
  for (const host of ['mta-sts.my.example', 'MTA-STS.My.Example:443']) {
    expect(await ask(host, policyPath)).toEqual({
      status: 200,
      type: 'text/plain; charset=utf-8',
      text: 'mx: mx.smtpy.example\r\n',
    });
  }
  expect(await ask('mta-sts.other.example', policyPath)).toMatchObject({ status: 404 });
});

it.each([
  ['mta-sts.my.example', '/'],
  ['mta-sts.my.example', `${policyPath}/`],
  ['mta-sts.my.example', `${policyPath}?x=1`],
  ['mta-sts.my.example', '/page.css'],
  ['mta-sts.my.example', '/v1/account'],
  ['my.example', policyPath],
  ['evil.example', policyPath],
  ['mta-sts', policyPath],
])('answers nothing else for foreign hosts: %s %s', async (host, path) => {
  expect((await ask(host, path)).status).toBe(421);
});

it('answers nothing but questions there', async () => {
  expect((await ask('mta-sts.my.example', policyPath, 'POST')).status).toBe(421);
});
