import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { parseDomainName, type DomainName } from '@smtpy/mail';
import { createManualClock, startDnsServer, waitFor, type DnsServer } from '@smtpy/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createOwner, openTestDatabase, type OpenTestDatabase } from '../../fixtures/index.ts';
import { createSealer } from '../db/index.ts';
import { createResolver } from '../dns/index.ts';
import { createMailboxes } from '../mailboxes/index.ts';
import { systemClock } from '../observe/index.ts';
import { createDomains, directoryChannel, type Domain, type Domains } from './index.ts';

const hostname = 'mx.example.net';
const sealer = createSealer(randomBytes(32));
let database: OpenTestDatabase;
let dns: DnsServer;
let domains: Domains;
let jane: string;
let john: string;

beforeAll(async () => {
  [database, dns] = await Promise.all([openTestDatabase(), startDnsServer()]);
  domains = createDomains({ db: database.db, clock: systemClock, sealer });
  jane = (await createOwner(database.db, 'jane')).organizationId;
  john = (await createOwner(database.db, 'john')).organizationId;
});
afterAll(() => Promise.all([database[Symbol.asyncDispose](), dns.close()]));

function domainName(text: string): DomainName {
  const name = parseDomainName(text);
  if (!name.ok) throw new Error(name.reason);
  return name.value;
}

async function add(name: string, isTrusted = false): Promise<Domain> {
  const result = await domains.addDomain({ organizationId: jane, name, isTrusted });
  if (result.kind !== 'added') throw new Error(result.reason);
  return result.domain;
}

async function addMailbox(organizationId: string, address: string): Promise<void> {
  const result = await createMailboxes({ db: database.db, clock: systemClock, domains }).addMailbox({
    organizationId,
    address,
    isTrusted: false,
  });
  if (result.kind !== 'added') throw new Error(result.kind);
}

function check(domain: Domain) {
  // A resolver of its own each time: it remembers answers.
  const resolver = createResolver({ servers: [dns.address], timeoutMs: 2_000, clock: systemClock });
  return domains.checkRecords(domain, { hostname, resolver });
}

describe('addDomain', () => {
  it("adds a pending domain, or an active one on the operator's word", async () => {
    const pending = await add('Pending.EXAMPLE.');
    expect(pending).toMatchObject({
      name: 'pending.example',
      state: 'pending',
      organizationId: jane,
      activatedAt: undefined,
    });
    expect(pending.verificationToken).toMatch(/^[0-9a-f]{40}$/);
    const trusted = await add('trusted.example', true);
    expect(trusted.state).toBe('active');
    expect(trusted.activatedAt).toEqual(trusted.createdAt);
    expect(await domains.findDomain(pending.name)).toEqual(pending);
    expect((await domains.listDomains(jane)).map(({ name }) => name)).toEqual([
      'pending.example',
      'trusted.example',
    ]);
    expect(await domains.listDomains(john)).toEqual([]);
  });

  it('stores Unicode names as A-labels', async () => {
    expect((await add('Bücher.example')).name).toBe('xn--bcher-kva.example');
  });

  it.each(['localhost', '', 'two words.example', '192.0.2.1', 'a..example'])(
    'refuses the name "%s"',
    async (name) => {
      expect(await domains.addDomain({ organizationId: jane, name, isTrusted: true })).toMatchObject({
        kind: 'invalid_name',
      });
    },
  );

  it('says who asked twice, and to others nothing of the holder', async () => {
    await add('held.example', true);
    expect(
      await domains.addDomain({ organizationId: jane, name: 'HELD.example', isTrusted: false }),
    ).toMatchObject({
      kind: 'already_added',
      domain: { name: 'held.example' },
    });
    const refusal = await domains.addDomain({ organizationId: john, name: 'held.example', isTrusted: true });
    expect(refusal).toEqual({
      kind: 'not_available',
      reason: 'held.example cannot be added here. Ask the operator of this server',
    });
  });

  it('lets several wait for a name that is held, and tells none of the others', async () => {
    await add('wanted.example', true);
    const claim = await domains.addDomain({
      organizationId: john,
      name: 'wanted.example',
      isTrusted: false,
    });
    expect(claim).toMatchObject({ kind: 'added', domain: { state: 'pending', organizationId: john } });
    const name = domainName('wanted.example');
    expect(await domains.findDomain(name)).toMatchObject({ organizationId: jane });
    expect(await domains.findDomain(name, john)).toMatchObject({ organizationId: john });
  });

  it('gives a name to one of those who are to hold it at once', async () => {
    const asked = [jane, john].map((organizationId) =>
      domains.addDomain({ organizationId, name: 'raced.example', isTrusted: true }),
    );
    expect((await Promise.all(asked)).map(({ kind }) => kind).sort()).toEqual(['added', 'not_available']);
  });

  it('adds a domain once for an organization that asks twice at once', async () => {
    const asked = [1, 2].map(() =>
      domains.addDomain({ organizationId: jane, name: 'twice.example', isTrusted: false }),
    );
    expect((await Promise.all(asked)).map(({ kind }) => kind).sort()).toEqual(['added', 'already_added']);
  });

  it('lets a hundred wait in an organization, and no more', async () => {
    const { organizationId } = await createOwner(database.db, 'greedy');
    await database.db.query({
      text: `insert into domains (id, organization_id, name, state, verification_token)
        select gen_random_uuid(), $1, 'claim-' || n || '.example', 'pending', 'x' from generate_series(1, 100) n`,
      params: [organizationId],
    });
    const input = { organizationId, name: 'one-more.example' };
    expect(await domains.addDomain({ ...input, isTrusted: false })).toMatchObject({ kind: 'limit_reached' });
    expect(await domains.addDomain({ ...input, isTrusted: true })).toMatchObject({ kind: 'added' });
  });

  it('tells of it on the directory channel', async () => {
    const heard: string[] = [];
    await using _subscription = await database.db.listen(
      directoryChannel,
      (payload) => heard.push(payload),
      () => undefined,
    );
    await add('heard.example');
    await waitFor(() => heard.includes('domain heard.example'), { what: 'the notification' });
  });
});

