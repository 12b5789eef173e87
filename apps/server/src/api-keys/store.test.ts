import { createHash, randomUUID } from 'node:crypto';
import { createManualClock, type ManualClock } from '@smtpy/testkit';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createOwner, openTestDatabase, type OpenTestDatabase } from '../../fixtures/index.ts';
import type { Actor } from '../api/index.ts';
import { createAudit, type Audit } from '../audit/index.ts';
import { newId, type Db, type Tx } from '../db/index.ts';
import { createInstallation } from '../installation/index.ts';
import type { SendServiceMail } from '../service-mail/index.ts';
import { createApiKeys, type ApiKeys, type CreateKey } from './index.ts';

let database: OpenTestDatabase;
let db: Db;
let clock: ManualClock;
let audit: Audit;
let apiKeys: ApiKeys;
/** As another process has them. */
let others: ApiKeys;
let organizationId: string;
let userId: string;
let actor: Actor;
let sent: SendServiceMail[];
let count = 0;

beforeAll(async () => {
  database = await openTestDatabase();
  ({ db } = database);
});
afterAll(() => database[Symbol.asyncDispose]());

beforeEach(async () => {
  clock = createManualClock();
  audit = createAudit({ db, clock });
  const installation = createInstallation({ db, mode: 'production' });
  await db.transaction((tx) => installation.change(tx, { keysPerMember: 50 }));
  sent = [];
  const serviceMail = {
    send: (_tx: Tx, mail: SendServiceMail) => {
      sent.push(mail);
      return Promise.resolve('id');
    },
  };
  apiKeys = createApiKeys({ db, clock, audit, installation, serviceMail });
  others = createApiKeys({ db, clock, audit, installation, serviceMail });
  count += 1;
  const user = await createOwner(db, `jane${count}`);
  ({ organizationId, id: userId } = user);
  actor = { kind: 'user', userId, label: user.email };
});

const create = (change: Partial<CreateKey> = {}, keys = apiKeys) =>
  keys.create({
    organizationId,
    userId,
    name: 'Backup',
    scopes: undefined,
    expiresAt: undefined,
    actor,
    ...change,
  });

async function made(change: Partial<CreateKey> = {}) {
  const result = await create(change);
  if (result.kind !== 'created') throw new Error(result.reason);
  return result;
}

const reach = () => ({ kind: 'organization', organizationId }) as const;
const inDays = (days: number): Date => new Date(clock.now().getTime() + days * 86_400_000);
const log = () => audit.list({ scope: reach(), limit: 10 });

/** Makes another person a member of the organization. */
async function addMember(role: string): Promise<string> {
  const member = await createOwner(db, `${role}${count}-${randomUUID()}`);
  await db.query({
    text: `insert into auth.member (id, "organizationId", "userId", role) values ($1, $2, $3, $4)`,
    params: [newId(), organizationId, member.id, role],
  });
  return member.id;
}

