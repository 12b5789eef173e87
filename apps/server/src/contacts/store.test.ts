import { randomBytes } from 'node:crypto';
import { parseAddress, type Address } from '@smtpy/mail';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createOwner, openTestDatabase, type OpenTestDatabase } from '../../fixtures/index.ts';
import { createAliases } from '../aliases/index.ts';
import { createSealer } from '../db/index.ts';
import { createDomains } from '../domains/index.ts';
import { createMailboxes } from '../mailboxes/index.ts';
import { systemClock } from '../observe/index.ts';
import { createContacts, type Contacts, type EnsureContact } from './index.ts';

let database: OpenTestDatabase;
let owner: Omit<EnsureContact, 'address' | 'displayName'>;
let catchAll: Omit<EnsureContact, 'address' | 'displayName'>;
let otherAliasId: string;
let john: string;

beforeAll(async () => {
  database = await openTestDatabase();
  const { db } = database;
  const clock = systemClock;
  const domains = createDomains({ db, clock, sealer: createSealer(randomBytes(32)) });
  const mailboxes = createMailboxes({ db, clock, domains });
  const aliases = createAliases({ db, clock, domains, mailboxes, contacts: createContacts({ db, clock }) });
  const { organizationId } = await createOwner(db, 'jane');
  john = (await createOwner(db, 'john')).organizationId;
  await domains.addDomain({ organizationId, name: 'my.example', isTrusted: true });
  await mailboxes.addMailbox({ organizationId, address: 'jane@provider.example', isTrusted: true });
  const add = async (address: string) => {
    const result = await aliases.addAlias({
      organizationId,
      address,
      mailboxAddresses: ['jane@provider.example'],
      mode: 'rewrite',
    });
    if (result.kind !== 'added') throw new Error(result.reason);
    return result.alias;
  };
  const alias = await add('shop@my.example');
  otherAliasId = (await add('news@my.example')).id;
  owner = { organizationId, aliasId: alias.id, domainId: alias.domainId, domainName: alias.address.domain };
  const set = await aliases.setCatchAll({
    organizationId,
    domainId: alias.domainId,
    mode: 'forward',
    mailboxAddresses: ['jane@provider.example'],
  });
  catchAll = { ...owner, aliasId: set.kind === 'set' ? (set.catchAll.aliasId ?? '') : '' };
});
afterAll(() => database[Symbol.asyncDispose]());

/** Each with caches of its own, like separate processes. */
const open = (): Contacts => createContacts({ db: database.db, clock: systemClock });

function address(text: string): Address {
  const parsed = parseAddress(text);
  if (!parsed.ok) throw new Error(parsed.reason);
  return parsed.value;
}

async function countContacts(text: string): Promise<unknown> {
  const [row] = await database.db.query({
    text: 'select count(*)::integer as rows from contacts where address = $1',
    params: [text],
  });
  return row?.['rows'];
}

describe('ensure', () => {
  it('makes a contact once, whatever the case of the address', async () => {
    const contact = await open().ensure({
      ...owner,
      address: address('Author@Example.com'),
      displayName: ' The Author ',
    });
    expect(contact).toMatchObject({
      organizationId: owner.organizationId,
      aliasId: owner.aliasId,
      address: { localPart: 'author', domain: 'example.com' },
      replyAddress: { domain: 'my.example' },
    });
    expect(contact.replyAddress.localPart).toMatch(/^author\.example\.com\.[a-z2-7]{12}$/);
    expect(
      await open().ensure({ ...owner, address: address('author@example.com'), displayName: 'Someone' }),
    ).toEqual(contact);
    const [row] = await database.db.query({
      text: 'select display_name from contacts where id = $1',
      params: [contact.id],
    });
    expect(row).toEqual({ display_name: 'The Author' });
  });

  it('makes one contact for all who ask at once', async () => {
    const asked = Array.from({ length: 8 }, () =>
      open().ensure({ ...owner, address: address('raced@example.com') }),
    );
    const ids = new Set((await Promise.all(asked)).map(({ id }) => id));
    expect(ids.size).toBe(1);
    expect(await countContacts('raced@example.com')).toBe(1);
  });

  it('gives each alias a contact of its own', async () => {
    const contacts = open();
    const one = await contacts.ensure({ ...owner, address: address('both@example.com') });
    const two = await contacts.ensure({
      ...owner,
      aliasId: otherAliasId,
      address: address('both@example.com'),
    });
    expect(two.id).not.toBe(one.id);
    expect(two.replyAddress.localPart).not.toBe(one.replyAddress.localPart);
  });

  it("makes none for another organization's alias", async () => {
    const contacts = open();
    await contacts.ensure({ ...owner, address: address('known@example.com') });
    await expect(
      contacts.ensure({ ...owner, organizationId: john, address: address('known@example.com') }),
    ).rejects.toThrow('no contact');
    await expect(
      contacts.ensure({ ...owner, organizationId: john, address: address('fresh@example.com') }),
    ).rejects.toThrow('no contact');
    expect(await countContacts('fresh@example.com')).toBe(0);
  });
});

