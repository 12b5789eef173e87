import { randomUUID } from 'node:crypto';
import { generate } from 'selfsigned';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createPrincipal, openTestApi, type TestApi } from '../../fixtures/index.ts';
import type { User } from '../accounts/index.ts';
import type { Principal } from '../api/index.ts';
import { systemClock as clock } from '../observe/index.ts';
import { sampleAcceptance } from '../queue/testdata/acceptance.ts';
import { administrationRoutes } from './index.ts';
import { openAdministration, type AdministrationBench } from './testdata/bench.ts';

let bench: AdministrationBench;
let api: TestApi;
let root: User;
let jane: User;
const principals: Record<string, Principal> = {};

beforeAll(async () => {
  bench = await openAdministration();
  root = await bench.makeUser('root', 'admin');
  jane = await bench.makeUser('jane');
  const administrator = { email: root.email, isAdministrator: true };
  principals['root'] = createPrincipal(root.id, administrator);
  principals['jane'] = createPrincipal(jane.id);
  principals['rootkey'] = createPrincipal(root.id, {
    ...administrator,
    credential: {
      kind: 'key',
      keyId: randomUUID(),
      scopes: ['administration:read'],
      organizationId: root.organizationId,
    },
  });
  const { cert: certificate } = await generate([{ name: 'commonName', value: 'mx.example' }]);
  const process = {
    version: '1.2.3',
    mode: 'production' as const,
    hostname: 'mx.example',
    roles: ['web'],
    startedAt: new Date(),
    dataDir: '/',
  };
  api = await openTestApi({
    db: bench.db,
    routes: administrationRoutes({ ...bench, health: { ...bench, clock, process, certificate } }),
    principals,
  });
});
afterAll(async () => {
  await api[Symbol.asyncDispose]();
  await bench[Symbol.asyncDispose]();
});

const send = (method: string, path: string, body?: unknown, as = 'root') =>
  api.send(method, `/v1/administration${path}`, { as, ...(body !== undefined && { body }) });
const code = (answer: { readonly body: unknown }) => (answer.body as { readonly code: string }).code;

describe('who may', () => {
  it.each([
    ['GET', '/users'],
    ['GET', '/organizations'],
    ['GET', '/domains'],
    ['GET', '/queue'],
    ['GET', '/deliveries'],
    ['GET', '/health'],
    ['GET', '/settings'],
    ['GET', '/audit-entries'],
  ])('%s %s is for administrators alone', async (method, path) => {
    expect((await send(method, path)).status).toBe(200);
    expect((await send(method, path, undefined, 'jane')).status).toBeGreaterThanOrEqual(403);
    expect((await send(method, path, undefined, 'nobody')).status).toBe(401);
  });

  it('a key of an administrator changes nothing without the scope', async () => {
    const request = { headers: { authorization: 'Bearer rootkey' } };
    expect((await api.send('GET', '/v1/administration/settings', request)).status).toBe(200);
    const change = { ...request, body: { registration: 'open' } };
    expect(code(await api.send('PATCH', '/v1/administration/settings', change))).toBe('scope_insufficient');
    expect((await bench.installation.load()).registration).toBe('invitation');
  });
});

describe('users', () => {
  it('are listed page by page', async () => {
    const first = (await send('GET', '/users?limit=1')).body as {
      items: [{ email: string }];
      next_cursor: string;
    };
    expect(first.items[0].email).toBe(jane.email);
    const second = await send('GET', `/users?limit=1&cursor=${first.next_cursor}`);
    expect(second.body).toMatchObject({ items: [{ email: root.email }], next_cursor: null });
    const made = Buffer.from('["no id"]').toString('base64url');
    expect(code(await send('GET', `/users?sort=created&cursor=${made}`))).toBe('invalid_request');
    expect(code(await send('GET', `/organizations?cursor=${made}`))).toBe('invalid_request');
    expect(code(await send('GET', `/deliveries?cursor=${made}`))).toBe('invalid_request');
  });

  it('are made, suspended and erased', async () => {
    const made = await send('POST', '/users', { email: 'new@people.example', name: 'New' });
    expect(made).toMatchObject({ status: 201, body: { name: 'New', is_administrator: false } });
    expect(bench.links).toEqual(['new@people.example']);
    expect(code(await send('POST', '/users', { email: 'new@people.example' }))).toBe('already_exists');
    const path = `/users/${(made.body as { id: string }).id}`;
    const suspended = await send('PATCH', path, { is_suspended: true, suspended_reason: 'spam' });
    expect(suspended.body).toMatchObject({ suspended_reason: 'spam' });
    expect(code(await send('PATCH', path, { suspended_reason: 'x' }))).toBe('invalid_request');
    expect(code(await send('PATCH', path, { role: 'admin' }))).toBe('invalid_request');
    expect(code(await send('DELETE', path, { confirm_email: 'else@people.example' }))).toBe(
      'invalid_request',
    );
    expect((await send('DELETE', path, { confirm_email: 'new@people.example' })).status).toBe(204);
    expect(code(await send('GET', path))).toBe('not_found');
  });

  it('are not unmade by themselves', async () => {
    const answer = await send('PATCH', `/users/${root.id}`, { is_administrator: false });
    expect(answer).toMatchObject({ status: 409, body: { code: 'conflict' } });
  });
});

