import { createManualClock, createTestDatabase, type ManualClock } from '@smtpy/testkit';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createOwner } from '../../fixtures/index.ts';
import { createAudit, operatorActor } from '../audit/index.ts';
import { connect, migrate, newId, type Db } from '../db/index.ts';
import { createInstallation } from '../installation/index.ts';
import { silentEvents } from '../observe/index.ts';
import { generateKey } from './key-text.ts';
import { createApiKeys, type ApiKey, type ApiKeys, type CreateKey } from './index.ts';

/** What one process has: connections, and a count of their statements. */
interface Node extends AsyncDisposable {
  readonly db: Db;
  readonly apiKeys: ApiKeys;
  statements(): number;
}

let clock: ManualClock;
let here: Node;
let there: Node;
let stack: AsyncDisposableStack;
let url: string;
let organizationId: string;
let userId: string;
let email: string;
let key: ApiKey;
let text: string;
let count = 0;

const ip = '192.0.2.1';
const use = { ip };

beforeAll(async () => {
  stack = new AsyncDisposableStack();
  const database = await createTestDatabase({ migrate: migrateAt });
  stack.defer(() => database.close());
  ({ url } = database);
});
afterAll(() => stack.disposeAsync());

async function migrateAt(at: string): Promise<void> {
  const db = connect({ url: at, applicationName: 'test', maxConnections: 1, events: silentEvents });
  await migrate(db).finally(() => db.close());
}

function startNode(): Node {
  const db = connect({ url, applicationName: 'test', maxConnections: 3, events: silentEvents });
  let statements = 0;
  const counted: Db = {
    ...db,
    query: (statement) => {
      statements += 1;
      return db.query(statement);
    },
  };
  const audit = createAudit({ db, clock });
  const installation = createInstallation({ db, mode: 'production' });
  const apiKeys = createApiKeys({
    db: counted,
    clock,
    audit,
    installation,
    serviceMail: { send: () => Promise.resolve('id') },
  });
  return {
    db,
    apiKeys,
    statements: () => statements,
    [Symbol.asyncDispose]: () => db.close(),
  };
}

beforeEach(async () => {
  // It stands still: nothing ends because time goes by.
  clock = createManualClock();
  here = startNode();
  there = startNode();
  count += 1;
  ({ organizationId, id: userId, email } = await createOwner(here.db, `jane${count}`));
  ({ key, text } = await make());
  return async () => {
    await here[Symbol.asyncDispose]();
    await there[Symbol.asyncDispose]();
  };
});

async function make(change: Partial<CreateKey> = {}) {
  const result = await here.apiKeys.create({
    organizationId,
    userId,
    name: 'Backup',
    scopes: ['members:read'],
    expiresAt: undefined,
    actor: operatorActor,
    ...change,
  });
  if (result.kind !== 'created') throw new Error(result.reason);
  return result;
}

const reach = { kind: 'installation' } as const;

describe('a key', () => {
  it('stands for its member', async () => {
    expect(await there.apiKeys.verifyKey(text, use)).toEqual({
      userId,
      email,
      isEmailVerified: true,
      isAdministrator: false,
      isSuspended: false,
      credential: { kind: 'key', keyId: key.id, scopes: ['members:read'], organizationId },
    });
  });

  it('without scopes has none in its principal', async () => {
    const all = await make({ scopes: undefined });
    const principal = await here.apiKeys.verifyKey(all.text, use);
    expect(principal?.credential).toMatchObject({ scopes: undefined });
  });

  it('that never was is unknown, and is asked for each time', async () => {
    const other = generateKey();
    expect(await here.apiKeys.verifyKey(other, use)).toBeUndefined();
    const before = here.statements();
    expect(await here.apiKeys.verifyKey(other, use)).toBeUndefined();
    expect(here.statements()).toBe(before + 1);
  });

  it('that has not the form of one never reaches the database', async () => {
    const before = here.statements();
    const wrong = ['', 'x', text.slice(1), `${text}x`, text.toUpperCase(), `${text.slice(0, -1)}!`];
    for (const given of wrong) expect(await here.apiKeys.verifyKey(given, use)).toBeUndefined();
    expect(here.statements()).toBe(before);
  });

  it('costs one statement', async () => {
    await here.apiKeys.verifyKey(text, use);
    const before = here.statements();
    for (let index = 0; index < 100; index += 1) await here.apiKeys.verifyKey(text, use);
    expect(here.statements()).toBe(before + 100);
  });

  it('ends at its instant', async () => {
    const short = await make({ expiresAt: new Date(clock.now().getTime() + 1_000) });
    expect(await here.apiKeys.verifyKey(short.text, use)).toBeDefined();
    clock.advance(999);
    expect(await here.apiKeys.verifyKey(short.text, use)).toBeDefined();
    clock.advance(1);
    expect(await here.apiKeys.verifyKey(short.text, use)).toBeUndefined();
    expect(await there.apiKeys.verifyKey(short.text, use)).toBeUndefined();
  });
});

