import { randomBytes } from 'node:crypto';
import { createManualClock, type ManualClock } from '@smtpy/testkit';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createOwner, openTestDatabase, type OpenTestDatabase } from '../../fixtures/index.ts';
import { createAliases, type Alias, type Aliases } from '../aliases/index.ts';
import { createContacts } from '../contacts/index.ts';
import { createSealer } from '../db/index.ts';
import { createDomains } from '../domains/index.ts';
import { createMailboxes } from '../mailboxes/index.ts';
import { systemClock } from '../observe/index.ts';
import { createAppPasswords, type AppPasswords } from './index.ts';

let database: OpenTestDatabase;
let aliases: Aliases;
let organizationId: string;
let otherOrganizationId: string;
let clock: ManualClock;
/** As two processes have them. */
let appPasswords: AppPasswords;
let others: AppPasswords;
let alias: Alias;
let aliasAddress: string;
let count = 0;

beforeAll(async () => {
  database = await openTestDatabase();
  const { db } = database;
  const domains = createDomains({ db, clock: systemClock, sealer: createSealer(randomBytes(32)) });
  const mailboxes = createMailboxes({ db, clock: systemClock, domains });
  const contacts = createContacts({ db, clock: systemClock });
  aliases = createAliases({ db, clock: systemClock, domains, mailboxes, contacts });
  organizationId = (await createOwner(db, 'jane')).organizationId;
  otherOrganizationId = (await createOwner(db, 'john')).organizationId;
  await domains.addDomain({ organizationId, name: 'my.example', isTrusted: true });
  await mailboxes.addMailbox({ organizationId, address: 'jane@provider.example', isTrusted: true });
});
afterAll(() => database[Symbol.asyncDispose]());

beforeEach(async () => {
  await database.db.query({ text: 'delete from login_failures' });
  clock = createManualClock();
  appPasswords = createAppPasswords({ db: database.db, clock });
  others = createAppPasswords({ db: database.db, clock });
  count += 1;
  aliasAddress = `shop${count}@my.example`;
  const added = await aliases.addAlias({
    organizationId,
    address: aliasAddress,
    mailboxAddresses: ['jane@provider.example'],
    mode: 'rewrite',
  });
  if (added.kind !== 'added') throw new Error(added.reason);
  alias = added.alias;
});

const wrong = 'aaaa-bbbb-cccc-dddd-eeee-ffff-gggg';
const home = '192.0.2.1';
const minuteMs = 60_000;

async function addPassword(name = 'phone'): Promise<string> {
  const result = await appPasswords.add({ organizationId, aliasId: alias.id, name });
  if (result.kind !== 'added') throw new Error(result.reason);
  return result.password;
}

const login = (password: string, ip = home, address = aliasAddress) =>
  appPasswords.verify({ aliasAddress: address, password, ip });

async function failTimes(times: number, ipOf: (index: number) => string = () => home): Promise<void> {
  for (let index = 0; index < times; index += 1)
    expect((await login(wrong, ipOf(index))).kind).toBe('refused');
}

describe('a password', () => {
  it('is stored as a hash alone, and verifies in any case, with and without dashes', async () => {
    const password = await addPassword();
    const plain = password.replaceAll('-', '');
    const rows = await database.db.query({
      text: 'select * from app_passwords where alias_id = $1',
      params: [alias.id],
    });
    expect(JSON.stringify(rows)).not.toMatch(new RegExp(`${password}|${plain}`, 'i'));
    for (const typed of [password, plain, plain.toUpperCase(), password.replaceAll('-', ' ')]) {
      expect(await login(typed)).toEqual({
        kind: 'verified',
        passwordId: expect.any(String) as string,
        alias: { id: alias.id, organizationId, address: alias.address },
      });
    }
    expect((await login(password, home, aliasAddress.toUpperCase())).kind).toBe('verified');
  });

  it('is for its alias alone', async () => {
    const password = await addPassword();
    for (const address of ['nobody@my.example', 'shop@elsewhere.example', 'no address', ''])
      expect(await login(password, home, address)).toEqual({ kind: 'refused' });
  });

  it('has a name of its own, also when two are added at once', async () => {
    const add = (name: string) => others.add({ organizationId, aliasId: alias.id, name });
    const results = await Promise.all(['Laptop', 'laptop', ' LAPTOP '].map(add));
    expect(results.map(({ kind }) => kind).toSorted()).toEqual(['added', 'name_taken', 'name_taken']);
    expect((await add(' ')).kind).toBe('invalid_name');
    expect(
      (await others.add({ organizationId: otherOrganizationId, aliasId: alias.id, name: 'x' })).kind,
    ).toBe('unknown_alias');
  });

  it('is one of at most 50', async () => {
    for (let index = 0; index < 50; index += 1) await addPassword(`p${index}`);
    expect((await appPasswords.add({ organizationId, aliasId: alias.id, name: 'p50' })).kind).toBe(
      'too_many',
    );
  });

  it('is listed with the minute of its last use', async () => {
    const password = await addPassword();
    const lastUsed = async () =>
      (await appPasswords.list({ organizationId, aliasId: alias.id }))[0]?.lastUsedAt;
    expect(await lastUsed()).toBeUndefined();
    await login(password);
    const first = clock.now();
    clock.advance(59_000);
    await login(password);
    expect(await lastUsed()).toEqual(first);
    clock.advance(1_000);
    await login(password);
    expect(await lastUsed()).toEqual(clock.now());
    expect(await appPasswords.list({ organizationId: otherOrganizationId, aliasId: alias.id })).toEqual([]);
  });

  it('ends when it is revoked, and others stay', async () => {
    const password = await addPassword('phone');
    const other = await addPassword('laptop');
    const verified = await login(password);
    const passwordId = verified.kind === 'verified' ? verified.passwordId : '';
    expect(await others.isInForce(passwordId)).toBe(true);
    const revoke = (organization: string) =>
      others.revoke({ organizationId: organization, aliasId: alias.id, name: ' Phone' });
    expect((await revoke(otherOrganizationId)).kind).toBe('unknown');
    expect((await revoke(organizationId)).kind).toBe('revoked');
    expect((await revoke(organizationId)).kind).toBe('unknown');
    expect(await others.isInForce(passwordId)).toBe(false);
    expect((await login(password)).kind).toBe('refused');
    expect((await login(other)).kind).toBe('verified');
  });

  it('ends with its alias', async () => {
    const password = await addPassword();
    const verified = await login(password);
    await aliases.deleteAlias({ organizationId, aliasId: alias.id });
    expect((await login(password)).kind).toBe('refused');
    expect(verified.kind === 'verified' && (await others.isInForce(verified.passwordId))).toBe(false);
    expect((await appPasswords.add({ organizationId, aliasId: alias.id, name: 'late' })).kind).toBe(
      'unknown_alias',
    );
  });
});

