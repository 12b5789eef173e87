import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { type AddressInfo, connect } from 'node:net';
import { liveMessage, type LiveMessage, type Problem } from '@smtpy/contract';
import { waitFor } from '@smtpy/testkit';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import {
  createOwner,
  createPrincipal,
  openTestDatabase,
  type OpenTestDatabase,
} from '../../../fixtures/index.ts';
import type { User } from '../../accounts/index.ts';
import type { Principal } from '../../api/index.ts';
import { createSealer, newId } from '../../db/index.ts';
import { createLive, usualBounds, usualTiming } from '../../live/index.ts';
import { createMembers } from '../../members/index.ts';
import { silentEvents, systemClock, type FinishedRequest } from '../../observe/index.ts';
import { createRequestLimits } from '../../request-limits/index.ts';
import { closeGracefully, createApi, createHttpApp } from '../index.ts';

let database: OpenTestDatabase;
let app: FastifyInstance;
let jane: User;
let john: User;
const finished: FinishedRequest[] = [];
const principals = new Map<string, Principal>();
const bounds = { ...usualBounds, perUser: 3, bufferedBytes: 256 * 1024 };

beforeAll(async () => {
  database = await openTestDatabase();
  jane = await createOwner(database.db, 'jane');
  john = await createOwner(database.db, 'john');
  app = await openApp();
});
afterAll(async () => {
  await app.close();
  await database[Symbol.asyncDispose]();
});

async function openApp(): Promise<FastifyInstance> {
  const { db } = database;
  const events = {
    ...silentEvents,
    requestFinished: (request: FinishedRequest) => void finished.push(request),
  };
  const rates = { perKey: undefined, perUser: undefined, perOrganization: undefined, perNetwork: undefined };
  const live = await createLive({
    db,
    clock: systemClock,
    events,
    node: randomUUID(),
    bounds,
    timing: { ...usualTiming, checkMs: 100, pollMs: 1_000 },
  });
  const created = await createHttpApp({
    config: { host: '127.0.0.1', port: 0, publicUrl: 'https://smtpy.example' },
    events,
    readiness: { check: () => Promise.resolve({}) },
    homePage: undefined,
    register: (routes) => {
      createApi(routes, {
        db,
        clock: systemClock,
        events,
        sealer: createSealer(Buffer.alloc(32)),
        routes: [],
        sessions: { findSession: ({ cookie }) => Promise.resolve(principals.get(String(cookie))) },
        keys: { verifyKey: (key) => Promise.resolve(principals.get(key)) },
        memberships: createMembers({ db, clock: systemClock } as never),
        limits: createRequestLimits({ db, clock: systemClock, rates }),
        live,
      });
    },
  });
  await created.listen({ host: '127.0.0.1', port: 0 });
  return created;
}

const portOf = (of: FastifyInstance): number => (of.server.address() as AddressInfo).port;

/** Somebody with a session of their own; the cookie that says so. */
function signIn(user: User, change: Partial<Principal> = {}): string {
  const cookie = `as=${randomUUID()}`;
  const credential = { kind: 'session', sessionId: randomUUID(), startedAt: new Date() } as const;
  principals.set(cookie, createPrincipal(user.id, { credential, ...change }));
  return cookie;
}

interface Page extends Disposable {
  readonly socket: WebSocket;
  readonly messages: LiveMessage[];
  readonly ids: () => readonly string[];
  readonly code: () => number | undefined;
}

interface Wanted {
  readonly headers?: Readonly<Record<string, string>>;
  readonly query?: string;
  readonly to?: FastifyInstance;
}

function dial({ headers = {}, query = '', to = app }: Wanted): Page {
  const socket = new WebSocket(`ws://127.0.0.1:${portOf(to)}/v1/live${query}`, { headers });
  const messages: LiveMessage[] = [];
  let code: number | undefined;
  socket.on('message', (data: Buffer) => void messages.push(liveMessage.parse(JSON.parse(data.toString()))));
  socket.on('close', (given) => (code = given));
  const ids = (): readonly string[] => messages.flatMap((m) => (m.kind === 'event' ? [m.event.id] : []));
  return { socket, messages, ids, code: () => code, [Symbol.dispose]: () => socket.terminate() };
}

async function open(wanted: Wanted): Promise<Page> {
  const page = dial(wanted);
  await waitFor(() => page.messages[0]?.kind === 'hello', { what: 'hello' });
  return page;
}

/** What a connection is answered instead. */
async function refusal(wanted: Wanted): Promise<{ readonly status: number; readonly problem: Problem }> {
  using page = dial(wanted);
  return await new Promise((resolve, reject) => {
    page.socket.on('error', reject);
    page.socket.on('open', () => reject(new Error('it was let in')));
    page.socket.on('unexpected-response', (_request, response) => {
      let text = '';
      response.on('data', (data: Buffer) => (text += data.toString()));
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, problem: JSON.parse(text) as Problem }),
      );
    });
  });
}

