import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createOwner, openTestDatabase, type OpenTestDatabase } from '../../fixtures/index.ts';
import { createContacts, type Contacts } from '../contacts/index.ts';
import { createSealer } from '../db/index.ts';
import { createDomains } from '../domains/index.ts';
import { createMailboxes, type Mailboxes } from '../mailboxes/index.ts';
import { systemClock } from '../observe/index.ts';
import { createAliases, type AddAlias, type Alias, type Aliases } from './index.ts';

let database: OpenTestDatabase;
let contacts: Contacts;
let aliases: Aliases;
let mailboxes: Mailboxes;
let jane: string;
let john: string;

beforeAll(async () => {
  database = await openTestDatabase();
  const { db } = database;
  const clock = systemClock;
  const domains = createDomains({ db, clock, sealer: createSealer(randomBytes(32)) });
  mailboxes = createMailboxes({ db, clock, domains });
  contacts = createContacts({ db, clock });
  aliases = createAliases({ db, clock, domains, mailboxes, contacts });
  jane = (await createOwner(db, 'jane')).organizationId;
  john = (await createOwner(db, 'john')).organizationId;
  await domains.addDomain({ organizationId: jane, name: 'my.example', isTrusted: true });
  await domains.addDomain({ organizationId: jane, name: 'pending.example', isTrusted: false });
  await domains.addDomain({ organizationId: jane, name: 'suspended.example', isTrusted: true });
  await db.query({ text: `update domains set state = 'suspended' where name = 'suspended.example'` });
  await mailboxes.addMailbox({ organizationId: jane, address: 'jane@provider.example', isTrusted: true });
  await mailboxes.addMailbox({
    organizationId: jane,
    address: 'unconfirmed@provider.example',
    isTrusted: false,
  });
  await mailboxes.addMailbox({ organizationId: john, address: 'john@provider.example', isTrusted: true });
});
afterAll(() => database[Symbol.asyncDispose]());

const add = (address: string, change: Partial<AddAlias> = {}) =>
  aliases.addAlias({
    organizationId: jane,
    address,
    mailboxAddresses: ['jane@provider.example'],
    mode: 'rewrite',
    ...change,
  });

async function added(address: string): Promise<Alias> {
  const result = await add(address);
  if (result.kind !== 'added') throw new Error(result.reason);
  return result.alias;
}

describe('addAlias', () => {
  it('adds in lower case and NFC', async () => {
    const alias = await added(' Cafe\u0301@MY.example ');
    expect(alias).toMatchObject({
      organizationId: jane,
      address: { localPart: 'caf\u00e9', domain: 'my.example' },
      isEnabled: true,
      whenDisabled: 'refuse',
      mode: 'rewrite',
    });
    expect(await aliases.findAlias(jane, 'CAFÉ@my.example')).toEqual(alias);
  });

  it('takes a domain that is still pending, and repeated mailboxes once', async () => {
    const repeated = ['jane@provider.example', 'JANE@provider.example'];
    expect(
      await add('early@pending.example', { mailboxAddresses: repeated, mode: 'preserve' }),
    ).toMatchObject({
      kind: 'added',
      alias: { mode: 'preserve' },
    });
    const [row] = await database.db.query({
      text: `select count(*)::integer as mailboxes from alias_mailboxes am join aliases a on a.id = am.alias_id where a.local_part = 'early'`,
    });
    expect(row).toEqual({ mailboxes: 1 });
  });

  it.each<[string, Partial<AddAlias>, string]>([
    ['not an address', {}, 'invalid_local_part'],
    ['shop+x@my.example', {}, 'invalid_local_part'],
    ['user%other@my.example', {}, 'invalid_local_part'],
    ['shop@unknown.example', {}, 'unknown_domain'],
    ['shop@suspended.example', {}, 'suspended_domain'],
    ['shop@my.example', { mailboxAddresses: [] }, 'no_mailbox'],
    [
      'shop@my.example',
      { mailboxAddresses: ['jane@provider.example', 'x@provider.example'] },
      'unknown_mailbox',
    ],
    ['shop@my.example', { mailboxAddresses: ['john@provider.example'] }, 'unknown_mailbox'],
    ['shop@my.example', { mailboxAddresses: ['Unconfirmed@provider.example'] }, 'mailbox_not_confirmed'],
    [`b-${'a'.repeat(45)}@my.example`, {}, 'reserved'],
  ])('refuses %s with %o as %s', async (address, change, kind) => {
    const refusal = await add(address, change);
    expect(refusal.kind).toBe(kind);
    expect(refusal).toHaveProperty('reason');
    expect(await aliases.findAlias(jane, 'shop@my.example')).toBeUndefined();
  });

  it('refuses the domain of another organization', async () => {
    expect(
      await add('shop@my.example', { organizationId: john, mailboxAddresses: ['john@provider.example'] }),
    ).toMatchObject({
      kind: 'not_your_domain',
    });
  });

  it('refuses a taken and a deleted name', async () => {
    const alias = await added('twice@my.example');
    expect(await add('TWICE@my.example')).toMatchObject({
      kind: 'taken',
      reason: 'twice@my.example exists already',
    });
    await aliases.deleteAlias({ organizationId: jane, aliasId: alias.id });
    expect(await add('twice@my.example')).toMatchObject({ kind: 'deleted_before' });
    expect(await aliases.findAlias(jane, 'twice@my.example')).toBeUndefined();
  });

  it('gives a name to one of those who ask at once', async () => {
    const results = await Promise.all(
      ['raced@my.example', 'RACED@my.example', 'Raced@my.example'].map((address) => add(address)),
    );
    expect(results.map(({ kind }) => kind).sort()).toEqual(['added', 'taken', 'taken']);
  });

  it('refuses the reply address of a contact', async () => {
    const { id: aliasId, domainId, address } = await added('news@my.example');
    const author = { ...address, localPart: 'author' };
    const contact = await contacts.ensure({
      organizationId: jane,
      aliasId,
      domainId,
      domainName: address.domain,
      address: author,
    });
    expect(await add(`${contact.replyAddress.localPart}@my.example`)).toMatchObject({ kind: 'reserved' });
  });
});

