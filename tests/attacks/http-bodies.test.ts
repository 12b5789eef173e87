import { gzipSync } from 'node:zlib';
import { operations, type Operation } from '@smtpy/contract';
import type { ApiClient } from '@smtpy/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  createOrganization,
  type HttpTarget,
  openHttpTarget,
  outcomeOf,
  password,
  type Person,
  sendRaw,
  statusOf,
  withoutLimits,
} from './http-target.ts';

// A body that costs more to read than to send stops the server; one with a name that nobody thought of becomes an administrator.
let target: HttpTarget;
let jane: Person;
let organization: { readonly id: string; readonly client: ApiClient };

beforeAll(async () => {
  target = await openHttpTarget(withoutLimits);
  jane = await target.createPerson('jane');
  organization = await createOrganization(jane, 'Ours');
}, 90_000);
afterAll(() => target[Symbol.asyncDispose]());

const someId = '019a9c1e-5c1e-7a55-8f0e-3a1c5be0a001';
const pathOf = ({ path }: Operation): string => path.replaceAll(/\{[a-z_]+\}/g, someId);
const clientFor = ({ access }: Operation): ApiClient =>
  access.kind === 'administrator' ? target.administrator : organization.client;

describe('a body', () => {
  const post = async (
    body: string | Buffer,
    headers = '',
  ): Promise<{ readonly status: number; readonly tookMs: number }> => {
    const octets = Buffer.from(body);
    const startedAt = performance.now();
    const head = `POST /v1/auth/sign-in/username HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n${headers}Content-Length: ${String(octets.length)}\r\nConnection: close\r\n\r\n`;
    const heard = await sendRaw(target.server.httpUrl, Buffer.concat([Buffer.from(head), octets]));
    return { status: statusOf(heard), tookMs: performance.now() - startedAt };
  };
  const mebi = 1024 * 1024;

  it.each([
    ['of lists within lists', '['.repeat(500_000), 400],
    ['of lists within lists that end', `${'['.repeat(400_000)}${']'.repeat(400_000)}`, 400],
    ['of objects within objects', '{"a":'.repeat(150_000), 400],
    [
      'of objects within objects in a field',
      `{"username":${'{"a":'.repeat(40)}1${'}'.repeat(40)},"password":"x"}`,
      400,
    ],
    [
      'of a hundred thousand names',
      `{${Array.from({ length: 70_000 }, (_, index) => `"n${String(index)}":1`).join(',')}}`,
      422,
    ],
    ['of one name many times', `{${'"username":"x",'.repeat(50_000)}"password":"x"}`, 400],
    [
      'of one name twice, spelled in two ways',
      '{"username":"jane","password":"x","\\u0075sername":"root"}',
      400,
    ],
    ['of one endless number', `{"username":${'9'.repeat(900_000)},"password":"x"}`, 422],
    ['of a number with an endless exponent', '{"username":1e999999999,"password":"x"}', 422],
    ['of one endless text', `{"username":"${'x'.repeat(900_000)}","password":"x"}`, 422],
    ['of white space', ' '.repeat(900_000), 400],
    ['of backslashes', `{"username":"${'\\\\'.repeat(400_000)}","password":"x"}`, 422],
    ['that ends in the middle', '{"username":"jane","pass', 400],
    ['with something behind it', '{"username":"jane","password":"x"}{}', 400],
    ['in UTF-16', Buffer.from('\ufeff{"username":"jane","password":"x"}', 'utf16le'), 400],
    ['with broken UTF-8', Buffer.from('{"username":"\u00ff","password":"x"}', 'latin1'), 400],
    ['with NUL', '{"username":"jane\\u0000","password":"x"}', 422],
    ['with half a character', '{"username":"\\ud800","password":"x"}', 422],
    ['that is no JSON but JavaScript', `{username:'jane'}`, 400],
    ['that is nothing', 'null', 422],
    ['that is a list', '[]', 422],
  ])('%s is refused, and quickly', async (_, body, status) => {
    const answer = await post(body);
    expect(answer.status).toBe(status);
    expect(answer.tookMs).toBeLessThan(3_000);
  });

  it('that is too large is refused at once, in words that arrive', async () => {
    for (const size of [mebi + 1, 8 * mebi]) {
      const { status } = await post(Buffer.alloc(size, 0x20));
      expect(status).toBe(413);
    }
    // Announced and not sent: what counts is the announcement.
    const announced = `POST /v1/auth/sign-in/username HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: 99999999999\r\nConnection: close\r\n\r\n`;
    expect(statusOf(await sendRaw(target.server.httpUrl, announced))).toBe(413);
    const chunk = `${(64 * 1024).toString(16)}\r\n${' '.repeat(64 * 1024)}\r\n`;
    const chunked = `POST /v1/auth/sign-in/username HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n${chunk.repeat(20)}0\r\n\r\n`;
    expect(statusOf(await sendRaw(target.server.httpUrl, chunked))).toBe(413);
  });

  it('of nobody is not read at all where somebody has to be signed in', async () => {
    const head = `POST /v1/keys HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: 1000000\r\n\r\n`;
    // The answer comes though the body never does.
    expect(statusOf(await sendRaw(target.server.httpUrl, head))).toBe(401);
  });

  it('that is packed is not unpacked', async () => {
    const bomb = gzipSync(Buffer.alloc(50 * mebi, 0x20));
    const { status, tookMs } = await post(bomb, 'Content-Encoding: gzip\r\n');
    expect([400, 415]).toContain(status);
    expect(tookMs).toBeLessThan(2_000);
  });

  it('with two lengths is none (request smuggling)', async () => {
    const head = 'POST /v1/auth/sign-out HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n';
    const inner = 'GET /v1/account HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n';
    for (const lengths of [
      'Content-Length: 2\r\nContent-Length: 60\r\n',
      'Content-Length: 6\r\nTransfer-Encoding: chunked\r\n',
      'Transfer-Encoding: chunked, identity\r\n',
      'Transfer-Encoding: xchunked\r\n',
      'Content-Length: +2\r\n',
      'Content-Length: 0x2\r\n',
      'Transfer-Encoding : chunked\r\n',
      'Transfer-Encoding:\u000bchunked\r\n',
    ]) {
      const heard = await sendRaw(target.server.httpUrl, `${head}${lengths}\r\n0\r\n\r\n${inner}`);
      expect([lengths, statusOf(heard)]).toEqual([lengths, 400]);
    }
  });
});