describe('loadSigningKey', () => {
  it('opens the sealed key, which is the one of the DKIM record', async () => {
    const domain = await add('signed.example');
    const signing = await domains.loadSigningKey(domain.name);
    expect(signing).toMatchObject({ selector: 'default', domain: 'signed.example' });
    expect(signing?.key.asymmetricKeyDetails?.modulusLength).toBe(2048);
    const { createPublicKey } = await import('node:crypto');
    const publicKey =
      signing && createPublicKey(signing.key).export({ type: 'spki', format: 'der' }).toString('base64');
    const records = await domains.records(domain, { hostname });
    expect(records.find(({ purpose }) => purpose === 'dkim')).toMatchObject({
      name: 'default._domainkey.signed.example',
      value: `v=DKIM1; k=rsa; p=${String(publicKey)}`,
    });
  });

  it('stores nothing that opens for another domain', async () => {
    const [one, two] = [await add('one.example'), await add('two.example')];
    await database.db.query({
      text: `update dkim_keys set private_key_sealed = (select private_key_sealed from dkim_keys where domain_id = $1) where domain_id = $2`,
      params: [one.id, two.id],
    });
    await expect(domains.loadSigningKey(two.name)).rejects.toThrow('does not open');
  });

  it('gives undefined for a domain that is not there', async () => {
    expect(await domains.loadSigningKey(domainName('nobody.example'))).toBeUndefined();
  });

  it('keeps the parsed key for five seconds, or until it is forgotten', async () => {
    const clock = createManualClock();
    const cached = createDomains({ db: database.db, clock, sealer });
    const { name, id } = await add('cached.example');
    const first = await cached.loadSigningKey(name);
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 1024 });
    const sealed = sealer.seal(privateKey.export({ type: 'pkcs8', format: 'der' }), `dkim:${id}`);
    await database.db.query({
      text: 'update dkim_keys set private_key_sealed = $1 where domain_id = $2',
      params: [sealed, id],
    });
    clock.advance(4_999);
    expect(await cached.loadSigningKey(name)).toBe(first);
    clock.advance(1);
    const second = await cached.loadSigningKey(name);
    expect(second?.key.equals(privateKey)).toBe(true);
    cached.forgetSigningKey(name);
    expect(await cached.loadSigningKey(name)).not.toBe(second);
  });
});

