import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Domain } from '../domains/index.ts';
import type { SetCatchAll } from './index.ts';
import { openAliasBench, type AliasBench } from './testdata/features.ts';

let bench: AliasBench;
let domain: Domain;

beforeAll(async () => {
  bench = await openAliasBench();
  domain = await bench.addDomain('my.example');
});
afterAll(() => bench[Symbol.asyncDispose]());

const to = ['jane@provider.example'];
const set = (input: Partial<SetCatchAll>, { id: domainId } = domain) =>
  bench.aliases.setCatchAll({ organizationId: bench.jane, domainId, ...input });
const find = ({ id: domainId } = domain) =>
  bench.aliases.findCatchAll({ organizationId: bench.jane, domainId });
const ensure = (localPart: string, { id: domainId } = domain) =>
  bench.aliases.ensureFromCatchAll({ domainId, localPart });

async function countAliases(localPart: string): Promise<number> {
  const rows = await bench.db.query({
    text: 'select 1 from aliases where local_part = $1',
    params: [localPart],
  });
  return rows.length;
}

describe('setCatchAll', () => {
  it('switches on, off and on again with one alias, whose mailboxes and pattern stay', async () => {
    const own = await bench.addDomain('switched.example');
    expect(await find(own)).toEqual({ mode: 'off', pattern: undefined, aliasId: undefined, mailboxes: [] });
    expect(await set({ mode: 'forward', mailboxAddresses: to, pattern: 'shop-.*' }, own)).toMatchObject({
      kind: 'set',
      domain: { catchAll: 'forward', catchAllPattern: 'shop-.*' },
    });
    const before = await find(own);
    expect(before).toMatchObject({ mode: 'forward', pattern: 'shop-.*', mailboxes: [{ localPart: 'jane' }] });
    await set({ mode: 'off' }, own);
    expect(await find(own)).toEqual({ ...before, mode: 'off' });
    await set({ mode: 'create', pattern: '' }, own);
    expect(await find(own)).toEqual({ ...before, mode: 'create', pattern: undefined });
  });

  it.each<[Partial<SetCatchAll>, string]>([
    [{ mode: 'forward' }, 'no_mailbox'],
    [{ mode: 'forward', mailboxAddresses: [] }, 'no_mailbox'],
    [{ mode: 'forward', mailboxAddresses: ['x@provider.example'] }, 'unknown_mailbox'],
    [{ mode: 'forward', mailboxAddresses: ['john@provider.example'] }, 'unknown_mailbox'],
    [{ mode: 'forward', mailboxAddresses: to, pattern: '(?=x)' }, 'invalid_pattern'],
    [
      { mode: 'forward', mailboxAddresses: to, domainId: '00000000-0000-7000-8000-000000000000' },
      'unknown_domain',
    ],
  ])('refuses %o as %s, and changes nothing', async (input, kind) => {
    const own = await bench.domains.findDomain((await fresh()).name);
    if (own === undefined) throw new Error('no domain');
    const result = await set(input, own);
    expect(result.kind).toBe(kind);
    expect(result).toHaveProperty('reason');
    expect(await find(own)).toMatchObject({ mode: 'off', aliasId: undefined });
  });

  let freshCount = 0;
  const fresh = () => bench.addDomain(`fresh${String((freshCount += 1))}.example`);

  it("leaves another organization's domain alone", async () => {
    expect(
      await set({ organizationId: bench.john, mode: 'forward', mailboxAddresses: ['john@provider.example'] }),
    ).toMatchObject({ kind: 'unknown_domain' });
    expect(
      await bench.aliases.findCatchAll({ organizationId: bench.john, domainId: domain.id }),
    ).toBeUndefined();
  });

  it('makes one alias for all who switch on at once', async () => {
    const own = await bench.addDomain('raced.example');
    const results = await Promise.all(
      Array.from({ length: 8 }, () => set({ mode: 'forward', mailboxAddresses: to }, own)),
    );
    expect(
      new Set(results.map((result) => (result.kind === 'set' ? result.catchAll.aliasId : result.kind))).size,
    ).toBe(1);
  });

  it('has an alias that nobody finds, lists, adds, switches, changes or deletes as one', async () => {
    const own = await bench.addDomain('hidden.example');
    await set({ mode: 'forward', mailboxAddresses: to }, own);
    const aliasId = (await find(own))?.aliasId ?? '';
    const { aliases, jane: organizationId } = bench;
    expect(await aliases.findAlias(organizationId, '*@hidden.example')).toBeUndefined();
    expect((await aliases.listAliases(organizationId)).map(({ id }) => id)).not.toContain(aliasId);
    expect(
      await aliases.addAlias({ organizationId, address: '*@hidden.example', mailboxAddresses: to }),
    ).toMatchObject({ kind: 'invalid_local_part' });
    const owned = { organizationId, aliasId };
    expect(await aliases.setEnabled({ ...owned, isEnabled: false })).toMatchObject({ kind: 'unknown_alias' });
    expect(await aliases.changeAlias({ ...owned, messagesLeft: 1 })).toMatchObject({ kind: 'unknown_alias' });
    expect(await aliases.deleteAlias(owned)).toMatchObject({ kind: 'unknown_alias' });
    expect(await ensure('*', own)).toEqual({ kind: 'not_possible' });
  });
});

