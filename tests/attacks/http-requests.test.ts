import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { type ApiClient, waitFor } from '@smtpy/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  createOrganization,
  type HttpTarget,
  openHttpTarget,
  type Person,
  sendRaw,
  statusOf,
  withoutLimits,
} from './http-target.ts';

// A request that two readers read differently gets past one of them; one that costs more to read than to send stops the server.
let target: HttpTarget;
let jane: Person;
let organization: { readonly id: string; readonly client: ApiClient };
let slow: readonly Slow[] = [];
const drips = new Set<NodeJS.Timeout>();

interface Slow {
  readonly socket: Socket;
  readonly startedAt: number;
  closedAfterMs: number | undefined;
}

beforeAll(async () => {
  target = await openHttpTarget(withoutLimits);
  jane = await target.createPerson('jane');
  organization = await createOrganization(jane, 'Ours');
  // They run beside all other tests of this file, which so prove that nobody has to wait for them.
  slow = await Promise.all([
    ...Array.from({ length: 60 }, () => openSlow('header')),
    ...Array.from({ length: 60 }, () => openSlow('body')),
  ]);
}, 90_000);
afterAll(async () => {
  for (const drip of drips) clearInterval(drip);
  for (const { socket } of slow) socket.destroy();
  await target[Symbol.asyncDispose]();
});

/** A request that never ends: one octet a second, so that no pause is long. */
async function openSlow(where: 'header' | 'body'): Promise<Slow> {
  const { hostname, port } = new URL(target.server.httpUrl);
  const socket = connect({ host: hostname, port: Number(port) });
  const client: Slow = { socket, startedAt: performance.now(), closedAfterMs: undefined };
  await once(socket, 'connect');
  socket.write('POST /v1/auth/sign-in/email HTTP/1.1\r\nHost: 127.0.0.1\r\n');
  socket.write(
    where === 'header'
      ? 'X-Slow: '
      : 'Content-Type: application/json\r\nContent-Length: 100000\r\n\r\n{"email":"',
  );
  const drip = setInterval(() => socket.write('x'), 1_000);
  drips.add(drip);
  socket.on('error', () => undefined).resume();
  socket.on('close', () => {
    clearInterval(drip);
    client.closedAfterMs = performance.now() - client.startedAt;
  });
  return client;
}

const someId = '019a9c1e-5c1e-7a55-8f0e-3a1c5be0a001';
/** Asks as jane, with a target that no client would tidy up. */
function ask(path: string, cookie = jane.client.cookie): Promise<string> {
  return sendRaw(
    target.server.httpUrl,
    `GET ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: ${cookie}\r\nConnection: close\r\n\r\n`,
  );
}

