import { createManualClock, startDnsServer, type DnsServer, type ManualClock } from '@smtpy/testkit';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createResolver, type DnsResolver } from './index.ts';

let dns: DnsServer;
let clock: ManualClock;
let resolver: DnsResolver;

beforeEach(async () => {
  dns = await startDnsServer();
  clock = createManualClock();
  resolver = createResolver({ servers: [dns.address], timeoutMs: 10_000, clock });
});

afterEach(async () => {
  await dns.close();
});

const countOf = (type: string) => dns.queries.filter((query) => query.type === type).length;

describe('resolve', () => {
  it('gives records as node:dns does', async () => {
    dns.set('example.com', 'TXT', ['v=spf1 -all', ['two ', 'strings']]);
    dns.set('example.com', 'MX', [{ preference: 10, exchange: 'mx.example.com' }]);
    dns.set('example.com', 'A', ['192.0.2.1']);
    dns.set('example.com', 'AAAA', ['2001:db8::1']);
    expect(await resolver.resolve('example.com', 'TXT')).toEqual([['v=spf1 -all'], ['two ', 'strings']]);
    expect(await resolver.resolve('example.com', 'MX')).toMatchObject([
      { priority: 10, exchange: 'mx.example.com' },
    ]);
    expect(await resolver.resolve('example.com', 'A')).toEqual(['192.0.2.1']);
    expect(await resolver.resolve('example.com', 'AAAA')).toEqual(['2001:db8::1']);
  });

  it.each([
    ['NXDOMAIN', 'ENOTFOUND'],
    ['SERVFAIL', 'ESERVFAIL'],
    ['REFUSED', 'EREFUSED'],
    ['TIMEOUT', 'ETIMEOUT'],
  ] as const)('rejects for %s with code %s', async (failure, code) => {
    dns.set('example.com', 'A', ['192.0.2.1']);
    dns.fail('example.com', failure);
    const hasty = createResolver({
      servers: [dns.address],
      timeoutMs: failure === 'TIMEOUT' ? 300 : 10_000,
      clock,
    });
    await expect(hasty.resolve('example.com', 'TXT')).rejects.toMatchObject({ name: 'DnsError', code });
  });

  it('rejects with ENODATA where the name has other records', async () => {
    dns.set('example.com', 'A', ['192.0.2.1']);
    await expect(resolver.resolve('example.com', 'TXT')).rejects.toMatchObject({ code: 'ENODATA' });
  });

  it('keeps its deadline however often it asks', async () => {
    dns.fail('example.com', 'TIMEOUT');
    const hasty = createResolver({ servers: [dns.address], timeoutMs: 300, clock });
    const startedAtMs = performance.now();
    await expect(hasty.resolve('example.com', 'A')).rejects.toMatchObject({ code: 'ETIMEOUT' });
    expect(performance.now() - startedAtMs).toBeLessThan(2_000);
  });

  it('remembers an address for its TTL, at most five minutes, and other records for one', async () => {
    dns.set('short.test', 'A', ['192.0.2.1'], { ttlSeconds: 20 });
    dns.set('long.test', 'A', ['192.0.2.1'], { ttlSeconds: 86_400 });
    dns.set('short.test', 'TXT', ['text']);
    const askAll = async () => {
      await resolver.resolve('short.test', 'A');
      await resolver.resolve('long.test', 'A');
      await resolver.resolve('SHORT.test', 'TXT');
    };
    await askAll();
    clock.advance(19_000);
    await askAll();
    expect([countOf('A'), countOf('TXT')]).toEqual([2, 1]);
    clock.advance(41_000);
    await askAll();
    expect([countOf('A'), countOf('TXT')]).toEqual([3, 2]);
    clock.advance(240_000);
    await askAll();
    expect(countOf('A')).toBe(5);
  });

  it('remembers that there is nothing for 30 s, and failures not at all', async () => {
    const ask = (name: string) => resolver.resolve(name, 'A').catch(() => undefined);
    dns.fail('broken.test', 'SERVFAIL');
    await ask('nowhere.test');
    await ask('nowhere.test');
    expect(dns.queries.filter(({ name }) => name === 'nowhere.test')).toHaveLength(1);
    clock.advance(30_000);
    await ask('nowhere.test');
    expect(dns.queries.filter(({ name }) => name === 'nowhere.test')).toHaveLength(2);
    await ask('broken.test');
    dns.recover('broken.test');
    dns.set('broken.test', 'A', ['192.0.2.1']);
    expect(await ask('broken.test')).toEqual(['192.0.2.1']);
  });

  it('sends equal questions at the same time once', async () => {
    dns.set('example.com', 'A', ['192.0.2.1']);
    const answers = await Promise.all([1, 2, 3].map(() => resolver.resolve('example.com', 'A')));
    expect(countOf('A')).toBe(1);
    answers[0]?.pop();
    expect(answers[1]).toEqual(['192.0.2.1']);
  });
});

describe('typed questions', () => {
  it('tell found, no data, no such name and failed apart', async () => {
    dns.set('example.com', 'MX', [{ preference: 10, exchange: 'mx.example.com' }]);
    dns.set('bare.test', 'A', ['192.0.2.1']);
    dns.fail('broken.test', 'SERVFAIL');
    expect(await resolver.resolveMx('example.com')).toMatchObject({
      kind: 'found',
      records: [{ priority: 10 }],
    });
    expect(await resolver.resolveMx('bare.test')).toEqual({ kind: 'no_data' });
    expect(await resolver.resolveMx('nowhere.test')).toEqual({ kind: 'no_such_name' });
    expect(await resolver.resolveMx('bad..name')).toEqual({ kind: 'no_such_name' });
    expect(await resolver.resolveMx('broken.test')).toEqual({
      kind: 'failed',
      explanation: 'MX broken.test: ESERVFAIL',
    });
  });

  it('give both families of addresses, IPv4 first', async () => {
    dns.set('both.test', 'A', ['192.0.2.1']);
    dns.set('both.test', 'AAAA', ['2001:db8::1']);
    dns.set('six.test', 'AAAA', ['2001:db8::1']);
    dns.set('half.test', 'A', ['192.0.2.1']);
    dns.fail('half.test', 'SERVFAIL', 'AAAA');
    dns.set('text.test', 'TXT', ['text']);
    dns.fail('text.test', 'SERVFAIL', 'AAAA');
    expect(await resolver.resolveAddresses('both.test')).toEqual({
      kind: 'found',
      records: ['192.0.2.1', '2001:db8::1'],
    });
    expect(await resolver.resolveAddresses('six.test')).toEqual({ kind: 'found', records: ['2001:db8::1'] });
    expect(await resolver.resolveAddresses('half.test')).toEqual({ kind: 'found', records: ['192.0.2.1'] });
    expect(await resolver.resolveAddresses('text.test')).toMatchObject({ kind: 'failed' });
    expect(await resolver.resolveAddresses('nowhere.test')).toEqual({ kind: 'no_such_name' });
  });

  it('read the reverse zone', async () => {
    dns.set('1.2.0.192.in-addr.arpa', 'PTR', ['host.example.com']);
    expect(await resolver.reverse('192.0.2.1')).toEqual({ kind: 'found', records: ['host.example.com'] });
    expect(await resolver.reverse('192.0.2.2')).toEqual({ kind: 'no_such_name' });
  });
});
