import { createAccounts } from '../accounts/index.ts';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createAudit } from '../audit/index.ts';
import { createSealer } from '../db/index.ts';
import type { Domain } from '../domains/index.ts';
import { hostname, minuteMs, openWorld, type World } from '../domains/testdata/world.ts';
import { createInstallation } from '../installation/index.ts';
import { createNotices } from '../notices/index.ts';
import { silentEvents } from '../observe/index.ts';
import { createQueue } from '../queue/index.ts';
import { createServiceMail, type SendServiceMail } from '../service-mail/index.ts';
import { checkDueDomains, tellDomainNews } from './index.ts';

let world: World;
let sent: SendServiceMail[];
let failures: unknown[];

beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world[Symbol.asyncDispose]());
beforeEach(async () => {
  sent = [];
  failures = [];
  await world.db.query({ text: 'delete from notices' });
  // What other tests left is not due, and not told.
  await world.db.query({ text: `update domains set next_check_at = 'infinity', news = null` });
});

/** One node's run of the checks. */
const runChecks = (): Promise<number> =>
  checkDueDomains({
    ...world,
    names: { hostname },
    createResolver: world.resolver,
    events: { failed: (_what, error) => failures.push(error) },
  });

/** One node's run of the news, with mails into the real queue. */
function tell(): Promise<number> {
  const { db, clock, domains } = world;
  const sealer = createSealer(Buffer.alloc(32, 7));
  const queue = createQueue({ db, clock, sealer, events: silentEvents, shard: 0, delayNoticeAfterMs: 1 });
  const installation = createInstallation({ db, mode: 'production' });
  const mail = createServiceMail({
    db,
    clock,
    sealer,
    queue,
    domains,
    hostname: 'mail.service.test',
    installation,
  });
  const publicUrl = 'https://smtpy.example';
  return tellDomainNews({
    db,
    clock,
    notices: createNotices({ db, clock }),
    accounts: createAccounts({ db, clock, audit: createAudit({ db, clock }) }),
    serviceMail: {
      send: async (tx, one) => {
        const id = await mail.send(tx, one);
        sent.push(one);
        return id;
      },
    },
    publicUrl,
  });
}

async function noticesOf({ id }: Domain): Promise<readonly string[]> {
  const rows = await world.db.query<{ readonly told: string }>({
    text: `select kind || ' ' || (data->>'mailed') as told from notices where subject_id = $1 order by id`,
    params: [id],
  });
  return rows.map(({ told }) => told);
}

async function stateOf(domain: Domain): Promise<string> {
  return (await world.find(domain)).state;
}

describe('the checks that are due', () => {
  it('are done once, whichever node is there first', async () => {
    const domains = [];
    for (const name of ['due-1.example', 'due-2.example', 'due-3.example']) {
      domains.push(await world.add(name));
    }
    world.dns.forgetQueries();
    const done = await Promise.all([runChecks(), runChecks()]);
    expect(done.reduce((sum, count) => sum + count, 0)).toBe(3);
    for (const { name } of domains) {
      expect(world.dns.queries.filter((query) => query.name === name && query.type === 'MX')).toHaveLength(1);
    }
    expect(await runChecks()).toBe(0);
    world.clock.advance(minuteMs);
    expect(await runChecks()).toBe(3);
  });

  it('make a domain active as soon as its records are there', async () => {
    const domain = await world.add('soon.example');
    await runChecks();
    expect(await stateOf(domain)).toBe('pending');
    world.prove(domain.name, domain);
    world.clock.advance(minuteMs);
    await runChecks();
    expect(await stateOf(domain)).toBe('active');
    world.clock.advance(6 * 60 * minuteMs - 1);
    expect(await runChecks()).toBe(0);
    world.clock.advance(1);
    expect(await runChecks()).toBe(1);
  });

  it('leave alone what is suspended or removed', async () => {
    const [suspended, removed] = [await world.add('rests.example'), await world.add('gone.example')];
    await world.db.query({
      text: `update domains set state = 'suspended' where id = $1`,
      params: [suspended.id],
    });
    await world.domains.remove({
      organizationId: removed.organizationId,
      domainId: removed.id,
      confirmName: removed.name,
      aliases: { trash: () => Promise.resolve(0), erase: () => Promise.resolve(0) },
    });
    expect(await runChecks()).toBe(0);
  });

  it('go on where one fails', async () => {
    const [one, other] = [await world.add('broken.example'), await world.add('whole.example')];
    await world.db.query({ text: 'delete from dkim_keys where domain_id = $1', params: [one.id] });
    world.prove(other.name, other);
    expect(await runChecks()).toBe(2);
    expect(failures).toHaveLength(1);
    expect(await stateOf(other)).toBe('active');
    // Taken for five minutes, then tried again.
    expect(await runChecks()).toBe(0);
    world.clock.advance(5 * minuteMs);
    expect(await runChecks()).toBe(1);
  });
});

