import { createManualClock, startDnsServer, waitFor, type DnsServer, type ManualClock } from '@smtpy/testkit';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createResolver } from '../dns/index.ts';
import { createDnsLists, type DnsLists } from './index.ts';

const ip = '198.51.100.7';
const [one, two] = ['one.list.example', 'two.list.example'];
const questionOf = (zone: string) => `7.100.51.198.${zone}`;

let dns: DnsServer;
let clock: ManualClock;

beforeEach(async () => {
  dns = await startDnsServer({ ttlSeconds: 0 });
  clock = createManualClock();
});
afterEach(() => dns.close());

function createLists(zones: readonly string[] = [one, two]): DnsLists {
  // Its deadline is longer than that of the lists, as it may be in production.
  const resolver = createResolver({ servers: [dns.address], timeoutMs: 10_000, clock });
  return createDnsLists({ zones, resolver, clock });
}

const asked = (type: string, zone: string) =>
  dns.queries.filter((query) => query.type === type && query.name.endsWith(zone)).length;

describe('a listing', () => {
  it('names the list and gives its words', async () => {
    dns.set(questionOf(two), 'A', ['127.0.0.2']);
    dns.set(questionOf(two), 'TXT', [['See https://two.list.example', '/198.51.100.7']]);
    expect(await createLists().check(ip)).toEqual({
      kind: 'listed',
      zone: two,
      text: 'See https://two.list.example/198.51.100.7',
    });
  });

  it('needs no words, and those there are are made safe and short', async () => {
    dns.set(questionOf(one), 'A', ['127.0.0.4']);
    const lists = createLists([one]);
    expect(await lists.check(ip)).toEqual({ kind: 'listed', zone: one, text: undefined });
    dns.set(questionOf(one), 'TXT', [['\u001b[2J\r\n', 'x'.repeat(250), 'y'.repeat(250)]]);
    clock.advance(300_000);
    const verdict = await lists.check(ip);
    expect(verdict).toEqual({ kind: 'listed', zone: one, text: `[2J${'x'.repeat(194)}` });
  });

  it('stands although the words fail', async () => {
    dns.set(questionOf(one), 'A', ['127.0.0.2']);
    dns.fail(questionOf(one), 'SERVFAIL', 'TXT');
    expect(await createLists([one]).check(ip)).toMatchObject({ kind: 'listed', zone: one });
  });

  it('is found for IPv6 and for IPv4 inside it', async () => {
    const nibbles = '1.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2';
    dns.set(`${nibbles}.${one}`, 'A', ['127.0.0.2']);
    dns.set(questionOf(one), 'A', ['127.0.0.2']);
    const lists = createLists();
    expect(await lists.check('2001:db8::1')).toMatchObject({ kind: 'listed' });
    expect(await lists.check(`::ffff:${ip}`)).toMatchObject({ kind: 'listed' });
    expect(await lists.check('2001:db8::2')).toEqual({ kind: 'not_listed' });
  });

  it.each([
    ['an error code', ['127.255.255.254']],
    ['an address elsewhere', ['203.0.113.1']],
  ])('is not %s', async (_name, records) => {
    dns.set(questionOf(one), 'A', records);
    expect(await createLists([one]).check(ip)).toEqual({ kind: 'not_listed' });
    expect(asked('TXT', one)).toBe(0);
  });
});

describe('a list that does not answer', () => {
  it('says nothing, after three seconds', async () => {
    dns.fail(questionOf(one), 'TIMEOUT');
    const startedAtMs = performance.now();
    expect(await createLists().check(ip)).toEqual({ kind: 'not_listed' });
    const tookMs = performance.now() - startedAtMs;
    expect(tookMs).toBeGreaterThan(2_500);
    expect(tookMs).toBeLessThan(4_500);
  });

  it('does not keep another from being heard at once', async () => {
    dns.fail(questionOf(one), 'TIMEOUT');
    dns.set(questionOf(two), 'A', ['127.0.0.2']);
    const startedAtMs = performance.now();
    expect(await createLists().check(ip)).toMatchObject({ kind: 'listed', zone: two });
    expect(performance.now() - startedAtMs).toBeLessThan(2_000);
  });

  it.each(['SERVFAIL', 'REFUSED'] as const)(
    '%s: is asked again after ten seconds, not before',
    async (failure) => {
      dns.fail(questionOf(one), failure);
      const lists = createLists([one]);
      expect(await lists.check(ip)).toEqual({ kind: 'not_listed' });
      const before = asked('A', one);
      dns.recover(questionOf(one));
      dns.set(questionOf(one), 'A', ['127.0.0.2']);
      clock.advance(9_999);
      expect(await lists.check(ip)).toEqual({ kind: 'not_listed' });
      expect(asked('A', one)).toBe(before);
      clock.advance(1);
      expect(await lists.check(ip)).toMatchObject({ kind: 'listed' });
    },
  );
});

describe('answers', () => {
  it('are repeated for five minutes, those that say no too', async () => {
    dns.set(questionOf(two), 'A', ['127.0.0.2']);
    const lists = createLists();
    await lists.check(ip);
    await waitFor(() => asked('A', one) === 1, { what: 'both lists were asked' });
    const counts = () => [asked('A', one), asked('A', two), asked('TXT', two)];
    expect(counts()).toEqual([1, 1, 1]);
    clock.advance(299_999);
    await lists.check(ip);
    expect(counts()).toEqual([1, 1, 1]);
    clock.advance(1);
    await lists.check(ip);
    await waitFor(() => asked('A', one) === 2, { what: 'both lists were asked again' });
    expect(counts()).toEqual([2, 2, 2]);
  });

  it('are asked for once by many at the same time', async () => {
    const lists = createLists([one]);
    await Promise.all(Array.from({ length: 20 }, () => lists.check(ip)));
    expect(asked('A', one)).toBe(1);
  });

  it.each(['127.0.0.1', '10.1.2.3', '::1', 'fe80::1', 'nonsense'])(
    'are not asked for %s',
    async (address) => {
      expect(await createLists().check(address)).toEqual({ kind: 'not_listed' });
      expect(dns.queries).toEqual([]);
    },
  );
});
