import { randomUUID } from 'node:crypto';
import { startDnsServer, type DnsServer } from '@smtpy/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSealer, newId } from '../db/index.ts';
import { createResolver } from '../dns/index.ts';
import { createDomains, directoryChannel, type Domain } from '../domains/index.ts';
import { systemClock as clock } from '../observe/index.ts';
import { createDirectory } from '../aliases/index.ts';
import { sampleAcceptance } from '../queue/testdata/acceptance.ts';
import { openAdministration, operator, type AdministrationBench } from './testdata/bench.ts';

let bench: AdministrationBench;
let dns: DnsServer;
let jane: string;
let john: string;
beforeAll(async () => {
  [bench, dns] = await Promise.all([openAdministration(), startDnsServer()]);
  jane = (await bench.makeUser('jane')).organizationId;
  john = (await bench.makeUser('john')).organizationId;
});
afterAll(() => Promise.all([bench[Symbol.asyncDispose](), dns.close()]));

const domains = () => createDomains({ db: bench.db, clock, sealer: createSealer(Buffer.alloc(32, 7)) });

async function addDomain(organizationId: string, name: string, isTrusted = true): Promise<Domain> {
  const added = await domains().addDomain({ organizationId, name, isTrusted });
  if (added.kind !== 'added') throw new Error(added.reason);
  return added.domain;
}

const stateOf = async (name: string) =>
  (await bench.administration.listDomains({ search: name, limit: 1 }))[0]?.state;

const suspend = (organizationId: string, reason?: string) =>
  bench.administration.changeSuspension({
    organizationId,
    suspension: { kind: 'suspend', reason },
    actor: operator,
  });
const resume = (organizationId: string) =>
  bench.administration.changeSuspension({ organizationId, suspension: { kind: 'resume' }, actor: operator });

describe('changeSuspension', () => {
  it('suspends the domains that receive, tells of it, and puts them back', async () => {
    await addDomain(jane, 'active.example');
    await addDomain(jane, 'degraded.example');
    const pending = await addDomain(jane, 'pending.example', false);
    await addDomain(jane, 'judged.example');
    await addDomain(john, 'other.example');
    await bench.db.query({ text: `update domains set state = 'degraded' where name = 'degraded.example'` });
    await bench.db.query({ text: `update domains set state = 'suspended' where name = 'judged.example'` });
    const names = ['active', 'degraded', 'pending', 'judged', 'other'];
    const states = () => Promise.all(names.map((name) => stateOf(`${name}.example`)));
    const told: string[] = [];
    await using _ = await bench.db.listen(
      directoryChannel,
      (payload) => told.push(payload),
      () => undefined,
    );
    await using directory = await createDirectory({ db: bench.db, clock });

    expect(await suspend(jane, 'spam')).toMatchObject({
      kind: 'changed',
      organization: { suspendedReason: 'spam', domainCount: 4 },
    });
    expect(await states()).toEqual(['suspended', 'suspended', 'pending', 'suspended', 'active']);
    const address = { localPart: 'any', domain: pending.name } as const;
    const entry = await directory.lookUp({ ...address, domain: 'active.example' as Domain['name'] });
    expect(entry.kind).toBe('suspended_domain');

    // What shows that the domain is the organization's makes it active only when the suspension is over.
    dns.set('pending.example', 'TXT', [`smtpy-verification=${pending.verificationToken}`]);
    dns.set('pending.example', 'MX', [{ preference: 10, exchange: 'mx.example' }]);
    const check = () =>
      domains().checkRecords(pending, {
        hostname: 'mx.example',
        resolver: createResolver({ servers: [dns.address], timeoutMs: 2_000, clock }),
      });
    expect(await check()).toMatchObject({ isNewlyActive: false });
    expect(await stateOf('pending.example')).toBe('pending');

    await suspend(jane);
    await resume(jane);
    expect(await states()).toEqual(['active', 'degraded', 'pending', 'suspended', 'active']);
    expect(await check()).toMatchObject({ isNewlyActive: true });
    expect(told).toContain('domain active.example');
    expect(told).toContain(`organization ${jane}`);
    expect(await bench.entriesAbout(jane)).toMatchObject([
      {
        action: 'organization.suspended',
        organizationId: undefined,
        after: { is_suspended: true, reason: 'spam' },
      },
      { action: 'organization.resumed', after: { is_suspended: false } },
    ]);
  });

  it.each([randomUUID(), 'jane'])('knows no organization %s', async (organizationId) => {
    expect(await suspend(organizationId)).toEqual({ kind: 'not_found' });
    expect(await bench.administration.findOrganization(organizationId)).toBeUndefined();
  });
});