describe('making a key', () => {
  it('gives its text once and keeps a hash', async () => {
    const { text, key } = await made({ scopes: ['members:read'], expiresAt: inDays(30) });
    expect(text).toMatch(/^[a-zA-Z0-9]{52}$/);
    expect(key).toMatchObject({ name: 'Backup', start: text.slice(0, 9), scopes: ['members:read'] });
    expect(await apiKeys.find({ keyId: key.id, reach: reach() })).toEqual(key);
    const [row] = await db.query<{ hash: Buffer }>({
      text: 'select hash from api_keys where id = $1',
      params: [key.id],
    });
    expect(row?.hash).toEqual(createHash('sha256').update(text).digest());
  });

  it('leaves its text nowhere in the database', async () => {
    const { text } = await made();
    const secret = text.slice(9);
    const tables = await db.query<{ name: string }>({
      text: `select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname in ('public', 'auth')`,
    });
    expect(tables.length).toBeGreaterThan(20);
    for (const { name } of tables) {
      const rows = await db.query({
        text: `select 1 from ${name} t where strpos(t::text, $1) > 0 limit 1`,
        params: [secret],
      });
      expect(rows, name).toEqual([]);
    }
  });

  it('is told by mail to the member whose it is, without the key', async () => {
    const actorElsewhere: Actor = { kind: 'operator', ip: '192.0.2.77' };
    const { text } = await made({ actor: actorElsewhere });
    expect(sent).toMatchObject([
      { headerTo: actor.label, organizationId, letter: { subject: 'An API key was made for you' } },
    ]);
    const told = JSON.stringify(sent);
    expect([told.includes('Backup'), told.includes('192.0.2.77'), told.includes('delete the key')]).toEqual([
      true,
      true,
      true,
    ]);
    expect(told).not.toContain(text);
    expect(await create({ scopes: undefined, expiresAt: inDays(-1) })).toMatchObject({
      kind: 'already_expired',
    });
    expect(sent).toHaveLength(1);
  });

  it('is told in the log', async () => {
    const { key } = await made({ scopes: ['members:read'] });
    expect(await log()).toMatchObject([
      {
        action: 'key.created',
        actor,
        subject: { kind: 'key', id: key.id, label: 'Backup' },
        after: {
          name: 'Backup',
          start: key.start,
          user_id: userId,
          scopes: ['members:read'],
          expires_at: null,
        },
      },
    ]);
  });

  it.each([5, 1])('of 100 at once on two nodes makes %d where that is the limit', async (keysPerMember) => {
    const installation = createInstallation({ db, mode: 'production' });
    await db.transaction((tx) => installation.change(tx, { keysPerMember }));
    const results = await Promise.all(
      Array.from({ length: 100 }, (_, index) => create({}, index % 2 === 0 ? apiKeys : others)),
    );
    expect(results.filter(({ kind }) => kind === 'created')).toHaveLength(keysPerMember);
    expect(results.filter(({ kind }) => kind === 'limit_reached')).toHaveLength(100 - keysPerMember);
    expect(await apiKeys.list({ reach: reach(), limit: 100 })).toHaveLength(keysPerMember);
  });

  it.each([
    ['viewer', 'members:read', 'created'],
    ['viewer', 'members:write', 'above_role'],
    ['member', 'audit:read', 'above_role'],
    ['admin', 'audit:read', 'created'],
    ['admin', 'ownership:write', 'above_role'],
    ['owner', 'ownership:write', 'created'],
    ['owner', 'administration:read', 'above_role'],
    ['viewer', 'account:write', 'created'],
  ] as const)('by a %s with %s: %s', async (role, scope, kind) => {
    const member = await addMember(role);
    expect((await create({ userId: member, scopes: [scope] })).kind).toBe(kind);
  });

  it('lets administrators have their scopes', async () => {
    await db.query({ text: `update auth."user" set role = 'admin' where id = $1`, params: [userId] });
    expect((await create({ scopes: ['administration:write'] })).kind).toBe('created');
  });

  it('is refused to who is no member, and with an end that is past', async () => {
    const stranger = await createOwner(db, `stranger${count}`);
    expect((await create({ userId: stranger.id })).kind).toBe('unknown_member');
    expect((await create({ expiresAt: clock.now() })).kind).toBe('already_expired');
    expect(await log()).toEqual([]);
  });
});

describe('a key that makes a key', () => {
  it('gives it no more scopes than its own', async () => {
    const scopes = ['keys:write', 'members:write'] as const;
    const acting = await made({ scopes });
    const actingKey = { keyId: acting.key.id, scopes };
    const tries = [
      [['members:read'], 'created'],
      [['members:write', 'keys:write'], 'created'],
      [['account:read'], 'above_key'],
      [['keys:write', 'organization:read'], 'above_key'],
      [undefined, 'above_key'],
    ] as const;
    for (const [wanted, kind] of tries)
      expect((await create({ actingKey, scopes: wanted })).kind, String(wanted)).toBe(kind);
    const whole = await made();
    const unlimited = { keyId: whole.key.id, scopes: undefined };
    expect((await create({ actingKey: unlimited })).kind).toBe('created');
  });

  it('lets it live no longer than itself', async () => {
    const acting = await made({ expiresAt: inDays(10) });
    const actingKey = { keyId: acting.key.id, scopes: undefined };
    expect((await create({ actingKey, expiresAt: inDays(10) })).kind).toBe('created');
    expect((await create({ actingKey, expiresAt: inDays(11) })).kind).toBe('outlives_key');
    expect((await create({ actingKey })).kind).toBe('outlives_key');
  });

  it('makes none when it was revoked', async () => {
    const acting = await made();
    await apiKeys.revoke({ keyId: acting.key.id, reach: reach(), actor });
    const actingKey = { keyId: acting.key.id, scopes: undefined };
    expect((await create({ actingKey })).kind).toBe('above_key');
  });
});