it('organizations are suspended and resumed', async () => {
  const path = `/organizations/${jane.organizationId}`;
  expect((await send('PATCH', path, { is_suspended: true })).body).toMatchObject({
    suspended_at: expect.any(String) as string,
    owners: [{ email: jane.email }],
  });
  expect((await send('GET', '/organizations?status=suspended')).body).toMatchObject({
    items: [{ name: 'jane' }],
  });
  expect((await send('PATCH', path, { is_suspended: false })).body).toMatchObject({ suspended_at: null });
  expect(code(await send('PATCH', `/organizations/${randomUUID()}`, { is_suspended: true }))).toBe(
    'not_found',
  );
});

describe('deliveries', () => {
  beforeEach(() =>
    bench.db.query({ text: 'truncate messages, deliveries, events, contents, content_chunks' }),
  );

  it('are shown without the address they go to, and nothing of a sender that is not kept', async () => {
    await bench.queue.enqueue(sampleAcceptance({ destinations: ['owner@mailbox.example'] }));
    const [secret] = sampleAcceptance({ destinations: ['ann@sender.example'] }).messages;
    if (secret === undefined) throw new Error('no message');
    const [delivery] = secret.deliveries;
    if (delivery === undefined) throw new Error('no delivery');
    const notice = {
      ...delivery,
      kind: 'notice' as const,
      recipient: 'ann@sender.example',
      sentAs: 'md@forward.example',
    };
    await bench.queue.enqueue({
      ...sampleAcceptance(),
      messages: [{ ...secret, privacyLevel: 'none', deliveries: [notice] }],
    });
    const answer = await send('GET', '/deliveries');
    expect(answer.body).toMatchObject({
      items: [
        { state: 'queued', recipient: 'alias0@forward.example', destination_domain: 'mailbox.example' },
        { state: 'queued', recipient: '*', destination_domain: null },
      ],
    });
    expect(answer.text).not.toMatch(/owner@|sender\.example/);
    expect((await send('GET', '/deliveries?destination=MAILBOX.example')).body).toMatchObject({
      items: [{}],
    });
    expect((await send('GET', '/deliveries?state=held')).body).toMatchObject({ items: [] });
    expect((await send('GET', '/queue')).body).toMatchObject({
      states: [{ state: 'queued', count: 2 }],
      oldest_due_at: expect.any(String) as string,
    });
  });

  it('are cancelled once', async () => {
    const acceptance = sampleAcceptance();
    await bench.queue.enqueue(acceptance);
    const path = `/deliveries/${acceptance.messages[0]?.deliveries[0]?.id ?? ''}`;
    expect((await send('POST', `${path}/retry`)).status).toBe(204);
    expect((await send('POST', `${path}/cancel`)).status).toBe(204);
    expect(code(await send('POST', `${path}/cancel`))).toBe('conflict');
    expect(code(await send('POST', `/deliveries/${randomUUID()}/cancel`))).toBe('not_found');
  });
});

it('health, settings and the log are of the installation', async () => {
  const health = await send('GET', '/health');
  expect(health.body).toMatchObject({
    version: '1.2.3',
    connections: [{ name: expect.stringContaining('smtpy test') as string }],
    findings: [
      { check: 'database', verdict: 'ok' },
      { check: 'disk' },
      { check: 'certificate' },
      { check: 'queue' },
    ],
  });
  const change = { registration: 'closed', service_domain: 'mail.example' };
  expect((await send('PATCH', '/settings', change)).body).toMatchObject(change);
  expect(code(await send('PATCH', '/settings', { service_domain: 'Mail.example' }))).toBe('invalid_request');
  expect((await send('GET', '/audit-entries?action=settings.changed')).body).toMatchObject({
    items: [
      {
        organization_id: null,
        actor: { kind: 'user', label: root.email },
        before: { registration: 'invitation', service_domain: null },
        after: change,
      },
    ],
  });
});
