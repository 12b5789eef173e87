import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Domain } from '../domains/index.ts';
import { systemClock } from '../observe/index.ts';
import { createDirectory, domainAliases, type Directory } from './index.ts';
import { addressOf, openAliasBench, type AliasBench } from './testdata/features.ts';

// What becomes of the aliases, contacts and mail of a domain that its organization removes.
let bench: AliasBench;
let directory: Directory;

beforeAll(async () => {
  bench = await openAliasBench();
});
afterAll(() => bench[Symbol.asyncDispose]());

/** As a process that has just started sees it. */
async function lookUp(address: string): Promise<string> {
  directory = await createDirectory({ db: bench.db, clock: systemClock });
  try {
    const entry = await directory.lookUp(addressOf(address));
    const isCaught = entry.kind === 'unknown_alias' && entry.domain.catchAll !== undefined;
    return isCaught ? 'caught' : entry.kind;
  } finally {
    await directory[Symbol.asyncDispose]();
  }
}

function remove({ name, organizationId, id: domainId }: Domain, confirmName: string = name) {
  return bench.domains.remove({ organizationId, domainId, confirmName, aliases: domainAliases });
}

/** A domain of Jane's with an alias and the reply address of a contact of it. */
async function inUse(name: string) {
  const domain = await bench.addDomain(name);
  const alias = await bench.add(`shop@${name}`);
  const contact = await bench.contacts.ensure({
    organizationId: bench.jane,
    aliasId: alias.id,
    domainId: domain.id,
    domainName: domain.name,
    address: addressOf('bob@outside.example'),
  });
  const { localPart } = contact.replyAddress;
  return { domain, alias, replyAddress: `${localPart}@${name}` };
}

describe('removing a domain', () => {
  it('wants its name, in whatever spelling, and the organization’s own domain', async () => {
    const { domain } = await inUse('named.example');
    expect(await remove(domain, 'other.example')).toMatchObject({ kind: 'other_name' });
    expect(await remove({ ...domain, organizationId: bench.john })).toMatchObject({ kind: 'unknown_domain' });
    expect(await lookUp('shop@named.example')).toBe('alias');
    expect(await remove(domain, 'NAMED.example.')).toMatchObject({ kind: 'removed' });
    expect(await remove(domain)).toMatchObject({ kind: 'unknown_domain' });
  });

  it('ends receiving, puts the aliases into the trash, and leaves the key to mail under way', async () => {
    const { domain, alias, replyAddress } = await inUse('ended.example');
    const key = await bench.domains.loadSigningKey(domain.name);
    await remove(domain);
    for (const address of ['shop@ended.example', replyAddress])
      expect(await lookUp(address)).toBe('unknown_domain');
    expect(await bench.domains.findDomain(domain.name)).toBeUndefined();
    expect(await bench.aliases.listAliases(bench.jane, { domainId: domain.id })).toEqual([]);
    bench.domains.forgetSigningKey(domain.name);
    expect((await bench.domains.loadSigningKey(domain.name))?.selector).toBe(key?.selector);
    directory = await createDirectory({ db: bench.db, clock: systemClock });
    expect(await directory.loadAlias(alias.id)).toMatchObject({ id: alias.id, domainName: 'ended.example' });
    await directory[Symbol.asyncDispose]();
  });

  it('gives nothing that is sent to its reply addresses to who has the name next', async () => {
    const { domain, replyAddress } = await inUse('passed-on.example');
    await remove(domain);
    const next = await bench.domains.addDomain({
      organizationId: bench.john,
      name: domain.name,
      isTrusted: true,
    });
    if (next.kind !== 'added') throw new Error(next.reason);
    await bench.aliases.setCatchAll({
      organizationId: bench.john,
      domainId: next.domain.id,
      mode: 'forward',
      mailboxAddresses: ['john@provider.example'],
    });
    expect(await lookUp('anything@passed-on.example')).toBe('caught');
    expect(await lookUp(replyAddress)).toBe('unknown_alias');
    // Mail of the former holder leaves under the key that is published now.
    bench.domains.forgetSigningKey(domain.name);
    const [key] = await bench.domains.listKeys({ organizationId: bench.john, domainId: next.domain.id });
    expect(key?.selector).toBe('default');
    expect(await bench.domains.loadSigningKey(domain.name)).toBeDefined();
  });

  it('is undone by adding it again, but for what the trash holds', async () => {
    const { domain, replyAddress } = await inUse('again.example');
    await remove(domain);
    const again = await bench.domains.addDomain({
      organizationId: bench.jane,
      name: 'again.example',
      isTrusted: true,
    });
    expect(again).toMatchObject({ kind: 'added', domain: { id: domain.id, state: 'active' } });
    if (again.kind !== 'added') throw new Error(again.reason);
    expect(again.domain.verificationToken).not.toBe(domain.verificationToken);
    expect(await lookUp('shop@again.example')).toBe('deleted_alias');
    expect(await lookUp(replyAddress)).toBe('deleted_alias');
  });

  it('is refused while the operator suspends it', async () => {
    const { domain } = await inUse('held.example');
    await bench.db.query({
      text: `update domains set state = 'suspended' where id = $1`,
      params: [domain.id],
    });
    expect(await remove(domain)).toMatchObject({ kind: 'suspended' });
  });

  it('leaves nothing after 45 days, but of a domain that came back', async () => {
    const [gone, back] = [await inUse('gone.example'), await inUse('back.example')];
    await remove(gone.domain);
    await remove(back.domain);
    await bench.domains.addDomain({ organizationId: bench.jane, name: 'back.example', isTrusted: true });
    const age = async (days: number): Promise<void> => {
      await bench.db.query({
        text: `update domains set removed_at = now() - make_interval(days => $2) where id = $1 and removed_at is not null`,
        params: [gone.domain.id, days],
      });
    };
    await age(44);
    expect(await bench.domains.clearRemoved(domainAliases)).toBe(0);
    await age(46);
    expect(await bench.domains.clearRemoved(domainAliases)).toBe(1);
    const left = await bench.db.query({
      text: `select (select count(*)::int from domains where id = $1) as domains,
        (select count(*)::int from aliases where domain_id = $1) as aliases,
        (select count(*)::int from contacts where domain_id = $1) as contacts,
        (select count(*)::int from dkim_keys where domain_id = $1) as keys`,
      params: [gone.domain.id],
    });
    expect(left).toEqual([{ domains: 0, aliases: 0, contacts: 0, keys: 0 }]);
    expect(await bench.domains.findDomain(back.domain.name)).toMatchObject({ id: back.domain.id });
  });

  it('goes on with many aliases afterwards', async () => {
    const { domain } = await inUse('many.example');
    await bench.db.query({
      text: `insert into aliases (id, organization_id, domain_id, local_part)
        select gen_random_uuid(), $1, $2, 'a' || n from generate_series(1, 10001) n`,
      params: [bench.jane, domain.id],
    });
    const left = async () =>
      (await bench.aliases.listAliases(bench.jane, { domainId: domain.id, limit: 100 })).length;
    await remove(domain);
    expect(await left()).toBe(2);
    await bench.domains.clearRemoved(domainAliases);
    expect(await left()).toBe(0);
  });
});