describe('news', () => {
  /** An active domain of which everything was told. */
  async function told(name: string): Promise<Domain> {
    const domain = await world.add(name);
    world.prove(domain.name, domain);
    await world.check(domain);
    await tell();
    world.clock.advance(24 * 60 * minuteMs);
    sent = [];
    return domain;
  }

  async function degrade(domain: Domain): Promise<void> {
    world.dns.set(domain.name, 'MX', [{ preference: 10, exchange: 'mail.elsewhere.example' }]);
    await world.check(domain);
    world.clock.advance(10 * minuteMs);
    await world.check(domain);
  }

  it('are told once to owners and admins, however many nodes tell', async () => {
    const domain = await world.add('news.example');
    world.prove(domain.name, domain);
    await world.check(domain);
    await Promise.all([tell(), tell()]);
    expect(sent.map(({ headerTo, letter }) => [headerTo, letter.subject])).toEqual([
      ['jane@people.example', 'news.example receives mail now'],
    ]);
    expect(await noticesOf(domain)).toEqual(['domain_activated 1']);
    expect(await tell()).toBe(0);
  });

  it('of drift say which record, and why', async () => {
    const domain = await told('drifted.example');
    await degrade(domain);
    await tell();
    const text = JSON.stringify(sent.map(({ letter }) => letter));
    expect(text).toContain('MX record at drifted.example: Mail goes to another host');
    expect(await noticesOf(domain)).toEqual(['domain_activated 1', 'domain_degraded 1']);
  });

  it('are mailed once a day at most, and then as they are', async () => {
    const domain = await told('flapping.example');
    for (let turn = 0; turn < 3; turn += 1) {
      await degrade(domain);
      await tell();
      world.prove(domain.name, domain);
      await world.check(domain);
      await tell();
    }
    await degrade(domain);
    await tell();
    expect(sent).toHaveLength(1);
    expect((await noticesOf(domain)).slice(1)).toEqual([
      'domain_degraded 1',
      ...['domain_recovered 0', 'domain_degraded 0', 'domain_recovered 0', 'domain_degraded 0'],
      ...['domain_recovered 0', 'domain_degraded 0'],
    ]);
    world.clock.advance(24 * 60 * minuteMs);
    expect(await tell()).toBe(1);
    expect(sent.at(-1)?.letter.subject).toBe('flapping.example has a DNS record that is wrong');
    expect(await noticesOf(domain)).toHaveLength(8);
  });

  it('of a loss are mailed whatever was mailed before', async () => {
    const domain = await told('lost.example');
    await degrade(domain);
    await tell();
    const claim = await world.add('lost.example', world.john);
    world.prove('lost.example', claim);
    await world.check(claim);
    world.clock.advance(5 * minuteMs);
    await world.check(claim);
    await tell();
    expect(
      sent
        .map(({ headerTo, letter }) => `${headerTo}: ${letter.subject}`)
        .toSorted()
        .slice(-2),
    ).toEqual([
      'jane@people.example: lost.example is not received for any more',
      'john@people.example: lost.example receives mail now',
    ]);
    const lost = sent.find(({ letter }) => letter.subject.includes('not received'));
    expect(JSON.stringify(lost?.letter)).not.toMatch(/john/);
  });
});