describe('names that reach prototypes', () => {
  const poisons = [
    '{"__proto__":{"isAdministrator":true,"role":"admin"}}',
    '{"constructor":{"prototype":{"isAdministrator":true}}}',
    '{"prototype":{"x":1}}',
    '{"name":"a","__pro\\u0074o__":{"role":"owner"}}',
    '{"notices":{"__proto__":{"weekly_summary":true}}}',
    '{"response":{"clientExtensionResults":{"__proto__":{"x":1}}}}',
  ];

  it('are refused in every body, and reach nothing', async () => {
    for (const operation of operations.filter(({ body }) => body !== undefined)) {
      for (const poison of poisons) {
        const answer = await clientFor(operation).request(operation.method, pathOf(operation), {
          body: poison,
        });
        expect([operation.id, poison, answer.status]).toEqual([operation.id, poison, 400]);
      }
    }
    expect(outcomeOf(await jane.client.get('/v1/administration/users'))).toBe('403 role_insufficient');
    expect(outcomeOf(await target.stranger().get('/v1/account'))).toBe('401 unauthenticated');
  });

  it('are no parameters and no fields of forms', async () => {
    for (const query of [
      '__proto__[isAdministrator]=true',
      '__proto__=1',
      'constructor[prototype][x]=1',
      'constructor=1',
      'toString=1',
      'limit[$gt]=1',
      'limit=1&limit=2',
      'search[]=x',
    ])
      expect([query, (await target.administrator.get(`/v1/administration/users?${query}`)).status]).toEqual([
        query,
        422,
      ]);
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    for (const path of ['/confirm-mailbox', '/setup/x', '/confirm/x', '/quarantine/x']) {
      const { status } = await target
        .stranger()
        .post(path, '__proto__[token]=a&__proto__=b&constructor[prototype][token]=c&token=d&token=e&email=', {
          headers,
        });
      expect([path, status >= 400 && status < 500]).toEqual([path, true]);
    }
    expect(outcomeOf(await jane.client.get('/v1/administration/users'))).toBe('403 role_insufficient');
  });
});

describe('fields that are none of the caller’s', () => {
  const extras = {
    role: 'admin',
    isAdmin: true,
    is_administrator: true,
    emailVerified: true,
    is_email_verified: true,
    organization_id: someId,
    organizationId: someId,
    user_id: someId,
    userId: someId,
    id: someId,
    created_at: '2020-01-01T00:00:00Z',
    suspendedAt: null,
    twoFactorEnabled: false,
    image: 'x',
    scopes: null,
    $where: '1',
  };

  it.each(
    operations
      .filter(({ method }) => method !== 'GET')
      .map((operation) => [operation.id, operation] as const),
  )('are refused by %s', async (id, operation) => {
    const example = (operation.example ?? {}) as Readonly<Record<string, unknown>>;
    const shape =
      operation.body !== undefined && 'shape' in operation.body ? (operation.body.shape as object) : {};
    for (const [name, value] of Object.entries(extras)) {
      if (name in shape) continue;
      const answer = await clientFor(operation).request(operation.method, pathOf(operation), {
        body: { ...example, [name]: value },
      });
      expect([id, name, answer.status]).toEqual([id, name, 422]);
    }
  });

  it('make nobody more than they were', async () => {
    const { rows } = await target.db.query<{ email: string; role: string }>(
      `select email, role from auth."user" where role <> 'user'`,
    );
    expect(rows.map(({ email }) => email)).toEqual(['root@people.example']);
    const signUp = { email: 'grabby@people.example', password };
    for (const extra of [
      { role: 'admin' },
      { emailVerified: true },
      { user: { role: 'admin' } },
      { data: { role: 'admin' } },
    ])
      expect((await target.stranger().post('/v1/auth/sign-up/email', { ...signUp, ...extra })).status).toBe(
        422,
      );
    for (const query of ['role=admin', 'organization_id=x', 'user_id=x'])
      expect((await jane.client.patch(`/v1/account/preferences?${query}`, { theme: 'dark' })).status).toBe(
        422,
      );
  });
});
