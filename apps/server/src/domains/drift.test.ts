import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Domain } from './index.ts';
import { hostname, minuteMs, openWorld, type World } from './testdata/world.ts';

let world: World;
let count = 0;

beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world[Symbol.asyncDispose]());

/** An active domain with all its records published and found. */
async function healthy(isTrusted = false): Promise<Domain> {
  count += 1;
  const domain = await world.add(`healthy-${String(count)}.example`, world.jane, isTrusted);
  await world.publishAll(domain);
  await world.check(domain);
  return domain;
}

const stateOf = async (domain: Domain): Promise<string> => (await world.find(domain)).state;

async function minutesUntilCheck(domain: Domain): Promise<number> {
  const { nextCheckAt } = await world.find(domain);
  return (nextCheckAt.getTime() - world.clock.now().getTime()) / minuteMs;
}

describe('drift', () => {
  const changes: readonly (readonly [what: string, change: (name: string) => void])[] = [
    [
      'the MX',
      (name) => {
        world.dns.set(name, 'MX', [{ preference: 10, exchange: 'mail.elsewhere.example' }]);
      },
    ],
    [
      'the ownership record',
      (name) => {
        world.dns.set(name, 'TXT', ['v=spf1 include:mx.example.net ~all']);
      },
    ],
    [
      'a record that was right',
      (name) => {
        world.dns.set(`_dmarc.${name}`, 'TXT', []);
      },
    ],
  ];
  it.each(changes)(
    'of %s degrades after two checks ten minutes apart, and recovers with the first',
    async (_what, change) => {
      const domain = await healthy();
      change(domain.name);
      await world.check(domain);
      expect(await stateOf(domain)).toBe('active');
      expect(await minutesUntilCheck(domain)).toBeLessThan(11);
      world.clock.advance(10 * minuteMs - 1);
      await world.check(domain);
      expect(await stateOf(domain)).toBe('active');
      world.clock.advance(1);
      await world.check(domain);
      expect(await stateOf(domain)).toBe('degraded');
      expect(await world.domains.isReceivedHere(domain.name)).toBe(true);
      await world.publishAll(domain);
      await world.check(domain);
      expect(await stateOf(domain)).toBe('active');
      expect(await world.factsOf(domain)).toEqual([
        'domain_activated',
        'domain_degraded',
        'domain_recovered',
      ]);
    },
  );

  it('is not what was never right and is not required', async () => {
    const domain = await world.add('bare.example');
    world.prove(domain.name, domain);
    for (let turn = 0; turn < 3; turn += 1) {
      await world.check(domain);
      world.clock.advance(10 * minuteMs);
    }
    expect(await stateOf(domain)).toBe('active');
  });

  it('is not what a failing DNS does not say, however long', async () => {
    const domain = await healthy();
    world.dns.fail(domain.name, 'SERVFAIL');
    world.dns.fail(`_dmarc.${domain.name}`, 'TIMEOUT');
    for (let turn = 0; turn < 3; turn += 1) {
      const { records } = await world.check(domain);
      expect(records.filter(({ verdict }) => verdict === 'missing' || verdict === 'different')).toEqual([]);
      world.clock.advance(60 * minuteMs);
    }
    expect(await stateOf(domain)).toBe('active');
    // One wrong answer before, and silence after: still one.
    world.dns.recover(domain.name);
    world.dns.set(domain.name, 'MX', []);
    await world.check(domain);
    world.dns.fail(domain.name, 'SERVFAIL');
    world.clock.advance(60 * minuteMs);
    await world.check(domain);
    expect(await stateOf(domain)).toBe('active');
  });

  it('is not a failing question about our own addresses', async () => {
    const domain = await world.add('renamed.example');
    world.prove(domain.name, domain);
    world.dns.set(domain.name, 'MX', [{ preference: 10, exchange: 'mail.renamed.example' }]);
    world.dns.set('mail.renamed.example', 'A', ['192.0.2.25']);
    world.dns.set(hostname, 'A', ['192.0.2.25']);
    expect(await world.check(domain)).toMatchObject({ isNewlyActive: true });
    for (const name of [hostname, 'mail.renamed.example']) {
      world.dns.fail(name, 'SERVFAIL', 'A');
      world.dns.fail(name, 'SERVFAIL', 'AAAA');
      const { records } = await world.check(domain);
      expect(records.find(({ record }) => record.purpose === 'mx')?.verdict).toBe('unknown');
      world.dns.recover(name);
    }
  });

  it('of a domain that the operator vouched for is what was right once', async () => {
    const domain = await world.add('vouched.example', world.jane, true);
    await world.check(domain);
    world.clock.advance(20 * minuteMs);
    await world.check(domain);
    expect(await stateOf(domain)).toBe('active');
    const proven = await healthy(true);
    world.dns.set(proven.name, 'MX', []);
    await world.check(proven);
    world.clock.advance(20 * minuteMs);
    await world.check(proven);
    expect(await stateOf(proven)).toBe('degraded');
  });

  it('of a record that its owner gave up is forgotten after a month', async () => {
    const domain = await healthy();
    world.dns.set(`_dmarc.${domain.name}`, 'TXT', []);
    await world.check(domain);
    world.clock.advance(20 * minuteMs);
    await world.check(domain);
    expect(await stateOf(domain)).toBe('degraded');
    world.clock.advance(30 * 24 * 60 * minuteMs);
    await world.check(domain);
    expect(await stateOf(domain)).toBe('active');
  });
});