describe('listOrganizations', () => {
  it('searches, filters, sorts, counts and goes on behind a place', async () => {
    await bench.db.query({
      text: `insert into auth.organization (id, name, slug) values ($1, 'Acme', 'acme'), ($2, 'Acme', 'acme2')`,
      params: [newId(), newId()],
    });
    const list = (request: object) =>
      bench.administration.listOrganizations({ sort: 'name', limit: 100, ...request });
    const names = async (request: object) => (await list(request)).map(({ name }) => name);
    expect(await names({})).toEqual(['Acme', 'Acme', 'jane', 'john']);
    const [first] = await list({ limit: 1 });
    expect(await names({ after: first })).toEqual(['Acme', 'jane', 'john']);
    expect(await names({ sort: '-created', limit: 2 })).toEqual(['Acme', 'Acme']);
    expect(await names({ sort: 'created', after: { name: '', id: jane } })).toEqual(['john', 'Acme', 'Acme']);
    expect(await names({ search: 'ACM' })).toEqual(['Acme', 'Acme']);
    expect(await names({ kind: 'personal' })).toEqual(['jane', 'john']);
    expect(await names({ kind: 'shared', status: 'suspended' })).toEqual([]);
    expect((await list({ search: 'john' }))[0]).toMatchObject({
      memberCount: 1,
      domainCount: 1,
      aliasCount: 0,
    });
    expect((await bench.administration.findOrganization(john))?.owners).toMatchObject([
      { email: 'john@people.example' },
    ]);
  });
});

describe('changeSettings', () => {
  it('keeps what is not given, and writes what really changed', async () => {
    const before = await bench.installation.load();
    expect(before).toMatchObject({ registration: 'invitation', keysPerMember: 50, serviceDomain: null });
    const changes = [{ registration: 'closed' }, { keysPerMember: 5, registration: 'closed' }] as const;
    await Promise.all(
      changes.map((change) => bench.administration.changeSettings({ change, actor: operator })),
    );
    await bench.administration.changeSettings({ change: { keysPerMember: 5 }, actor: operator });
    expect(await bench.installation.load()).toEqual({ ...before, registration: 'closed', keysPerMember: 5 });
    const entries = await bench.audit.list({
      scope: { kind: 'installation' },
      filter: { action: 'settings.changed' },
      limit: 10,
    });
    const changed = entries.flatMap(({ after }) => Object.keys(after ?? {})).toSorted();
    expect(changed).toEqual(['keys_per_member', 'registration']);
  });
});

describe('deliveries', () => {
  it('are tried again and cancelled once, with the log', async () => {
    const acceptance = sampleAcceptance();
    await bench.queue.enqueue(acceptance);
    const deliveryId = acceptance.messages[0]?.deliveries[0]?.id ?? '';
    const request = { deliveryId, actor: operator };
    expect(await bench.administration.retryDelivery(request)).toEqual({ kind: 'retried' });
    expect(await bench.administration.cancelDelivery(request)).toEqual({ kind: 'cancelled' });
    expect(await bench.administration.cancelDelivery(request)).toMatchObject({ kind: 'wrong_state' });
    expect(await bench.administration.retryDelivery(request)).toMatchObject({ kind: 'wrong_state' });
    const actions = (await bench.entriesAbout(deliveryId)).map(({ action }) => action);
    expect(actions).toEqual(['delivery.retried', 'delivery.cancelled']);
  });
});

describe('listDomains', () => {
  it('says whose each is, by name', async () => {
    await addDomain(john, 'named.example');
    const [named] = await bench.administration.listDomains({ search: 'named.example', limit: 1 });
    const [organization] = await bench.db.query<{ readonly name: string }>({
      text: 'select name from auth.organization where id = $1',
      params: [john],
    });
    expect(named).toMatchObject({ organizationId: john, organizationName: organization?.name });
  });
});