describe('load', () => {
  it('gives the contact, or undefined', async () => {
    const made = await open().ensure({ ...owner, address: address('loaded@example.com') });
    expect(await open().load(made.id)).toEqual(made);
    expect(await open().load(owner.aliasId)).toBeUndefined();
  });
});

describe('isReplyAddress', () => {
  it('knows reply addresses of the domain', async () => {
    const { replyAddress } = await open().ensure({ ...owner, address: address('asked@example.com') });
    const { domainId } = owner;
    expect(await open().isReplyAddress({ domainId, localPart: replyAddress.localPart })).toBe(true);
    expect(await open().isReplyAddress({ domainId, localPart: 'shop' })).toBe(false);
    expect(await open().isReplyAddress({ domainId: owner.aliasId, localPart: replyAddress.localPart })).toBe(
      false,
    );
  });
});

describe('findByReplyAddresses', () => {
  it('finds contacts of the organization by address in any case, and nothing else', async () => {
    const contacts = open();
    const bob = await contacts.ensure({
      ...owner,
      address: address('bob@reply.example'),
      displayName: 'Bob',
    });
    const eve = await contacts.ensure({
      ...owner,
      aliasId: otherAliasId,
      address: address('eve@reply.example'),
    });
    const asked = [
      { ...bob.replyAddress, localPart: bob.replyAddress.localPart.toUpperCase() },
      eve.replyAddress,
      address('shop@my.example'),
      { ...bob.replyAddress, domain: address('x@other.example').domain },
    ];
    const found = await contacts.findByReplyAddresses(owner.organizationId, asked);
    expect(found.map(({ id }) => id).toSorted()).toEqual([bob.id, eve.id].toSorted());
    expect(found.find(({ id }) => id === bob.id)?.displayName).toBe('Bob');
    expect(await contacts.findByReplyAddresses(john, asked)).toEqual([]);
    expect(await contacts.findByReplyAddresses(owner.organizationId, [])).toEqual([]);
  });
});

describe('list', () => {
  it('gives the contacts of one alias of the organization', async () => {
    const contacts = open();
    const only = await contacts.ensure({
      ...owner,
      aliasId: otherAliasId,
      address: address('only@list.example'),
    });
    const listed = await contacts.list({ organizationId: owner.organizationId, aliasId: otherAliasId });
    expect(listed.at(-1)).toEqual(only);
    expect(await contacts.list({ organizationId: john, aliasId: otherAliasId })).toEqual([]);
  });
});

describe('contacts of a catch-all', () => {
  const author = address('caught@example.com');

  it('are one per address that was written to, in any case and whoever asks first', async () => {
    const asked = await Promise.all(
      ['shop2', 'SHOP2', 'news2', 'Shop2', 'NEWS2'].map((writtenTo) =>
        open().ensure({ ...catchAll, writtenTo, address: author }),
      ),
    );
    const ids = (name: string) =>
      new Set(asked.filter(({ writtenTo }) => writtenTo === name).map(({ id }) => id));
    expect([ids('shop2').size, ids('news2').size]).toEqual([1, 1]);
    expect(await countContacts('caught@example.com')).toBe(2);
    const [first] = asked;
    expect(await open().load(first?.id ?? '')).toEqual(first);
  });

  it('are kept apart in the cache of one process', async () => {
    const contacts = open();
    const one = await contacts.ensure({ ...catchAll, writtenTo: 'one', address: author });
    const two = await contacts.ensure({ ...catchAll, writtenTo: 'two', address: author });
    expect(one.replyAddress).not.toEqual(two.replyAddress);
  });

  it('are not made without what was written to, nor others with it', async () => {
    const someone = address('nobody@example.com');
    await expect(open().ensure({ ...catchAll, address: someone })).rejects.toThrow(
      'no contact could be made',
    );
    await expect(open().ensure({ ...owner, writtenTo: 'shop', address: someone })).rejects.toThrow(
      'no contact could be made',
    );
    expect(await countContacts('nobody@example.com')).toBe(0);
  });
});
