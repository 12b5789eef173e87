import { type DnsServer, createManualClock, startDnsServer } from '@smtpy/testkit';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createResolver, type DnsResolver } from '../dns/index.ts';
import { findClientName } from './client-name.ts';

let dns: DnsServer;
let resolver: DnsResolver;

beforeEach(async () => {
  dns = await startDnsServer();
  resolver = createResolver({ servers: [dns.address], timeoutMs: 1_000, clock: createManualClock() });
});
afterEach(() => dns.close());

it('is the first reverse name that leads back', async () => {
  dns.set('7.2.0.192.in-addr.arpa', 'PTR', ['liar.example', 'client.example']);
  dns.set('liar.example', 'A', ['192.0.2.9']);
  dns.set('client.example', 'A', ['192.0.2.7']);
  expect(await findClientName('192.0.2.7', resolver)).toBe('client.example');
});

it('compares IPv6 addresses, not their spellings', async () => {
  const reverse = '1.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6.arpa';
  dns.set(reverse, 'PTR', ['six.example']);
  dns.set('six.example', 'AAAA', ['2001:db8::1']);
  expect(await findClientName('2001:0DB8:0:0:0:0:0:1', resolver)).toBe('six.example');
});

it('is missing when the name leads elsewhere or nowhere, or DNS does not answer', async () => {
  dns.set('7.2.0.192.in-addr.arpa', 'PTR', ['liar.example']);
  expect(await findClientName('192.0.2.7', resolver)).toBeUndefined();
  expect(await findClientName('192.0.2.8', resolver)).toBeUndefined();
  dns.fail('9.2.0.192.in-addr.arpa', 'TIMEOUT');
  expect(await findClientName('192.0.2.9', resolver)).toBeUndefined();
});
