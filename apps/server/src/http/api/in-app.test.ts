import { request } from 'node:http';
import { text as readAll } from 'node:stream/consumers';
import type { AddressInfo } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  createOwner,
  createPrincipal,
  openTestDatabase,
  type OpenTestDatabase,
} from '../../../fixtures/index.ts';
import { createSealer } from '../../db/index.ts';
import { silentEvents, systemClock } from '../../observe/index.ts';
import { createRequestLimits } from '../../request-limits/index.ts';
import { createApi, createHttpApp } from '../index.ts';
import { noteRoutes } from './testdata/notes.ts';

let database: OpenTestDatabase;
let app: FastifyInstance;

beforeAll(async () => {
  database = await openTestDatabase();
  const { db } = database;
  await db.query({ text: 'create table notes (id uuid primary key, text text)' });
  const jane = await createOwner(db, 'jane');
  const person = createPrincipal(jane.id);
  const membership = {
    organizationId: jane.organizationId,
    role: 'owner',
    isOrganizationSuspended: false,
  } as const;
  const rates = { perKey: undefined, perUser: undefined, perOrganization: undefined, perNetwork: undefined };
  app = await createHttpApp({
    config: { host: '127.0.0.1', port: 0, publicUrl: 'https://smtpy.example' },
    web: { trustedProxies: [], corsOrigins: [] },
    events: silentEvents,
    readiness: { check: () => Promise.resolve({}) },
    homePage: undefined,
    register: (routes) => {
      createApi(routes, {
        db,
        clock: systemClock,
        events: silentEvents,
        sealer: createSealer(Buffer.alloc(32)),
        routes: noteRoutes(db, { afterInsert: () => Promise.resolve() }),
        sessions: { findSession: () => Promise.resolve(person) },
        keys: { verifyKey: () => Promise.resolve(person) },
        memberships: {
          findMembership: () => Promise.resolve(membership),
          findPersonal: () => Promise.resolve(membership),
        },
        limits: createRequestLimits({ db, clock: systemClock, rates }),
      });
    },
  });
  await app.listen({ host: '127.0.0.1', port: 0 });
});
afterAll(async () => {
  await app.close();
  await database[Symbol.asyncDispose]();
});

interface Asked {
  readonly path?: string;
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** Without the rules of browsers that `fetch` keeps to: any Host, any Origin. */
async function ask({ path = '/v1/notes', method = 'POST', headers = {}, body = '{"text":"a"}' }: Asked) {
  const { port } = app.server.address() as AddressInfo;
  const fields = { 'content-type': 'application/json', ...headers };
  return new Promise<{ status: number; type: string; text: string; id: string }>((resolve, reject) => {
    const sent = request(
      { host: '127.0.0.1', port, path, method, headers: fields, agent: false },
      (response) => {
        readAll(response).then((text) => {
          const type = response.headers['content-type'] ?? '';
          resolve({
            status: response.statusCode ?? 0,
            type,
            text,
            id: String(response.headers['x-request-id']),
          });
        }, reject);
      },
    );
    sent.setTimeout(10_000, () => sent.destroy(new Error('no answer')));
    sent.on('error', reject);
    sent.end(method === 'GET' ? undefined : body);
  });
}

const codeOf = ({ status, type, text }: Awaited<ReturnType<typeof ask>>): string => {
  expect(type).toBe('application/problem+json');
  return `${status} ${(JSON.parse(text) as { code: string }).code}`;
};
const foreign = { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' };

describe('pages of other sites', () => {
  it('use no cookie', async () => {
    expect(codeOf(await ask({ headers: { cookie: 's=1', ...foreign } }))).toBe('403 foreign_origin');
    expect(codeOf(await ask({ headers: foreign }))).toBe('403 foreign_origin');
    const both = { cookie: 's=1', authorization: 'Bearer smtpykey', ...foreign };
    expect(codeOf(await ask({ headers: both }))).toBe('403 foreign_origin');
    expect(codeOf(await ask({ path: '/v1/nothing', headers: foreign }))).toBe('403 foreign_origin');
  });

  it('who knows a key needs no cookie', async () => {
    expect((await ask({ headers: { authorization: 'Bearer smtpykey', ...foreign } })).status).toBe(201);
    expect((await ask({ headers: { cookie: 's=1' } })).status).toBe(201);
    expect((await ask({ headers: { cookie: 's=1', 'sec-fetch-site': 'same-origin' } })).status).toBe(201);
  });
});

describe('whatever goes wrong under /v1', () => {
  it.each([
    ['another host', { headers: { host: 'evil.example', authorization: 'Bearer x' } }, '421 misdirected'],
    ['an address that cannot be decoded', { path: '/v1/%zz', method: 'GET' }, '400 malformed_body'],
    [
      'a parameter that is too long',
      { path: `/v1/notes/${'a'.repeat(200)}`, method: 'GET' },
      '404 not_found',
    ],
    ['an unknown address', { path: '/v1/x', method: 'GET' }, '404 unknown_route'],
    ['an unknown method', { method: 'PUT' }, '405 method_not_allowed'],
    ['no JSON', { body: '{', headers: { cookie: 's=1' } }, '400 malformed_body'],
    [
      'a form',
      { headers: { cookie: 's=1', 'content-type': 'application/x-www-form-urlencoded' } },
      '415 unsupported_media_type',
    ],
  ] as const)('%s', async (_name, asked, code) => {
    const answer = await ask(asked);
    expect(codeOf(answer)).toBe(code);
    expect(answer.id).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('elsewhere pages stay pages', async () => {
    const answer = await ask({ path: '/nothing', method: 'GET' });
    expect([answer.status, answer.type]).toEqual([404, 'text/html; charset=utf-8']);
    expect((await ask({ path: '/v10', method: 'GET' })).type).toBe('text/html; charset=utf-8');
    expect((await ask({ path: '/%zz', method: 'GET' })).type).toBe('text/plain; charset=utf-8');
  });
});