describe('brute force', () => {
  it('is slowed over all processes, whichever addresses of the network and whichever aliases are tried', async () => {
    const password = await addPassword();
    for (const [index, verifier] of [appPasswords, others, others, appPasswords, others].entries()) {
      const tried = { aliasAddress: `a${index}@my.example`, password: wrong, ip: `192.0.2.${index}` };
      expect(await verifier.verify(tried)).toEqual({ kind: 'refused' });
    }
    expect(await login(wrong)).toEqual({ kind: 'slow_down', retryAfterMs: minuteMs });
    expect(await login(password)).toEqual({ kind: 'slow_down', retryAfterMs: minuteMs });
    expect((await login(password, '192.0.3.1')).kind).toBe('verified');
    clock.advance(minuteMs);
    expect((await login(wrong)).kind).toBe('refused');
    expect(await login(wrong)).toEqual({ kind: 'slow_down', retryAfterMs: 2 * minuteMs });
  });

  it('with 50 tries at once has as many as one after the other', async () => {
    const tries = Array.from({ length: 50 }, (_, index) =>
      (index % 2 === 0 ? appPasswords : others).verify({
        aliasAddress,
        password: wrong,
        ip: `192.0.2.${index}`,
      }),
    );
    const kinds = (await Promise.all(tries)).map(({ kind }) => kind);
    expect(kinds.filter((kind) => kind === 'refused')).toHaveLength(5);
    expect(kinds.filter((kind) => kind === 'slow_down')).toHaveLength(45);
  });

  it('does not go on with a login of one’s own between the tries', async () => {
    const password = await addPassword();
    for (let index = 0; index < 5; index += 1) {
      expect((await login(password)).kind).toBe('verified');
      expect((await login(wrong, home, 'victim@my.example')).kind).toBe('refused');
    }
    expect((await login(wrong, home, 'victim@my.example')).kind).toBe('slow_down');
  });

  it('is not noticed by a person who mistypes three times', async () => {
    const password = await addPassword();
    await failTimes(3);
    expect((await login(password)).kind).toBe('verified');
  });

  it('of one alias from many networks slows the alias, for unknown ones alike, but not where its owner was', async () => {
    const password = await addPassword();
    expect((await login(password)).kind).toBe('verified');
    const elsewhere = (index: number) => `198.51.${index}.1`;
    await failTimes(10, elsewhere);
    expect(await login(password, '203.0.113.1')).toEqual({ kind: 'slow_down', retryAfterMs: 5_000 });
    expect((await login(password, '192.0.2.200')).kind).toBe('verified');
    clock.advance(5_000);
    expect((await login(password, '203.0.113.1')).kind).toBe('verified');
    for (let index = 0; index < 10; index += 1)
      expect((await login(wrong, elsewhere(100 + index), 'nobody@my.example')).kind).toBe('refused');
    expect((await login(wrong, '203.0.113.1', 'nobody@my.example')).kind).toBe('slow_down');
  });

  it('is forgotten an hour after the last failure, and then its rows are removed', async () => {
    const password = await addPassword();
    await failTimes(5);
    clock.advance(60 * minuteMs);
    await failTimes(4);
    expect((await login(password)).kind).toBe('verified');
    clock.advance(60 * minuteMs);
    // The network and the alias; that its owner logs in from there is remembered for 30 days.
    expect(await others.removeLapsed()).toBe(2);
    clock.advance(30 * 24 * 60 * minuteMs);
    expect(await others.removeLapsed()).toBe(1);
    expect(await others.removeLapsed()).toBe(0);
  });
});

it('counts nothing when the database fails', async () => {
  const broken = createAppPasswords({
    db: { ...database.db, transaction: () => Promise.reject(new Error('the database is gone')) },
    clock,
  });
  await expect(broken.verify({ aliasAddress, password: wrong, ip: home })).rejects.toThrow(
    'the database is gone',
  );
  expect(await database.db.query({ text: 'select 1 from login_failures' })).toEqual([]);
});
