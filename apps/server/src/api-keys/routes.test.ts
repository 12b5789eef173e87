import type { Scope } from '@smtpy/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createPrincipal, openTestApi, type TestApi, type TestRequest } from '../../fixtures/api.ts';
import { createOwner, openTestDatabase, type OpenTestDatabase } from '../../fixtures/index.ts';
import type { Principal } from '../api/index.ts';
import { createAudit, type Audit } from '../audit/index.ts';
import { newId } from '../db/index.ts';
import { createInstallation } from '../installation/index.ts';
import { systemClock } from '../observe/index.ts';
import { createApiKeys, keyRoutes, type ApiKeys } from './index.ts';

let database: OpenTestDatabase;
let apiKeys: ApiKeys;
let audit: Audit;
let api: TestApi;
let organizationId: string;
const principals: Record<string, Principal> = {};

beforeAll(async () => {
  database = await openTestDatabase();
  const { db } = database;
  const clock = systemClock;
  audit = createAudit({ db, clock });
  const installation = createInstallation({ db, mode: 'production' });
  const serviceMail = { send: () => Promise.resolve('id') };
  apiKeys = createApiKeys({ db, clock, audit, installation, serviceMail });
  ({ organizationId } = await addPerson('jane'));
  await addPerson('stranger');
  for (const role of ['viewer', 'member', 'admin']) await addMember(role);
  api = await openTestApi({ db, routes: keyRoutes({ apiKeys }), principals });
});
afterAll(async () => {
  await api[Symbol.asyncDispose]();
  await database[Symbol.asyncDispose]();
});

async function addPerson(name: string) {
  const user = await createOwner(database.db, name);
  principals[name] = createPrincipal(user.id, { email: user.email });
  return user;
}

async function addMember(role: string, name = role): Promise<void> {
  const { id } = await addPerson(name);
  await database.db.query({
    text: `insert into auth.member (id, "organizationId", "userId", role) values ($1, $2, $3, $4)`,
    params: [newId(), organizationId, id, role],
  });
}

interface Key {
  readonly id: string;
  readonly key: string;
  readonly name: string;
  readonly scopes: readonly Scope[] | null;
}

async function send(method: string, path: string, request: TestRequest = {}) {
  const headers = {
    ...(request.as !== undefined && { 'smtpy-organization': organizationId }),
    ...request.headers,
  };
  return api.send(method, `/v1/keys${path}`, { ...request, headers });
}

async function make(as: string, body: object = {}): Promise<Key> {
  const answer = await send('POST', '', { as, body: { name: 'Backup', ...body } });
  expect(answer.status, answer.text).toBe(201);
  return answer.body as Key;
}

/** Makes requests with a key possible, as the person for whom it was verified. */
async function asKey({ key }: Key): Promise<TestRequest> {
  const principal = await apiKeys.verifyKey(key, { ip: '192.0.2.1' });
  if (principal === undefined) throw new Error('the key is not valid');
  principals[key] = principal;
  return { headers: { authorization: `Bearer ${key}` } };
}

const codeOf = ({ body }: { readonly body: unknown }): unknown => (body as { code?: unknown }).code;

