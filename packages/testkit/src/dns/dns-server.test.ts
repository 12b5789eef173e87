import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { Resolver } from 'node:dns/promises';
import { connect } from 'node:net';
import { decode, encode, streamEncode, type DecodedPacket, type Packet, type RecordType } from 'dns-packet';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startDnsServer, type DnsServer } from './index.ts';

let dns: DnsServer;
let resolver: Resolver;

beforeEach(async () => {
  dns = await startDnsServer({
    zones: { 'Example.com': { A: ['192.0.2.1'], MX: [{ preference: 10, exchange: 'mx.example.com' }] } },
  });
  resolver = new Resolver({ timeout: 300, tries: 1 });
  resolver.setServers([dns.address]);
});
afterEach(() => dns.close());

/** Asks over UDP without EDNS, or over TCP. */
async function ask(name: string, type: RecordType, transport: 'udp' | 'tcp'): Promise<DecodedPacket> {
  const query: Packet = { type: 'query', id: 7, questions: [{ name, type }] };
  const signal = AbortSignal.timeout(5_000);
  if (transport === 'tcp') {
    const socket = connect(dns.port, '127.0.0.1').on('error', () => undefined);
    socket.end(streamEncode(query));
    const [chunk] = (await once(socket, 'data', { signal })) as [Buffer];
    socket.destroy();
    return decode(chunk, 2);
  }
  const socket = createSocket('udp4');
  socket.send(encode(query), dns.port, '127.0.0.1');
  const [message] = (await once(socket, 'message', { signal })) as [Buffer];
  socket.close();
  return decode(message);
}