describe('an odd path', () => {
  const climbs = [
    '..',
    '%2e%2e',
    '.%2e',
    '..%2f',
    '..%5c',
    '..\\',
    '%c0%ae%c0%ae',
    '%252e%252e',
    '....//',
    '..;',
  ];

  it('reaches no file', async () => {
    const files = ['etc/passwd', 'package.json', 'data/secret.key', '.env'];
    for (const base of ['', '/v1', '/docs', '/sandbox', '/page.css', '/setup', '/v1/keys']) {
      for (const climb of climbs) {
        for (const file of files) {
          const path = `${base}/${climb}/${climb}/${climb}/${file}`;
          const heard = await ask(path);
          expect([path, statusOf(heard)]).toEqual([
            path,
            expect.toSatisfy((status: number) => status >= 400 && status < 500),
          ]);
          expect(heard).not.toMatch(/root:.*:0:0:|"name": *"smtpy|PRIVATE KEY/);
        }
      }
    }
  });

  it('is no other name for what only administrators may see', async () => {
    const real = '/v1/administration/users';
    const spellings = [
      '//v1/administration/users',
      '/v1//administration/users',
      '/v1/./administration/users',
      '/v1/account/../administration/users',
      '/v1/administration/users/',
      '/v1/administration/users;x=1',
      '/V1/administration/users',
      '/v1/%61dministration/users',
      '/v1%2fadministration/users',
      '/v1/administration%2fusers',
      '/v1/administration/users%00',
      '/v1/administration/users%20',
      '/v1\\administration\\users',
      'http://127.0.0.1/v1/administration/users',
      'http://evil.example/v1/administration/users',
      '/v1/administration/users?x#y',
      `${real}/.`,
      `${real}/..%2fusers`,
      '/v1/administration/users%3Fx',
      '/v1/administration/users//',
    ];
    for (const path of [real, ...spellings]) {
      const heard = await ask(path);
      expect([path, statusOf(heard)]).toEqual([
        path,
        expect.toSatisfy((status: number) => status >= 400 && status < 500),
      ]);
      expect(heard).not.toContain('root@people.example');
    }
  });

  it('is answered and does no harm, whatever is in it', async () => {
    const paths = [
      '/v1/%',
      '/v1/%zz',
      '/v1/keys/%',
      '/v1/keys/%00',
      `/v1/keys/${'a'.repeat(8_000)}`,
      `/v1/keys/${'%41'.repeat(2_000)}`,
      `/v1/${'a/'.repeat(4_000)}`,
      `/v1/keys?cursor=${'a'.repeat(12_000)}`,
      `/v1/keys?${'a=1&'.repeat(3_000)}`,
      `/v1/keys/${'é'.repeat(10)}`,
      '*',
      '/v1/*',
      '/v1/:id',
      '/v1/{key_id}',
      '/v1/keys/{key_id}',
      '?',
      '/v1?',
      '/v1',
      '/v1/',
      '/%ff%fe',
      '/v1/keys/..',
      '/v1/keys/constructor',
      '/v1/keys/__proto__',
      '/v1/members/hasOwnProperty',
      '/v1/auth/constructor/prototype',
    ];
    for (const path of paths) {
      const status = statusOf(await ask(path));
      // What names no path at all is the start page.
      const expected =
        path === '*' || path === '?' ? [200, 302, 400, 404] : [400, 404, 405, 413, 414, 422, 431];
      expect([path.slice(0, 60), status]).toEqual([path.slice(0, 60), expect.toBeOneOf(expected)]);
    }
    for (const id of [
      'nil',
      '00000000-0000-0000-0000-000000000000',
      'ffffffff-ffff-ffff-ffff-ffffffffffff',
      `${someId}\n`,
      ` ${someId}`,
      `{${someId}}`,
      someId.replaceAll('-', ''),
      '-1',
      '1e3',
      '٠١٢',
    ]) {
      const { status } = await organization.client.get(`/v1/keys/${encodeURIComponent(id)}`);
      expect([id, [404, 422].includes(status)]).toEqual([id, true]);
    }
  });

  it('in a header too long for anybody ends the connection and nothing else', async () => {
    const long = 'a'.repeat(20_000);
    for (const field of [
      `X-Long: ${long}`,
      `Cookie: smtpy.session_token=${long}`,
      `Authorization: Bearer ${long}`,
      Array.from({ length: 3_000 }, (_, index) => `X-${String(index)}: ${'b'.repeat(10)}`).join('\r\n'),
    ]) {
      const heard = await sendRaw(
        target.server.httpUrl,
        `GET /v1/account HTTP/1.1\r\nHost: 127.0.0.1\r\n${field}\r\n\r\n`,
      );
      expect([field.slice(0, 20), statusOf(heard)]).toEqual([
        field.slice(0, 20),
        expect.toBeOneOf([431, 400, 0]),
      ]);
    }
    expect((await jane.client.get('/v1/account')).status).toBe(200);
  });
});

describe('those who send slowly', () => {
  it('keep nobody waiting', async () => {
    const startedAt = performance.now();
    expect((await jane.client.get('/v1/account')).status).toBe(200);
    expect(performance.now() - startedAt).toBeLessThan(2_000);
  });

  it('are sent away, in the header after ten seconds and in the body after thirty, however they drip', async () => {
    await waitFor(() => slow.every(({ closedAfterMs }) => closedAfterMs !== undefined), {
      what: 'the end of all',
      timeoutMs: 45_000,
    });
    const latest = (part: readonly Slow[]): number =>
      Math.max(...part.map(({ closedAfterMs }) => closedAfterMs ?? Infinity));
    expect(latest(slow.slice(0, 60))).toBeLessThan(16_000);
    expect(latest(slow.slice(60))).toBeLessThan(40_000);
  }, 60_000);
});