describe('checkRecords', () => {
  it('finds nothing, then everything, and makes the domain active', async () => {
    const domain = await add('checked.example');
    const nothing = await check(domain);
    expect(nothing.records.map(({ verdict }) => verdict)).toEqual([
      'missing',
      'missing',
      'missing',
      'missing',
      'missing',
    ]);
    expect(nothing).toMatchObject({ isNewlyActive: false, domain: { state: 'pending' } });

    const records = await domains.records(domain, { hostname });
    for (const { type, name, value } of records) {
      if (type === 'TXT' && name !== domain.name) dns.set(name, 'TXT', [value]);
    }
    const atApex = records.filter(({ type, name }) => type === 'TXT' && name === domain.name);
    dns.set(
      domain.name,
      'TXT',
      atApex.map(({ value }) => value),
    );
    dns.set(domain.name, 'MX', [{ preference: 10, exchange: hostname }]);
    dns.set(hostname, 'TXT', ['v=spf1 a -all']);
    const everything = await check(domain);
    expect(everything.records.map(({ record, verdict }) => [record.purpose, verdict])).toEqual([
      ['ownership', 'ok'],
      ['mx', 'ok'],
      ['spf', 'ok'],
      ['dkim', 'ok'],
      ['dmarc', 'ok'],
    ]);
    expect(everything).toMatchObject({ isNewlyActive: true, domain: { state: 'active' } });
    expect((await check(everything.domain)).isNewlyActive).toBe(false);
  });

  it('needs ownership and MX alone; extra MX, dots and case are fine', async () => {
    const domain = await add('Lenient.example');
    dns.set(domain.name, 'TXT', [`smtpy-verification=${domain.verificationToken.toUpperCase()}`]);
    dns.set(domain.name, 'MX', [
      { preference: 5, exchange: 'backup.example.org.' },
      { preference: 10, exchange: 'MX.Example.NET.' },
    ]);
    expect(await check(domain)).toMatchObject({ isNewlyActive: true });
  });

  it('takes an MX of another name with our address for ours', async () => {
    const domain = await add('renamed.example');
    dns.set(domain.name, 'TXT', [`smtpy-verification=${domain.verificationToken}`]);
    dns.set(domain.name, 'MX', [{ preference: 10, exchange: 'mail.renamed.example' }]);
    dns.set('mail.renamed.example', 'A', ['192.0.2.25']);
    dns.set(hostname, 'A', ['192.0.2.24']);
    expect(await check(domain)).toMatchObject({ isNewlyActive: false });
    dns.set(hostname, 'A', ['192.0.2.25']);
    expect(await check(domain)).toMatchObject({ isNewlyActive: true });
  });

  it('says unknown, not missing, when DNS fails', async () => {
    const domain = await add('failing.example');
    dns.fail(domain.name, 'SERVFAIL');
    const { records } = await check(domain);
    expect(records.slice(0, 3).map(({ verdict }) => verdict)).toEqual(['unknown', 'unknown', 'unknown']);
    expect(records[0]?.reason).toContain('DNS gave no answer');
  });

  it('leaves a suspended domain suspended', async () => {
    const domain = await add('suspended.example');
    dns.set(domain.name, 'TXT', [`smtpy-verification=${domain.verificationToken}`]);
    dns.set(domain.name, 'MX', [{ preference: 10, exchange: hostname }]);
    await database.db.query({
      text: `update domains set state = 'suspended' where id = $1`,
      params: [domain.id],
    });
    expect(await check(domain)).toMatchObject({ isNewlyActive: false, domain: { state: 'suspended' } });
  });
});

describe('mail that would come back', () => {
  it('is prevented: no domain on which the organization has a mailbox', async () => {
    await addMailbox(jane, 'jane@forwarded.example');
    const input = { organizationId: jane, name: 'Forwarded.Example', isTrusted: true };
    expect(await domains.addDomain(input)).toMatchObject({ kind: 'holds_mailboxes' });
    expect(await domains.addDomain({ ...input, organizationId: john })).toMatchObject({ kind: 'added' });
    expect(await domains.addDomain({ ...input, name: 'warded.example' })).toMatchObject({ kind: 'added' });
  });

  it('is known by the domains that we receive for', async () => {
    await domains.addDomain({ organizationId: jane, name: 'received.example', isTrusted: true });
    await domains.addDomain({ organizationId: jane, name: 'not-yet.example', isTrusted: false });
    expect(await domains.isReceivedHere(domainName('received.example'))).toBe(true);
    expect(await domains.isReceivedHere(domainName('not-yet.example'))).toBe(false);
    expect(await domains.isReceivedHere(domainName('elsewhere.example'))).toBe(false);
  });
});