describe('startDnsServer', () => {
  it('answers every type it holds', async () => {
    dns.set('example.com', 'AAAA', ['2001:db8::1']);
    dns.set('example.com', 'TXT', ['v=spf1 -all', ['two ', 'strings']]);
    dns.set('example.com', 'NS', ['ns.example.com']);
    dns.set('example.com', 'CAA', [{ flags: 128, tag: 'issue', value: 'ca.example' }]);
    dns.set('1.2.0.192.in-addr.arpa', 'PTR', ['host.example.com']);
    expect(await resolver.resolve4('example.com')).toEqual(['192.0.2.1']);
    expect(await resolver.resolve6('example.com')).toEqual(['2001:db8::1']);
    expect(await resolver.resolveMx('example.com')).toMatchObject([
      { priority: 10, exchange: 'mx.example.com' },
    ]);
    expect(await resolver.resolveTxt('example.com')).toEqual([['v=spf1 -all'], ['two ', 'strings']]);
    expect(await resolver.resolveNs('example.com')).toEqual(['ns.example.com']);
    expect(await resolver.resolveCaa('example.com')).toMatchObject([{ critical: 128, issue: 'ca.example' }]);
    expect(await resolver.reverse('192.0.2.1')).toEqual(['host.example.com']);
    expect(dns.queries.at(-1)).toEqual({ name: '1.2.0.192.in-addr.arpa', type: 'PTR', transport: 'udp' });
  });

  it('compares names without regard to case and gives them back as asked', async () => {
    const response = await ask('EXAMPLE.com', 'A', 'udp');
    expect(response.questions).toMatchObject([{ name: 'EXAMPLE.com' }]);
    expect(response.answers).toMatchObject([{ name: 'EXAMPLE.com', data: '192.0.2.1' }]);
  });

  it('tells a name without the type from a name that does not exist', async () => {
    await expect(resolver.resolve6('example.com')).rejects.toMatchObject({ code: 'ENODATA' });
    await expect(resolver.resolve4('com')).rejects.toMatchObject({ code: 'ENODATA' });
    await expect(resolver.resolve4('ample.com')).rejects.toMatchObject({ code: 'ENOTFOUND' });
    const nxdomain = await ask('nothing.example.com', 'A', 'udp');
    expect(nxdomain.authorities).toMatchObject([{ type: 'SOA' }]);
    dns.remove('example.com');
    await expect(resolver.resolve4('example.com')).rejects.toMatchObject({ code: 'ENOTFOUND' });
  });

  it('gives the null MX', async () => {
    dns.set('none.example', 'MX', [{ preference: 0, exchange: '.' }]);
    expect(await resolver.resolveMx('none.example')).toMatchObject([{ priority: 0, exchange: '' }]);
  });

  it('follows CNAMEs inside its data, and survives a loop', async () => {
    dns.set('www.example.com', 'CNAME', ['example.com']);
    dns.set('dangling.example.com', 'CNAME', ['nowhere.example.com']);
    dns.set('loop.example.com', 'CNAME', ['loop.example.com']);
    expect(await resolver.resolve4('www.example.com')).toEqual(['192.0.2.1']);
    expect(await resolver.resolveCname('www.example.com')).toEqual(['example.com']);
    await expect(resolver.resolve4('dangling.example.com')).rejects.toMatchObject({ code: 'ENOTFOUND' });
    expect((await ask('loop.example.com', 'A', 'tcp')).answers).toHaveLength(16);
  });

  it('cuts a long TXT value into strings, and what UDP cannot hold to TCP', async () => {
    const key = `v=DKIM1; k=rsa; p=${'A'.repeat(684)}`;
    dns.set('s._domainkey.example.com', 'TXT', [key]);
    const [strings] = await resolver.resolveTxt('s._domainkey.example.com');
    expect(strings?.map((one) => one.length)).toEqual([255, 255, 192]);
    expect(strings?.join('')).toBe(key);
    const cut = await ask('s._domainkey.example.com', 'TXT', 'udp');
    expect(cut.flag_tc).toBe(true);
    expect(cut.answers).toEqual([]);
    const whole = await ask('s._domainkey.example.com', 'TXT', 'tcp');
    expect(whole.flag_tc).toBe(false);
    expect(whole.answers).toHaveLength(1);
  });

  it('is asked again over TCP by a resolver that got TC', async () => {
    dns.set(
      'many.example.com',
      'TXT',
      Array.from({ length: 30 }, (_, index) => `${index} ${'x'.repeat(100)}`),
    );
    expect(await resolver.resolveTxt('many.example.com')).toHaveLength(30);
    expect(dns.queries.map((query) => query.transport)).toEqual(['udp', 'tcp']);
  });

  it('fails as told, also for one type only, until it recovers', async () => {
    dns.fail('example.com', 'SERVFAIL');
    await expect(resolver.resolve4('example.com')).rejects.toMatchObject({ code: 'ESERVFAIL' });
    dns.recover('example.com');
    dns.fail('example.com', 'TIMEOUT', 'MX');
    await expect(resolver.resolveMx('example.com')).rejects.toMatchObject({ code: 'ETIMEOUT' });
    expect(await resolver.resolve4('example.com')).toEqual(['192.0.2.1']);
    dns.fail('example.com', 'NXDOMAIN');
    await expect(resolver.resolve4('example.com')).rejects.toMatchObject({ code: 'ENOTFOUND' });
    expect(dns.queries.map((query) => query.type)).toEqual(['A', 'MX', 'A', 'A']);
    dns.forgetQueries();
    expect(dns.queries).toEqual([]);
  });

  it('gives the time to live that was set', async () => {
    dns.set('example.com', 'A', ['192.0.2.9'], { ttlSeconds: 300 });
    expect(await resolver.resolve4('example.com', { ttl: true })).toEqual([
      { address: '192.0.2.9', ttl: 300 },
    ]);
  });

  it('ignores what is not DNS, and frees its port', async () => {
    const socket = createSocket('udp4');
    socket.send(Buffer.from('no'), dns.port, '127.0.0.1');
    expect(await resolver.resolve4('example.com')).toEqual(['192.0.2.1']);
    socket.close();
    await dns.close();
    await using again = await startDnsServer({ port: dns.port });
    expect(again.port).toBe(dns.port);
  });
});
