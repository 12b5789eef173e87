import { randomBytes } from 'node:crypto';
import { parseAddress, type Address } from '@smtpy/mail';
import { createManualClock, waitFor, type ManualClock } from '@smtpy/testkit';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createOwner, openTestDatabase, type OpenTestDatabase } from '../../fixtures/index.ts';
import { createContacts, type Contact, type Contacts } from '../contacts/index.ts';
import { createSealer, type Db } from '../db/index.ts';
import { createDomains, directoryChannel, type Domains } from '../domains/index.ts';
import { createMailboxes, type Mailboxes } from '../mailboxes/index.ts';
import { systemClock } from '../observe/index.ts';
import { createAliases, createDirectory, type Alias, type Aliases, type Directory } from './index.ts';

let database: OpenTestDatabase;
let domains: Domains;
let mailboxes: Mailboxes;
let contacts: Contacts;
let aliases: Aliases;
let organizationId: string;
let clock: ManualClock;
let directory: Directory;
let queries: number;

beforeAll(async () => {
  database = await openTestDatabase();
  const { db } = database;
  domains = createDomains({ db, clock: systemClock, sealer: createSealer(randomBytes(32)) });
  mailboxes = createMailboxes({ db, clock: systemClock, domains });
  contacts = createContacts({ db, clock: systemClock });
  aliases = createAliases({ db, clock: systemClock, domains, mailboxes, contacts });
  organizationId = (await createOwner(db, 'jane')).organizationId;
  await domains.addDomain({ organizationId, name: 'my.example', isTrusted: true });
  await domains.addDomain({ organizationId, name: 'pending.example', isTrusted: false });
  await mailboxes.addMailbox({ organizationId, address: 'Jane@provider.example', isTrusted: true });
  await mailboxes.addMailbox({ organizationId, address: 'second@provider.example', isTrusted: true });
});
afterAll(() => database[Symbol.asyncDispose]());

beforeEach(async () => {
  clock = createManualClock();
  queries = 0;
  directory = await createDirectory({
    db: { query: countingQuery, listen: (...all) => database.db.listen(...all) },
    clock,
  });
});
afterEach(() => directory[Symbol.asyncDispose]());

const countingQuery: Db['query'] = (statement) => {
  queries += 1;
  return database.db.query(statement);
};

function address(text: string): Address {
  const parsed = parseAddress(text);
  if (!parsed.ok) throw new Error(parsed.reason);
  return parsed.value;
}
const lookUp = (text: string) => directory.lookUp(address(text));

async function add(text: string, mailboxAddresses = ['jane@provider.example']): Promise<Alias> {
  const result = await aliases.addAlias({ organizationId, address: text, mailboxAddresses, mode: 'rewrite' });
  if (result.kind !== 'added') throw new Error(result.reason);
  return result.alias;
}

function ensureContact(alias: Alias, text: string): Promise<Contact> {
  const { id: aliasId, domainId } = alias;
  const domainName = alias.address.domain;
  return contacts.ensure({ organizationId, aliasId, domainId, domainName, address: address(text) });
}

describe('lookUp', () => {
  it('finds an alias in any case, with its mailboxes in order', async () => {
    const alias = await add('Shop@my.example', ['second@provider.example', 'jane@provider.example']);
    expect(await lookUp('SHOP@My.Example')).toEqual({
      kind: 'alias',
      alias: {
        id: alias.id,
        organizationId,
        domainId: alias.domainId,
        domainName: 'my.example',
        address: { localPart: 'shop', domain: 'my.example' },
        isEnabled: true,
        whenDisabled: 'refuse',
        mode: 'rewrite',
        displayName: undefined,
        isCatchAll: false,
        plusAddressing: true,
        expiresAt: undefined,
        hasMessageLimit: false,
        messagesLeft: undefined,
        pinning: 'off',
        holdsForPreview: false,
        mailboxes: [
          {
            id: expect.any(String) as string,
            address: { localPart: 'Jane', domain: 'provider.example' },
            isPaused: false,
          },
          {
            id: expect.any(String) as string,
            address: { localPart: 'second', domain: 'provider.example' },
            isPaused: false,
          },
        ],
      },
    });
  });

  it('leaves out mailboxes that are not confirmed', async () => {
    await add('half@my.example', ['jane@provider.example', 'second@provider.example']);
    await database.db.query({
      text: `update mailboxes set state = 'pending' where address = 'second@provider.example'`,
    });
    expect(await lookUp('half@my.example')).toMatchObject({
      alias: { mailboxes: [{ address: { localPart: 'Jane' } }] },
    });
    await database.db.query({ text: `update mailboxes set state = 'pending'` });
    expect(await lookUp('half@my.example')).toMatchObject({ kind: 'alias' });
    directory = await replaceDirectory();
    expect(await lookUp('half@my.example')).toMatchObject({ kind: 'alias', alias: { mailboxes: [] } });
    await database.db.query({ text: `update mailboxes set state = 'confirmed'` });
  });

  it('tells unknown, deleted, reply address, suspended and foreign apart', async () => {
    const { id: aliasId, domainId } = await add('gone@my.example');
    await aliases.deleteAlias({ organizationId, aliasId });
    await domains.addDomain({ organizationId, name: 'suspended.example', isTrusted: true });
    await database.db.query({
      text: `update domains set state = 'suspended' where name = 'suspended.example'`,
    });
    expect(await lookUp('nobody@my.example')).toEqual({
      kind: 'unknown_alias',
      domain: { id: domainId, name: 'my.example', organizationId, catchAll: undefined },
    });
    expect(await lookUp('gone@my.example')).toEqual({ kind: 'deleted_alias', organizationId, aliasId });
    expect(await lookUp('any@suspended.example')).toEqual({ kind: 'suspended_domain', organizationId });
    expect(await lookUp('any@pending.example')).toEqual({ kind: 'unknown_domain' });
    expect(await lookUp('any@elsewhere.example')).toEqual({ kind: 'unknown_domain' });
    expect(await lookUp('any@sub.my.example')).toEqual({ kind: 'unknown_domain' });
  });

  it('finds the contact behind a reply address in any case, with the alias, as long as that is there', async () => {
    const alias = await add('writes@my.example');
    await aliases.changeAlias({ organizationId, aliasId: alias.id, displayName: ' The\nShop ' });
    const contact = await ensureContact(alias, 'author@example.com');
    const reply = {
      localPart: contact.replyAddress.localPart.toUpperCase(),
      domain: contact.replyAddress.domain,
    };
    await aliases.setEnabled({ organizationId, aliasId: alias.id, isEnabled: false });
    expect(await directory.lookUp(reply)).toMatchObject({
      kind: 'reply_address',
      contact: { id: contact.id, address: { localPart: 'author' }, replyAddress: contact.replyAddress },
      alias: { id: alias.id, displayName: 'The Shop', mailboxes: [{ address: { localPart: 'Jane' } }] },
    });
    await aliases.deleteAlias({ organizationId, aliasId: alias.id });
    await waitFor(async () => (await directory.lookUp(reply)).kind === 'deleted_alias', {
      what: 'the deletion',
    });
  });

  it('says which mailboxes are paused', async () => {
    await add('paused@my.example');
    await database.db.query({ text: `update mailboxes set paused_at = now()` });
    expect(await lookUp('paused@my.example')).toMatchObject({ alias: { mailboxes: [{ isPaused: true }] } });
    await database.db.query({ text: `update mailboxes set paused_at = null` });
  });

  it('loads an alias by id, deleted or not', async () => {
    const { id } = await add('loaded@my.example');
    await aliases.deleteAlias({ organizationId, aliasId: id });
    expect(await directory.loadAlias(id)).toMatchObject({ id, address: { localPart: 'loaded' } });
    expect(await directory.loadAlias(organizationId)).toBeUndefined();
  });

  it('still receives for a degraded domain', async () => {
    await domains.addDomain({ organizationId, name: 'degraded.example', isTrusted: true });
    await add('shop@degraded.example');
    await database.db.query({
      text: `update domains set state = 'degraded' where name = 'degraded.example'`,
    });
    expect(await lookUp('shop@degraded.example')).toMatchObject({ kind: 'alias' });
  });
});