describe('POST /v1/keys', () => {
  it('shows the key this once', async () => {
    const made = await make('jane', { scopes: ['members:read'] });
    expect(made.key).toMatch(/^[a-zA-Z0-9]{52}$/);
    const { key, ...shown } = made;
    expect((await send('GET', `/${made.id}`, { as: 'jane' })).body).toEqual(shown);
    const list = await send('GET', '?limit=100', { as: 'jane' });
    expect(list.text).toContain(made.id);
    expect(list.text).not.toContain(key.slice(9));
    const entries = await audit.list({ scope: { kind: 'installation' }, limit: 100 });
    expect(JSON.stringify(entries)).not.toContain(key.slice(9));
  });

  it('gives the same key for the same request, and one for another', async () => {
    const request = { as: 'jane', body: { name: 'Once' }, headers: { 'idempotency-key': 'once' } };
    const [first, second] = [await send('POST', '', request), await send('POST', '', request)];
    expect(second.body).toEqual(first.body);
    expect((await send('POST', '', { ...request, body: { name: 'Twice' } })).status).toBe(422);
  });

  it.each([
    ['an unknown name', { name: 'x', user_id: '019a9c1e-5c1e-7a55-8f0e-3a1c5be0a001' }, 'body.user_id'],
    ['a hash', { name: 'x', hash: 'x' }, 'body.hash'],
    ['no name', {}, 'body.name'],
    ['an empty name', { name: '  ' }, 'body.name'],
    ['a name with control characters', { name: 'a\u0007b' }, 'body.name'],
    ['a long name', { name: 'x'.repeat(101) }, 'body.name'],
    ['an unknown scope', { name: 'x', scopes: ['members:own'] }, 'body.scopes.0'],
    ['no scope', { name: 'x', scopes: [] }, 'body.scopes'],
    ['a scope twice', { name: 'x', scopes: ['members:read', 'members:read'] }, 'body.scopes'],
    ['an end that is past', { name: 'x', expires_at: '2020-01-01T00:00:00Z' }, 'body.expires_at'],
    ['an end that is none', { name: 'x', expires_at: 'soon' }, 'body.expires_at'],
  ])('refuses %s', async (_what, body, path) => {
    const answer = await send('POST', '', { as: 'jane', body });
    expect(answer.status).toBe(422);
    expect(
      (answer.body as { errors: readonly { path: string }[] }).errors[0]?.path.replace('[0]', '.0'),
    ).toBe(path);
  });

  it('gives nobody more than the role allows', async () => {
    const body = { name: 'x', scopes: ['audit:read'] };
    const answer = await send('POST', '', { as: 'member', body });
    expect([answer.status, codeOf(answer)]).toEqual([403, 'role_insufficient']);
    expect((await send('POST', '', { as: 'viewer', body: { name: 'x' } })).status).toBe(403);
    expect((await send('POST', '', { as: 'admin', body })).status).toBe(201);
  });

  it('gives no key more than the key that asks has', async () => {
    const acting = await asKey(await make('jane', { scopes: ['keys:write', 'members:read'] }));
    for (const scopes of [null, ['account:read'], ['administration:read'], ['members:write']]) {
      const answer = await send('POST', '', { ...acting, body: { name: 'x', scopes } });
      expect([403, 422]).toContain(answer.status);
    }
    const answer = await send('POST', '', { ...acting, body: { name: 'x', scopes: ['members:read'] } });
    expect(answer.status).toBe(201);
    const [entry] = await audit.list({ scope: { kind: 'organization', organizationId }, limit: 1 });
    expect(entry).toMatchObject({
      action: 'key.created',
      actor: { kind: 'key', label: 'jane@people.example' },
    });
  });

  it('of 100 at once makes five where five is the limit', async () => {
    const installation = createInstallation({ db: database.db, mode: 'production' });
    await database.db.transaction((tx) => installation.change(tx, { keysPerMember: 5 }));
    await addMember('member', 'racer');
    const answers = await Promise.all(
      Array.from({ length: 100 }, () => send('POST', '', { as: 'racer', body: { name: 'x' } })),
    );
    await database.db.transaction((tx) => installation.change(tx, { keysPerMember: 50 }));
    const statuses = answers.map(({ status }) => status);
    expect(statuses.filter((status) => status === 201)).toHaveLength(5);
    expect(answers.filter((answer) => codeOf(answer) === 'limit_reached')).toHaveLength(95);
  });
});

describe('whose keys', () => {
  it('are one’s own, and from admin on those of all', async () => {
    const own = await make('member');
    const others = await make('jane');
    const idsOf = async (as: string, query = '') => {
      const { body } = await send('GET', `?limit=100${query}`, { as });
      return (body as { items: readonly Key[] }).items.map(({ id }) => id);
    };
    expect(await idsOf('member')).toEqual([own.id]);
    expect(await idsOf('admin')).not.toContain(own.id);
    expect(await idsOf('admin', '&of=all')).toEqual(expect.arrayContaining([own.id, others.id]));
    const memberId = principals['member']?.userId ?? '';
    expect(await idsOf('admin', `&of=all&user_id=${memberId}`)).toEqual([own.id]);
    expect((await send('GET', '?of=all', { as: 'member' })).status).toBe(403);
    expect((await send('GET', `?user_id=${memberId}`, { as: 'member' })).status).toBe(422);
    expect((await send('GET', '?cursor=WyInIl0', { as: 'member' })).status).toBe(422);
  });

  it('are unknown to others, whatever they do', async () => {
    const { id } = await make('jane');
    const requests = [['GET'], ['PATCH', { name: 'x' }], ['DELETE']] as const;
    for (const [method, body] of requests) {
      const request = body && { body };
      const ofMember = await send(method, `/${id}`, { as: 'member', ...request });
      // In an organization of their own, and in that of the key.
      const ofStranger = await api.send(method, `/v1/keys/${id}`, { as: 'stranger', ...request });
      const ofIntruder = await send(method, `/${id}`, { as: 'stranger', ...request });
      const statuses = [ofMember, ofStranger, ofIntruder].map(({ status }) => status);
      expect(statuses, method).toEqual([404, 404, 404]);
    }
    expect((await send('GET', `/${id}`, { as: 'jane' })).status).toBe(200);
  });

  it('are changed and revoked by their member and by admins', async () => {
    const { id } = await make('member');
    const change = { name: 'Nightly', expires_at: '2099-01-01T00:00:00Z' };
    const changed = await send('PATCH', `/${id}`, { as: 'member', body: change });
    expect(changed.body).toMatchObject({ name: 'Nightly', expires_at: '2099-01-01T00:00:00.000Z' });
    const longer = { as: 'admin', body: { expires_at: null } };
    expect(codeOf(await send('PATCH', `/${id}`, longer))).toBe('role_insufficient');
    expect((await send('PATCH', `/${id}`, { as: 'member', body: { scopes: null } })).status).toBe(422);
    expect((await send('DELETE', `/${id}`, { as: 'admin' })).status).toBe(204);
    expect((await send('DELETE', `/${id}`, { as: 'admin' })).status).toBe(404);
  });
});

it('a key that revokes itself is refused from then on', async () => {
  const made = await make('jane');
  const acting = await asKey(made);
  expect((await send('DELETE', `/${made.id}`, acting)).status).toBe(204);
  expect(await apiKeys.verifyKey(made.key, { ip: '192.0.2.1' })).toBeUndefined();
});