const codeOf = async (wanted: Wanted): Promise<string> => {
  const { status, problem } = await refusal(wanted);
  return `${status} ${problem.code}`;
};

async function makeEvent(organizationId: string, address = 'jane@mailbox.example'): Promise<string> {
  const id = newId();
  await database.db.query({
    text: `insert into events (id, at, organization_id, type, data) values ($1, now(), $2, 'mailbox_confirmed', $3::jsonb)`,
    params: [id, organizationId, JSON.stringify({ mailboxId: newId(), address })],
  });
  return id;
}

describe('GET /v1/live', () => {
  it('says hello and tells a session of the personal organization, or the one that is named', async () => {
    using page = await open({ headers: { cookie: signIn(jane) } });
    using named = await open({
      headers: { cookie: signIn(jane) },
      query: `?organization=${jane.organizationId}`,
    });
    const id = await makeEvent(jane.organizationId);
    await waitFor(() => page.ids().length > 0 && named.ids().length > 0, { what: 'the event' });
    expect([page.ids(), named.ids()]).toEqual([[id], [id]]);
    expect(page.messages[0]).toMatchObject({ organization_id: jane.organizationId, ping_seconds: 20 });
  });

  it('takes a key in the header, with its scope', async () => {
    const credential = { kind: 'key', keyId: newId(), organizationId: jane.organizationId } as const;
    principals.set(
      'smtpygood',
      createPrincipal(jane.id, { credential: { ...credential, scopes: ['messages:read'] } }),
    );
    principals.set(
      'smtpypoor',
      createPrincipal(jane.id, { credential: { ...credential, scopes: ['aliases:read'] } }),
    );
    using page = await open({ headers: { authorization: 'Bearer smtpygood' } });
    expect(page.messages).toHaveLength(1);
    expect(await codeOf({ headers: { authorization: 'Bearer smtpypoor' } })).toBe('403 scope_insufficient');
    expect(await codeOf({ headers: { authorization: 'Bearer smtpynone' } })).toBe('401 unauthenticated');
    const query = `?organization=${john.organizationId}`;
    expect(await codeOf({ headers: { authorization: 'Bearer smtpygood' }, query })).toBe('404 not_found');
  });

  it('sends what was missed', async () => {
    const known = await makeEvent(jane.organizationId);
    const missed = await makeEvent(jane.organizationId);
    using page = await open({ headers: { cookie: signIn(jane) }, query: `?after=${known}` });
    await waitFor(() => page.ids().includes(missed), { what: 'what was missed' });
    expect(page.ids()).not.toContain(known);
  });

  it('refuses before it becomes a WebSocket', async () => {
    const cookie = signIn(jane);
    expect(await codeOf({})).toBe('401 unauthenticated');
    expect(await codeOf({ headers: { cookie }, query: `?organization=${john.organizationId}` })).toBe(
      '404 not_found',
    );
    expect(await codeOf({ headers: { cookie }, query: `?organization=${randomUUID()}` })).toBe(
      '404 not_found',
    );
    expect(await codeOf({ headers: { cookie }, query: '?organization=x' })).toBe('422 invalid_request');
    expect(await codeOf({ headers: { cookie }, query: '?after=x' })).toBe('422 invalid_request');
    expect(await codeOf({ headers: { cookie }, query: '?token=x' })).toBe('422 invalid_request');
    const suspended = signIn(jane, { isSuspended: true });
    expect(await codeOf({ headers: { cookie: suspended } })).toBe('403 account_suspended');
    expect(await codeOf({ headers: { cookie, host: 'evil.example' } })).toBe('421 misdirected');
  });

  it.each([
    [{ origin: 'https://evil.example' }],
    [{ origin: 'null' }],
    [{ origin: 'https://smtpy.example', 'sec-fetch-site': 'cross-site' }],
    [{ origin: 'https://other.smtpy.example', 'sec-fetch-site': 'same-site' }],
    [{ origin: 'http://smtpy.example', host: 'smtpy.example' }],
    [{ origin: 'https://smtpy.example.evil.example', host: 'smtpy.example' }],
  ])('refuses the page of another site %o', async (headers) => {
    expect(await codeOf({ headers: { cookie: signIn(jane), ...headers } })).toBe('403 foreign_origin');
  });

  it('keeps no connection of those that it refused', async () => {
    const other = await openApp();
    await codeOf({ to: other });
    await codeOf({ to: other, headers: { cookie: signIn(jane), origin: 'https://evil.example' } });
    const { port } = other.server.address() as AddressInfo;
    // A client that does not go by itself.
    const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
    const fields = `Host: evil.example\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13`;
    socket.write(`GET /v1/live HTTP/1.1\r\n${fields}\r\nSec-WebSocket-Key: ${'A'.repeat(22)}==\r\n\r\n`);
    const count = (): Promise<number> =>
      new Promise((resolve) => {
        other.server.getConnections((_error, connections) => resolve(connections));
      });
    await once(socket, 'data');
    await waitFor(async () => (await count()) === 0, { what: 'the end of all connections' });
    socket.destroy();
    await other.close();
  });

  it('takes pages of this server', async () => {
    const cookie = signIn(jane);
    const own = { origin: 'https://smtpy.example', host: 'smtpy.example', 'sec-fetch-site': 'same-origin' };
    using page = await open({ headers: { cookie, ...own } });
    using local = await open({ headers: { cookie, origin: `http://127.0.0.1:${portOf(app)}` } });
    expect([page.messages.length, local.messages.length]).toEqual([1, 1]);
  });

  it('closes what ends: the session, and who speaks', async () => {
    const cookie = signIn(jane);
    using page = await open({ headers: { cookie } });
    principals.delete(cookie);
    await waitFor(() => page.code() !== undefined, { what: 'the end of the session' });
    expect(page.code()).toBe(4001);
    using loud = await open({ headers: { cookie: signIn(jane) } });
    loud.socket.send('hello');
    await waitFor(() => loud.code() !== undefined, { what: 'the end' });
    expect(loud.code()).toBe(1008);
    using large = await open({ headers: { cookie: signIn(jane) } });
    large.socket.send('x'.repeat(2_000));
    await waitFor(() => large.code() !== undefined, { what: 'the end' });
    expect(large.code()).toBe(1009);
  });

  it('gives a person so many connections', async () => {
    const pages: Page[] = [];
    for (let i = 0; i < bounds.perUser; i += 1) pages.push(await open({ headers: { cookie: signIn(john) } }));
    expect(await codeOf({ headers: { cookie: signIn(john) } })).toBe('409 limit_reached');
    for (const page of pages) page.socket.terminate();
    const again = await waitFor(
      async () => {
        const page = dial({ headers: { cookie: signIn(john) } });
        page.socket.on('error', () => undefined);
        await waitFor(() => page.code() !== undefined || page.messages.length > 0, { what: 'an answer' });
        return page.messages.length > 0 && page;
      },
      { what: 'a place' },
    );
    again.socket.terminate();
  });

  it('sends a reader away who does not read, and holds no more than the bound for it', async () => {
    using page = await open({ headers: { cookie: signIn(jane) } });
    page.socket.pause();
    const address = 'a'.repeat(400_000);
    // What the kernels hold for a connection comes on top of ours.
    const writing = (async () => {
      for (let i = 0; i < 60; i += 1) await makeEvent(jane.organizationId, address);
    })();
    await writing;
    page.socket.resume();
    await waitFor(() => page.code() !== undefined, { what: 'the end' });
    expect([1006, 4002]).toContain(page.code());
    expect(page.ids().length).toBeLessThan(60);
  });

  it('tells of a connection once in the access log, and it is no request under way', async () => {
    finished.length = 0;
    using page = await open({ headers: { cookie: signIn(jane) } });
    const line = await waitFor(() => finished.find(({ route }) => route === '/v1/live'), {
      what: 'the line',
    });
    expect(line).toMatchObject({
      status: 101,
      isAborted: false,
      userId: jane.id,
      organizationId: jane.organizationId,
    });
    page.socket.terminate();
    await codeOf({});
    await waitFor(() => finished.length >= 2, { what: 'the refusal' });
    expect(finished.map(({ status }) => status)).toEqual([101, 401]);
  });

  it('answers who wants no WebSocket', async () => {
    const url = `http://127.0.0.1:${portOf(app)}/v1/live`;
    const plain = await fetch(url, { headers: { cookie: signIn(jane) } });
    expect([plain.status, plain.headers.get('upgrade')]).toEqual([426, 'websocket']);
    expect(((await plain.json()) as Problem).code).toBe('upgrade_required');
    const posted = await fetch(url, { method: 'POST', headers: { cookie: signIn(jane) } });
    expect([posted.status, posted.headers.get('allow')]).toEqual([405, 'GET, HEAD']);
  });

  it('other upgrades are answered in HTTP as if they had not been asked for', async () => {
    const socket = connect(portOf(app), '127.0.0.1');
    let text = '';
    socket.on('data', (data) => (text += data.toString()));
    const fields =
      'Host: localhost\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AA';
    socket.write(`GET /healthz HTTP/1.1\r\n${fields}\r\n\r\n`);
    await waitFor(() => text.startsWith('HTTP/1.1 200'), { what: 'the answer' });
    socket.destroy();
  });

  it('says goodbye when the program stops, and the stop does not wait', async () => {
    const other = await openApp();
    using page = await open({ headers: { cookie: signIn(jane) }, to: other });
    const startedAt = performance.now();
    await closeGracefully(other);
    expect(performance.now() - startedAt).toBeLessThan(3_000);
    await waitFor(() => page.code() !== undefined, { what: 'the goodbye' });
    expect(page.code()).toBe(1001);
  });
});
