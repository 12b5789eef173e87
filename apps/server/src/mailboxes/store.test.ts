import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createOwner, openTestDatabase, type OpenTestDatabase } from '../../fixtures/index.ts';
import { createSealer } from '../db/index.ts';
import { createDomains, type Domains } from '../domains/index.ts';
import { systemClock } from '../observe/index.ts';
import { createMailboxes, type Mailboxes } from './index.ts';

let database: OpenTestDatabase;
let domains: Domains;
let mailboxes: Mailboxes;
let jane: string;
let john: string;

beforeAll(async () => {
  database = await openTestDatabase();
  domains = createDomains({ db: database.db, clock: systemClock, sealer: createSealer(randomBytes(32)) });
  mailboxes = createMailboxes({ db: database.db, clock: systemClock, domains });
  jane = (await createOwner(database.db, 'jane')).organizationId;
  john = (await createOwner(database.db, 'john')).organizationId;
});
afterAll(() => database[Symbol.asyncDispose]());

const add = (address: string, isTrusted = false, organizationId = jane) =>
  mailboxes.addMailbox({ organizationId, address, isTrusted });

describe('addMailbox', () => {
  it('keeps the local part as typed and finds it in any case', async () => {
    const added = await add(' Jane.Doe@Gmail.COM ');
    expect(added).toMatchObject({
      kind: 'added',
      mailbox: {
        address: { localPart: 'Jane.Doe', domain: 'gmail.com' },
        state: 'pending',
        confirmedAt: undefined,
      },
    });
    expect(await mailboxes.findMailbox(jane, 'jane.doe@gmail.com')).toEqual(
      added.kind === 'added' ? added.mailbox : undefined,
    );
    expect(await mailboxes.findMailbox(john, 'jane.doe@gmail.com')).toBeUndefined();
    expect(await mailboxes.findMailbox(jane, 'nonsense')).toBeUndefined();
  });

  it("confirms on the operator's word, also one that was pending", async () => {
    expect(await add('new@provider.example', true)).toMatchObject({
      kind: 'added',
      mailbox: { state: 'confirmed' },
    });
    expect(await add('later@provider.example')).toMatchObject({
      kind: 'added',
      mailbox: { state: 'pending' },
    });
    expect(await add('Later@provider.example')).toMatchObject({
      kind: 'already_added',
      mailbox: { state: 'pending' },
    });
    expect(await add('later@provider.example', true)).toMatchObject({
      kind: 'confirmed',
      mailbox: { state: 'confirmed' },
    });
    expect(await add('later@provider.example', true)).toMatchObject({ kind: 'already_added' });
  });

  it('adds an address once, in whatever cases it comes at once', async () => {
    const results = await Promise.all(
      ['race@provider.example', 'Race@provider.example', 'RACE@provider.example'].map((address) =>
        add(address),
      ),
    );
    expect(results.map(({ kind }) => kind).sort()).toEqual(['added', 'already_added', 'already_added']);
  });

  it('lets two organizations have the same address', async () => {
    expect(await add('shared@provider.example')).toMatchObject({ kind: 'added' });
    expect(await add('shared@provider.example', false, john)).toMatchObject({ kind: 'added' });
    expect((await mailboxes.listMailboxes(john)).map(({ address }) => address.localPart)).toEqual(['shared']);
  });

  it.each(['', 'jane', 'jane@[192.0.2.1]', '@provider.example', 'a b@provider.example'])(
    'refuses "%s"',
    async (address) => {
      expect(await add(address, true)).toMatchObject({ kind: 'invalid_address' });
    },
  );

  it('refuses a domain that we receive for, but not one that is merely pending', async () => {
    await domains.addDomain({ organizationId: john, name: 'received.example', isTrusted: true });
    expect(await add('jane@RECEIVED.example', true)).toMatchObject({ kind: 'own_domain' });
    await domains.addDomain({ organizationId: john, name: 'claimed.example', isTrusted: false });
    expect(await add('jane@claimed.example')).toMatchObject({ kind: 'added' });
  });
});