describe('changing a key', () => {
  it('writes and tells what changed', async () => {
    const { key } = await made();
    const change = { keyId: key.id, reach: reach(), actor };
    const result = await apiKeys.change({ ...change, name: 'Nightly', expiresAt: inDays(1) });
    expect(result).toEqual({ kind: 'changed', key: { ...key, name: 'Nightly', expiresAt: inDays(1) } });
    expect(await apiKeys.find(change)).toEqual({ ...key, name: 'Nightly', expiresAt: inDays(1) });
    await apiKeys.change({ ...change, name: 'Nightly' });
    expect((await log())[0]).toMatchObject({
      action: 'key.changed',
      before: { name: 'Backup', expires_at: null },
      after: { name: 'Nightly', expires_at: inDays(1).toISOString() },
    });
    expect(await log()).toHaveLength(2);
  });

  it('lengthens none of others, and none beyond the key that does it', async () => {
    const { key } = await made({ expiresAt: inDays(5) });
    const change = { keyId: key.id, reach: reach(), actor };
    const admin = { kind: 'user', userId: await addMember('admin') } as const;
    expect((await apiKeys.change({ ...change, actor: admin, expiresAt: inDays(6) })).kind).toBe('not_own');
    expect((await apiKeys.change({ ...change, actor: admin, expiresAt: null })).kind).toBe('not_own');
    expect((await apiKeys.change({ ...change, actor: admin, expiresAt: inDays(4) })).kind).toBe('changed');
    const itself = { keyId: key.id, scopes: undefined };
    expect((await apiKeys.change({ ...change, actingKey: itself, expiresAt: null })).kind).toBe(
      'outlives_key',
    );
    const lesser = await made({ scopes: ['keys:write'] });
    const actingKey = { keyId: lesser.key.id, scopes: ['keys:write'] } as const;
    expect((await apiKeys.change({ ...change, actingKey, expiresAt: inDays(5) })).kind).toBe('above_key');
    expect((await apiKeys.change({ ...change, expiresAt: clock.now() })).kind).toBe('already_expired');
    expect((await apiKeys.change({ ...change, expiresAt: null })).kind).toBe('changed');
  });
});

describe('reach', () => {
  it('shows, changes and revokes nothing beyond it', async () => {
    const { key } = await made();
    const stranger = await createOwner(db, `stranger${count}`);
    const beyond = [
      { kind: 'organization', organizationId: stranger.organizationId },
      { kind: 'member', organizationId, userId: stranger.id },
      { kind: 'person', userId: stranger.id },
    ] as const;
    for (const others of beyond) {
      const wanted = { keyId: key.id, reach: others };
      expect(await apiKeys.find(wanted)).toBeUndefined();
      expect((await apiKeys.change({ ...wanted, name: 'x', actor })).kind).toBe('unknown');
      expect((await apiKeys.revoke({ ...wanted, actor })).kind).toBe('unknown');
      expect(await apiKeys.list({ reach: others, limit: 10 })).toEqual([]);
    }
    for (const keyId of ['', 'x', `${key.id}'`])
      expect((await apiKeys.revoke({ keyId, reach: reach(), actor })).kind).toBe('unknown');
    const within = [reach(), { kind: 'member', organizationId, userId }, { kind: 'person', userId }] as const;
    for (const own of within) expect(await apiKeys.list({ reach: own, limit: 10 })).toEqual([key]);
  });

  it('is listed in pages, newest first', async () => {
    const ids: string[] = [];
    for (let index = 0; index < 5; index += 1) ids.unshift((await made()).key.id);
    const first = await apiKeys.list({ reach: reach(), limit: 3 });
    const second = await apiKeys.list({ reach: reach(), limit: 3, beforeId: first.at(-1)?.id });
    expect([...first, ...second].map(({ id }) => id)).toEqual(ids);
  });
});

it('a revoked key is gone, and the log says whose it was', async () => {
  const { key } = await made();
  expect(await apiKeys.revoke({ keyId: key.id, reach: reach(), actor })).toEqual({ kind: 'revoked', key });
  expect((await apiKeys.revoke({ keyId: key.id, reach: reach(), actor })).kind).toBe('unknown');
  expect(await log()).toMatchObject([
    { action: 'key.revoked', before: { start: key.start, user_id: userId } },
    { action: 'key.created' },
  ]);
});