describe('ensureFromCatchAll', () => {
  beforeAll(async () => {
    await bench.mailboxes.addMailbox({
      organizationId: bench.jane,
      address: 'second@provider.example',
      isTrusted: true,
    });
    await set({ mode: 'create', mailboxAddresses: ['second@provider.example', ...to] });
  });

  it('makes an alias with the mailboxes of the catch-all and the mode of the domain', async () => {
    await bench.domains.setDefaultMode({ organizationId: bench.jane, domainId: domain.id, mode: 'preserve' });
    expect(await ensure('New')).toMatchObject({
      kind: 'made',
      alias: {
        address: { localPart: 'new', domain: 'my.example' },
        isCatchAll: false,
        mode: 'preserve',
        mailboxes: [{ address: { localPart: 'jane' } }, { address: { localPart: 'second' } }],
      },
    });
    expect(await bench.aliases.findAlias(bench.jane, 'new@my.example')).toMatchObject({
      origin: 'catch_all',
    });
    expect(await ensure('NEW')).toMatchObject({ kind: 'exists', alias: { address: { localPart: 'new' } } });
  });

  it('makes one row for 50 who ask at once, in any case', async () => {
    const results = await Promise.all(
      Array.from({ length: 50 }, (_, index) => ensure(index % 2 === 0 ? 'raced' : 'RACED')),
    );
    expect(results.filter(({ kind }) => kind === 'made')).toHaveLength(1);
    expect(results.filter(({ kind }) => kind === 'exists')).toHaveLength(49);
    const ids = results.map((result) => (result.kind === 'not_possible' ? '' : result.alias.id));
    expect(new Set(ids).size).toBe(1);
    expect(await countAliases('raced')).toBe(1);
  });

  it('never brings a deleted address back, by no spelling and no pattern', async () => {
    const made = await ensure('gone');
    if (made.kind !== 'made') throw new Error(made.kind);
    await bench.aliases.deleteAlias({ organizationId: bench.jane, aliasId: made.alias.id });
    const { id: typedId } = await bench.add('typed@my.example');
    await bench.aliases.deleteAlias({ organizationId: bench.jane, aliasId: typedId });
    for (const pattern of ['', 'gone|typed', '.*']) {
      await set({ pattern });
      for (const localPart of ['gone', 'GONE', 'Typed'])
        expect(await ensure(localPart)).toEqual({ kind: 'not_possible' });
    }
    await set({ pattern: '' });
    await set({ mode: 'off' });
    await set({ mode: 'create' });
    expect(await ensure('gone')).toEqual({ kind: 'not_possible' });
  });

  it('makes only what matches, and gives what is there in any case', async () => {
    await set({ pattern: 'shop-.*' });
    expect(await ensure('shop-1')).toMatchObject({ kind: 'made' });
    expect(await ensure('news')).toEqual({ kind: 'not_possible' });
    expect(await ensure('new')).toMatchObject({ kind: 'exists' });
    await set({ pattern: '' });
  });

  it.each([
    `b-${'a'.repeat(45)}`,
    'SRS0=abcd=ab=elsewhere.example=jane',
    'new+x',
    'shop+bob=customer.example',
    'user%other',
    'a..b',
  ])('makes no %s', async (localPart) => {
    expect(await ensure(localPart)).toEqual({ kind: 'not_possible' });
    expect(await countAliases(localPart.toLowerCase())).toBe(0);
  });

  it('leaves reply addresses of contacts alone', async () => {
    const { id: aliasId, domainId, address } = await bench.add('news@my.example');
    const contact = await bench.contacts.ensure({
      organizationId: bench.jane,
      aliasId,
      domainId,
      domainName: address.domain,
      address: { localPart: 'author', domain: address.domain },
    });
    expect(await ensure(contact.replyAddress.localPart)).toEqual({ kind: 'not_possible' });
  });

  it('makes nothing where the catch-all is off or forwards, nor on a suspended domain', async () => {
    const own = await bench.addDomain('quiet.example');
    expect(await ensure('any', own)).toEqual({ kind: 'not_possible' });
    await set({ mode: 'forward', mailboxAddresses: to }, own);
    expect(await ensure('any', own)).toEqual({ kind: 'not_possible' });
    await set({ mode: 'create' }, own);
    await bench.db.query({ text: `update domains set state = 'suspended' where id = $1`, params: [own.id] });
    expect(await ensure('any', own)).toEqual({ kind: 'not_possible' });
  });
});