describe('setEnabled', () => {
  it('switches, and keeps what happens meanwhile unless told', async () => {
    const { id: aliasId } = await added('switched@my.example');
    const off = await aliases.setEnabled({
      organizationId: jane,
      aliasId,
      isEnabled: false,
      whenDisabled: 'discard',
    });
    expect(off).toMatchObject({ kind: 'changed', alias: { isEnabled: false, whenDisabled: 'discard' } });
    const on = await aliases.setEnabled({ organizationId: jane, aliasId, isEnabled: true });
    expect(on).toMatchObject({ kind: 'changed', alias: { isEnabled: true, whenDisabled: 'discard' } });
  });
});

describe('tenants', () => {
  it("do not see or change each other's aliases", async () => {
    const { id: aliasId } = await added('private@my.example');
    expect(await aliases.findAlias(john, 'private@my.example')).toBeUndefined();
    expect(await aliases.listAliases(john)).toEqual([]);
    expect(await aliases.setEnabled({ organizationId: john, aliasId, isEnabled: false })).toMatchObject({
      kind: 'unknown_alias',
    });
    expect(await aliases.deleteAlias({ organizationId: john, aliasId })).toMatchObject({
      kind: 'unknown_alias',
    });
    expect(await aliases.findAlias(jane, 'private@my.example')).toMatchObject({
      id: aliasId,
      isEnabled: true,
    });
  });
});

describe('changeAlias', () => {
  it('changes mode and name, each alone, of an alias of the organization', async () => {
    const { id: aliasId } = await added('changed@my.example');
    const change = (input: object) => aliases.changeAlias({ organizationId: jane, aliasId, ...input });
    expect(await change({ mode: 'preserve' })).toMatchObject({ alias: { mode: 'preserve' } });
    expect(await change({ displayName: 'A\r\nB: c' })).toMatchObject({
      alias: { mode: 'preserve', displayName: 'A B: c' },
    });
    const after = await change({ displayName: ' ' });
    expect(after.kind === 'changed' && after.alias.displayName).toBeUndefined();
    expect(await change({ organizationId: john, mode: 'rewrite' })).toMatchObject({ kind: 'unknown_alias' });
  });

  it('changes expiry, pinning, preview, plus-addressing and mailboxes, and takes them back', async () => {
    const { id: aliasId } = await added('limited@my.example');
    const change = (input: object) => aliases.changeAlias({ organizationId: jane, aliasId, ...input });
    const expiresAt = new Date('2031-01-01T00:00:00Z');
    const limits = {
      expiresAt,
      messagesLeft: 3,
      pinning: 'hold',
      holdsForPreview: true,
      plusAddressing: false,
    };
    expect(await change(limits)).toMatchObject({ alias: limits });
    expect(await change({ mode: 'adaptive' })).toMatchObject({ alias: { ...limits, mode: 'adaptive' } });
    const back = {
      expiresAt: null,
      messagesLeft: null,
      pinning: 'off',
      holdsForPreview: false,
      plusAddressing: true,
    };
    expect(await change(back)).toMatchObject({
      alias: { ...back, expiresAt: undefined, messagesLeft: undefined },
    });
  });

  it('replaces the mailboxes by confirmed ones of the organization alone', async () => {
    const { id: aliasId } = await added('moved@my.example');
    const third = { organizationId: jane, address: 'third@provider.example', isTrusted: true };
    await mailboxes.addMailbox(third);
    const change = (mailboxAddresses: readonly string[]) =>
      aliases.changeAlias({ organizationId: jane, aliasId, mailboxAddresses });
    const addresses = async () => {
      const rows = await database.db.query<{ address: string }>({
        text: `select m.address from alias_mailboxes am join mailboxes m on m.id = am.mailbox_id where am.alias_id = $1`,
        params: [aliasId],
      });
      return rows.map(({ address }) => address).sort();
    };
    expect(await change(['third@provider.example', 'jane@provider.example'])).toMatchObject({
      kind: 'changed',
    });
    expect(await addresses()).toEqual(['jane@provider.example', 'third@provider.example']);
    for (const [refused, kind] of [
      [[], 'no_mailbox'],
      [['john@provider.example'], 'unknown_mailbox'],
      [['unconfirmed@provider.example'], 'mailbox_not_confirmed'],
    ] as const)
      expect(await change(refused)).toMatchObject({ kind });
    expect(await change(['third@provider.example'])).toMatchObject({
      alias: { mailboxes: [{ localPart: 'third' }] },
    });
    expect(await addresses()).toEqual(['third@provider.example']);
  });
});

describe('listAliases', () => {
  it('gives pages, of a domain alone where asked', async () => {
    const all = await aliases.listAliases(jane);
    expect(all.length).toBeGreaterThan(3);
    const [first, second, third] = all;
    const page = await aliases.listAliases(jane, { limit: 2, afterId: first?.id });
    expect(page).toEqual([second, third]);
    const ofPending = await aliases.listAliases(jane, {
      domainId: (await added('also@pending.example')).domainId,
    });
    expect(new Set(ofPending.map(({ address }) => address.domain))).toEqual(new Set(['pending.example']));
  });
});