async function replaceDirectory(): Promise<Directory> {
  await directory[Symbol.asyncDispose]();
  return createDirectory({ db: database.db, clock });
}

describe('the cache', () => {
  it('asks the database once in five seconds for what exists', async () => {
    const heard: string[] = [];
    await using _subscription = await database.db.listen(
      directoryChannel,
      (payload) => heard.push(payload),
      () => undefined,
    );
    await add('cached@my.example');
    // The notification of the addition itself would drop the answer.
    await waitFor(() => heard.includes('alias cached@my.example'), { what: 'the notification' });
    await lookUp('cached@my.example');
    queries = 0;
    clock.advance(4_999);
    await lookUp('CACHED@my.example');
    expect(queries).toBe(0);
    clock.advance(1);
    await lookUp('cached@my.example');
    expect(queries).toBe(1);
  });

  it('asks the database once in a second for what does not exist', async () => {
    await Promise.all([lookUp('absent@my.example'), lookUp('absent@my.example')]);
    clock.advance(999);
    await lookUp('absent@my.example');
    expect(queries).toBe(1);
    clock.advance(1);
    await lookUp('absent@my.example');
    expect(queries).toBe(2);
  });

  // The clock stands still in these: only a notification can make the old answer go.
  it('hears of new, switched and deleted aliases', async () => {
    expect(await lookUp('heard@my.example')).toMatchObject({ kind: 'unknown_alias' });
    const { id: aliasId } = await add('heard@my.example');
    await waitFor(async () => (await lookUp('heard@my.example')).kind === 'alias', { what: 'the new alias' });
    await aliases.setEnabled({ organizationId, aliasId, isEnabled: false });
    await waitFor(
      async () => {
        const entry = await lookUp('heard@my.example');
        return entry.kind === 'alias' && !entry.alias.isEnabled;
      },
      { what: 'the switch' },
    );
    await aliases.deleteAlias({ organizationId, aliasId });
    await waitFor(async () => (await lookUp('heard@my.example')).kind === 'deleted_alias', {
      what: 'the deletion',
    });
  });

  it('hears of new domains', async () => {
    expect(await lookUp('shop@new.example')).toEqual({ kind: 'unknown_domain' });
    await domains.addDomain({ organizationId, name: 'new.example', isTrusted: true });
    await waitFor(async () => (await lookUp('shop@new.example')).kind === 'unknown_alias', {
      what: 'the new domain',
    });
  });

  it('hears of confirmed mailboxes', async () => {
    await add('confirming@my.example', ['jane@provider.example', 'second@provider.example']);
    await database.db.query({
      text: `update mailboxes set state = 'pending' where address = 'second@provider.example'`,
    });
    const count = async () => {
      const entry = await lookUp('confirming@my.example');
      return entry.kind === 'alias' ? entry.alias.mailboxes.length : 0;
    };
    expect(await count()).toBe(1);
    await mailboxes.addMailbox({ organizationId, address: 'second@provider.example', isTrusted: true });
    await waitFor(async () => (await count()) === 2, { what: 'the confirmed mailbox' });
  });
});
