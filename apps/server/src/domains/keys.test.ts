import { BodyHash, findHeaderEnd, formatHeaderBlock, parseHeaderBlock, signHeader } from '@smtpy/mail';
import { dkimVerify } from 'mailauth';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Domain } from './index.ts';
import { hostname, minuteMs, openWorld, type World } from './testdata/world.ts';

let world: World;

beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world[Symbol.asyncDispose]());

const own = ({ organizationId, id: domainId }: Domain) => ({ organizationId, domainId });

async function prepare(domain: Domain) {
  const result = await world.domains.prepareKey(own(domain));
  if (result.kind !== 'prepared') throw new Error(result.reason);
  return result.key;
}

const activate = (domain: Domain, keyId: string, isTrusted = false) =>
  world.domains.activateKey({ ...own(domain), keyId, isTrusted, resolver: world.resolver() });

const statesOf = async (domain: Domain): Promise<readonly string[]> =>
  (await world.domains.listKeys(own(domain))).map(({ selector, state }) => `${selector} ${state}`);

/** A message signed as delivery does: with the active key of the moment. */
async function sign({ name }: Domain): Promise<Buffer> {
  const data = Buffer.from(`From: jane@${name}\r\nSubject: Hello\r\n\r\nHello\r\n`);
  const hash = new BodyHash();
  hash.update(data.subarray(findHeaderEnd(data)));
  const { fields } = parseHeaderBlock(data);
  const key = await world.domains.loadSigningKey(name);
  if (key === undefined) throw new Error('there is no key');
  const signature = await signHeader({ ...key, fields, bodyHash: hash.digest(), signedAt: new Date() });
  return Buffer.concat([formatHeaderBlock([signature, ...fields]), data.subarray(findHeaderEnd(data))]);
}

/** What a receiver says who asks the DNS server for the key. */
async function verify(message: Buffer): Promise<string | undefined> {
  const resolver = world.resolver();
  const { results } = await dkimVerify(message, {
    resolver: (name: string, type: string) => resolver.resolve(name, type) as Promise<string[][]>,
  });
  return results[0]?.status.result;
}

describe('a rotation', () => {
  it('lets mail signed before and after verify, for seven days of overlap', async () => {
    const domain = await world.add('rotated.example');
    await world.publishAll(domain);
    const before = await sign(domain);
    const key = await prepare(domain);
    expect(await statesOf(domain)).toEqual(['default active', `${key.selector} pending`]);
    expect(await verify(await sign(domain))).toBe('pass');
    await world.publishAll(domain);
    expect(await activate(domain, key.id)).toMatchObject({ kind: 'activated', key: { state: 'active' } });
    const after = await sign(domain);
    expect(after.toString()).toContain(`s=${key.selector}`);
    expect([await verify(before), await verify(after)]).toEqual(['pass', 'pass']);

    const shown = await world.domains.records(domain, { hostname });
    expect(shown.filter(({ purpose }) => purpose === 'dkim').map(({ keyState }) => keyState)).toEqual([
      'active',
      'retiring',
    ]);
    world.clock.advance(7 * 24 * 60 * minuteMs - 1);
    expect(await world.domains.removeRetiredKeys()).toBe(0);
    expect(await statesOf(domain)).toEqual([`${key.selector} active`, 'default retiring']);
    world.clock.advance(1);
    expect(await world.domains.removeRetiredKeys()).toBe(1);
    expect(await statesOf(domain)).toEqual([`${key.selector} active`]);
  });

  it('waits for the record of the new key', async () => {
    const domain = await world.add('unpublished.example');
    const key = await prepare(domain);
    const place = `${key.selector}._domainkey.${domain.name}`;
    expect(await activate(domain, key.id)).toMatchObject({ kind: 'not_published' });
    world.dns.set(place, 'TXT', ['v=DKIM1; k=rsa; p=AAAA']);
    expect(await activate(domain, key.id)).toMatchObject({ kind: 'not_published' });
    world.dns.fail(place, 'SERVFAIL');
    expect(await activate(domain, key.id)).toMatchObject({ kind: 'not_published' });
    expect((await world.domains.loadSigningKey(domain.name))?.selector).toBe('default');
    expect(await activate(domain, key.id, true)).toMatchObject({ kind: 'activated' });
  });

  it('finds a record that is kept elsewhere', async () => {
    const domain = await world.add('elsewhere.example');
    const key = await prepare(domain);
    const records = await world.domains.records(domain, { hostname });
    const value = records.find(({ keyState }) => keyState === 'pending')?.value ?? '';
    world.dns.set(`${key.selector}._domainkey.${domain.name}`, 'CNAME', ['key.provider.example']);
    world.dns.set('key.provider.example', 'TXT', [value]);
    expect(await activate(domain, key.id)).toMatchObject({ kind: 'activated' });
  });

  it('has one new key at a time, which can be discarded, and happens once', async () => {
    const domain = await world.add('once.example');
    const asked = await Promise.all([1, 2].map(() => world.domains.prepareKey(own(domain))));
    expect(asked.map(({ kind }) => kind).toSorted()).toEqual(['already_prepared', 'prepared']);
    const [, first] = await world.domains.listKeys(own(domain));
    expect(await world.domains.discardKey({ ...own(domain), keyId: first?.id ?? '' })).toEqual({
      kind: 'discarded',
    });
    const key = await prepare(domain);
    const raced = await Promise.all([1, 2].map(() => activate(domain, key.id, true)));
    expect(raced.map(({ kind }) => kind).toSorted()).toEqual(['activated', 'not_pending']);
    const discarded = await world.domains.discardKey({ ...own(domain), keyId: key.id });
    expect(discarded).toMatchObject({ kind: 'not_pending' });
  });

  it('takes another selector for each key of a day', async () => {
    const domain = await world.add('often.example');
    const selectors: string[] = [];
    for (let turn = 0; turn < 2; turn += 1) {
      const key = await prepare(domain);
      selectors.push(key.selector);
      await activate(domain, key.id, true);
    }
    expect(selectors).toEqual([expect.stringMatching(/^s\d{8}$/), expect.stringMatching(/^s\d{8}n2$/)]);
  });

  it('is for nobody else', async () => {
    const domain = await world.add('private.example');
    const key = await prepare(domain);
    const foreign = { organizationId: world.john, domainId: domain.id };
    expect(await world.domains.prepareKey(foreign)).toMatchObject({ kind: 'unknown_domain' });
    expect(await world.domains.listKeys(foreign)).toEqual([]);
    expect(await world.domains.discardKey({ ...foreign, keyId: key.id })).toMatchObject({
      kind: 'unknown_key',
    });
    expect(
      await world.domains.activateKey({
        ...foreign,
        keyId: key.id,
        isTrusted: true,
        resolver: world.resolver(),
      }),
    ).toMatchObject({ kind: 'unknown_key' });
  });
});