describe('its last use', () => {
  const lastUse = async () => {
    const found = await here.apiKeys.find({ keyId: key.id, reach });
    return [found?.lastUsedAt, found?.lastUsedIp];
  };

  it('is noted once a minute over all nodes', async () => {
    const first = clock.now();
    await here.apiKeys.verifyKey(text, use);
    expect(await lastUse()).toEqual([first, ip]);
    clock.advance(30_000);
    await there.apiKeys.verifyKey(text, { ip: '2001:db8::1' });
    await here.apiKeys.verifyKey(text, { ip: '2001:db8::1' });
    expect(await lastUse()).toEqual([first, ip]);
    clock.advance(30_000);
    await here.apiKeys.verifyKey(text, { ip: '2001:db8::1' });
    expect(await lastUse()).toEqual([clock.now(), '2001:db8::1']);
  });

  it('stays noted when the request is undone', async () => {
    const request = here.db.joinedTransaction(async () => {
      await here.apiKeys.verifyKey(text, use);
      throw new Error('undone');
    });
    await expect(request).rejects.toThrow('undone');
    expect(await lastUse()).toEqual([clock.now(), ip]);
  });
});

describe('revocation', () => {
  const revoke = () => here.apiKeys.revoke({ keyId: key.id, reach, actor: operatorActor });

  beforeEach(async () => {
    for (const node of [here, there]) expect(await node.apiKeys.verifyKey(text, use)).toBeDefined();
  });

  it('holds for the next request on the node that did it', async () => {
    await revoke();
    expect(await here.apiKeys.verifyKey(text, use)).toBeUndefined();
  });

  it('holds for the next request on the other node', async () => {
    await revoke();
    expect(await there.apiKeys.verifyKey(text, use)).toBeUndefined();
  });

  it('that was undone took nothing away', async () => {
    const request = here.db.joinedTransaction(async () => {
      await revoke();
      throw new Error('undone');
    });
    await expect(request).rejects.toThrow('undone');
    expect(await here.apiKeys.verifyKey(text, use)).toBeDefined();
  });

  it('follows from the end of the membership', async () => {
    await here.db.query({ text: 'delete from auth.member where "userId" = $1', params: [userId] });
    for (const node of [here, there]) expect(await node.apiKeys.verifyKey(text, use)).toBeUndefined();
  });

  it('follows from the end of the organization', async () => {
    await here.db.query({ text: 'delete from auth.organization where id = $1', params: [organizationId] });
    expect(await there.apiKeys.verifyKey(text, use)).toBeUndefined();
  });

  it.each([
    [`"suspendedAt" = now()`, { isSuspended: true }],
    [`role = 'admin'`, { isAdministrator: true }],
    [`email = 'new@people.example'`, { email: 'new@people.example' }],
  ])('tells of the person as well: %s', async (change, expected) => {
    await here.db.query({ text: `update auth."user" set ${change} where id = $1`, params: [userId] });
    for (const node of [here, there]) expect(await node.apiKeys.verifyKey(text, use)).toMatchObject(expected);
  });

  it('of the time that is left holds on the other node', async () => {
    const expiresAt = new Date(clock.now().getTime() + 10);
    await here.apiKeys.change({ keyId: key.id, reach, expiresAt, actor: operatorActor });
    clock.advance(10);
    expect(await here.apiKeys.verifyKey(text, use)).toBeUndefined();
    expect(await there.apiKeys.verifyKey(text, use)).toBeUndefined();
  });
});

it('two members with keys are told apart', async () => {
  const john = await createOwner(here.db, `john${count}`);
  await here.db.query({
    text: `insert into auth.member (id, "organizationId", "userId", role) values ($1, $2, $3, 'viewer')`,
    params: [newId(), organizationId, john.id],
  });
  const other = await make({ userId: john.id });
  expect((await here.apiKeys.verifyKey(other.text, use))?.userId).toBe(john.id);
  expect((await here.apiKeys.verifyKey(text, use))?.userId).toBe(userId);
});