describe('what is published', () => {
  it('may be spelled in many ways: extra MX, final dots, case, split texts', async () => {
    const domain = await world.add('lenient.example');
    const records = await world.domains.records(domain, { hostname });
    const key = records.find(({ purpose }) => purpose === 'dkim');
    world.dns.set(domain.name, 'TXT', [
      ['smtpy-verification=', domain.verificationToken.toUpperCase()],
      ['v=SPF1 INCLUDE:MX.', 'Example.NET. ~ALL'],
    ]);
    world.dns.set(domain.name, 'MX', [
      { preference: 5, exchange: 'backup.example.org.' },
      { preference: 10, exchange: 'MX.Example.NET.' },
    ]);
    // Kept elsewhere, under an alias.
    world.dns.set(key?.name ?? '', 'CNAME', ['keys.provider.example']);
    world.dns.set('keys.provider.example', 'TXT', [Array.from(key?.value.match(/.{1,100}/g) ?? [])]);
    world.dns.set(`_DMARC.${domain.name}`, 'TXT', [['V=DMARC1; ', 'P=reject']]);
    const checked = await world.check(domain);
    expect(checked.records.map(({ record, verdict }) => [record.purpose, verdict])).toEqual([
      ['ownership', 'ok'],
      ['mx', 'ok'],
      ['spf', 'ok'],
      ['dkim', 'ok'],
      ['dmarc', 'ok'],
    ]);
  });

  it('is wrong with several SPF records, or an alias to another key', async () => {
    const domain = await world.add('wrong.example');
    world.dns.set(domain.name, 'TXT', ['v=spf1 mx -all', `v=spf1 include:${hostname} ~all`]);
    world.dns.set(`default._domainkey.${domain.name}`, 'CNAME', ['other.provider.example']);
    world.dns.set('other.provider.example', 'TXT', ['v=DKIM1; k=rsa; p=AAAA']);
    const { records } = await world.check(domain);
    const verdicts = Object.fromEntries(records.map(({ record, verdict }) => [record.purpose, verdict]));
    expect(verdicts).toMatchObject({ spf: 'different', dkim: 'different', ownership: 'missing' });
  });

  it('can be anything at all: it is kept bounded, and fit to be stored', async () => {
    const domain = await world.add('hostile.example');
    const odd = 'smtpy-verification=\u0000\ud800' + 'x'.repeat(3_000);
    world.dns.set(domain.name, 'TXT', [
      odd,
      ...Array.from({ length: 40 }, (_, n) => `smtpy-verification=${String(n)}`),
    ]);
    await world.check(domain);
    const [kept] = await world.domains.recordResults(await world.find(domain), { hostname });
    expect(kept?.found).toHaveLength(20);
    expect(kept?.found[0]?.length).toBeLessThanOrEqual(1_000);
    expect(kept).toMatchObject({ verdict: 'different' });
  });
});

describe('what was found', () => {
  it('is shown without asking, and says nothing of another value', async () => {
    const domain = await healthy();
    const before = world.dns.queries.length;
    const results = await world.domains.recordResults(await world.find(domain), { hostname });
    expect(results.map(({ verdict }) => verdict)).toEqual(['ok', 'ok', 'ok', 'ok', 'ok']);
    const elsewhere = await world.domains.recordResults(await world.find(domain), {
      hostname: 'mx2.example.net',
    });
    expect(elsewhere.find(({ record }) => record.purpose === 'mx')).toMatchObject({
      verdict: 'unknown',
      checkedAt: undefined,
    });
    expect(world.dns.queries).toHaveLength(before);
  });
});

describe('the pauses of a domain that waits', () => {
  it('grow from a minute to an hour, and to a day after a month', async () => {
    const domain = await world.add('waiting.example');
    const pauses: number[] = [];
    for (const waitedMinutes of [0, 20, 300, 24 * 60, 31 * 24 * 60]) {
      const waitedMs = world.clock.now().getTime() - domain.createdAt.getTime();
      world.clock.advance(waitedMinutes * minuteMs - waitedMs);
      await world.check(domain);
      pauses.push(Math.round(await minutesUntilCheck(domain)));
    }
    expect(pauses).toEqual([1, 4, 60, 60, 24 * 60]);
  });
});
