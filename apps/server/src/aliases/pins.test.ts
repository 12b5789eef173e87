import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addressOf, domainNameOf, openAliasBench, type AliasBench } from './testdata/features.ts';

let bench: AliasBench;

beforeAll(async () => {
  bench = await openAliasBench();
  await bench.addDomain('my.example');
});
afterAll(() => bench[Symbol.asyncDispose]());

async function addAlias(name: string): Promise<string> {
  return (await bench.add(`${name}@my.example`)).id;
}
const judge = (aliasId: string, domain: string) => bench.pins.judge(aliasId, domainNameOf(domain));
const learn = (aliasId: string, domain: string) => bench.pins.learn(aliasId, domainNameOf(domain));
const owned = (aliasId: string) => ({ organizationId: bench.jane, aliasId });

describe('pins', () => {
  it('are empty, then know what wrote first with its subdomains, in any case', async () => {
    const aliasId = await addAlias('first');
    expect(await judge(aliasId, 'shop.example')).toBe('empty');
    await learn(aliasId, 'Shop.Example');
    expect(await judge(aliasId, 'shop.example')).toBe('pinned');
    expect(await judge(aliasId, 'news.MAIL.shop.example.')).toBe('pinned');
    for (const other of ['example', 'myshop.example', 'shop.example.org', 'other.example'])
      expect(await judge(aliasId, other)).toBe('other');
  });

  it('are learned once, also of 20 messages at once and of subdomains', async () => {
    const aliasId = await addAlias('once');
    await Promise.all(Array.from({ length: 20 }, () => learn(aliasId, 'shop.example')));
    await learn(aliasId, 'mail.shop.example');
    expect(await bench.pins.list(owned(aliasId))).toMatchObject([
      { domain: 'shop.example', source: 'learned' },
    ]);
  });

  it('are at most 100 per alias, whoever adds them at once', async () => {
    const aliasId = await addAlias('many');
    await Promise.all(Array.from({ length: 110 }, (_, index) => learn(aliasId, `s${String(index)}.example`)));
    expect(await bench.pins.list(owned(aliasId))).toHaveLength(100);
    expect(await bench.pins.add({ ...owned(aliasId), domain: 'late.example' })).toMatchObject({
      kind: 'too_many',
    });
    const [known] = await bench.pins.list(owned(aliasId));
    expect(await bench.pins.add({ ...owned(aliasId), domain: known?.domain ?? '' })).toMatchObject({
      kind: 'added',
    });
  });

  it('are added and removed by the owner, who outweighs what was learned', async () => {
    const aliasId = await addAlias('owners');
    await learn(aliasId, 'shop.example');
    const pin = { ...owned(aliasId), domain: ' SHOP.example. ' };
    expect(await bench.pins.add(pin)).toEqual({ kind: 'added', domain: 'shop.example' });
    expect(await bench.pins.add(pin)).toMatchObject({ kind: 'added' });
    expect(await bench.pins.list(owned(aliasId))).toMatchObject([
      { domain: 'shop.example', source: 'owner' },
    ]);
    await learn(aliasId, 'shop.example');
    expect(await bench.pins.list(owned(aliasId))).toMatchObject([{ source: 'owner' }]);
    expect(await bench.pins.remove(pin)).toBe(true);
    expect(await bench.pins.remove(pin)).toBe(false);
    expect(await judge(aliasId, 'shop.example')).toBe('empty');
  });

  it.each(['', 'com', 'jane@shop.example', 'a b.example', '192.0.2.1'])('are never %j', async (domain) => {
    const aliasId = await addAlias(`bad${String(domain.length)}${domain.slice(0, 1).replace(/\W/, '')}`);
    expect(await bench.pins.add({ ...owned(aliasId), domain })).toMatchObject({ kind: 'invalid_domain' });
    expect(await judge(aliasId, 'shop.example')).toBe('empty');
  });

  it('are not seen, added or removed by others, nor added to a deleted alias', async () => {
    const aliasId = await addAlias('private');
    await learn(aliasId, 'shop.example');
    const johns = { organizationId: bench.john, aliasId };
    expect(await bench.pins.list(johns)).toEqual([]);
    expect(await bench.pins.add({ ...johns, domain: 'x.example' })).toMatchObject({ kind: 'unknown_alias' });
    expect(await bench.pins.remove({ ...johns, domain: 'shop.example' })).toBe(false);
    await bench.aliases.deleteAlias(owned(aliasId));
    await learn(aliasId, 'late.example');
    expect(await bench.pins.list(owned(aliasId))).toHaveLength(1);
  });

  it('never know a sender without a domain', async () => {
    const aliasId = await addAlias('nameless');
    await bench.pins.learn(aliasId, '');
    expect(await bench.pins.judge(aliasId, '')).toBe('empty');
    await learn(aliasId, 'shop.example');
    expect(await bench.pins.judge(aliasId, '')).toBe('other');
  });

  it('take the domain of an address as it was parsed', async () => {
    const aliasId = await addAlias('idn');
    await bench.pins.add({ ...owned(aliasId), domain: 'b\u00fccher.example' });
    expect(await bench.pins.judge(aliasId, addressOf('x@B\u00dcCHER.example').domain)).toBe('pinned');
  });
});
