import { createManualClock, type DnsServer, startDnsServer } from '@smtpy/testkit';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createResolver, type DnsResolver } from '../../dns/index.ts';
import { checkSender } from './sender-policy.ts';

let dns: DnsServer;
let resolver: DnsResolver;

beforeEach(async () => {
  dns = await startDnsServer();
  resolver = createResolver({ servers: [dns.address], timeoutMs: 500, clock: createManualClock() });
});
afterEach(() => dns.close());

// Two cases of the RFC 7208 suite, which is not everywhere; the rest is in tests/conformance.
it.each([
  ['an error behind the term that matches', 'v=spf1 ip4:192.0.2.1 exp=a.example exp=b.example', 'permerror'],
  ['a macro that makes no name of HELO', 'v=spf1 a:%{H} -all', 'fail'],
])('goes by the letter: %s', async (_, record, result) => {
  dns.set('sender.example', 'TXT', [record]);
  const claim = { ip: '192.0.2.1', helo: 'JUMPIN JUPITER', mailFrom: 'jane@sender.example' };
  const facts = await checkSender({ ...claim, hostname: 'mx.alias.example', timeoutMs: 5_000 }, resolver);
  expect(facts).toMatchObject({ result, domain: 'sender.example' });
});
