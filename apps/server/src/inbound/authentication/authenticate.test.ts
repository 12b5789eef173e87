import { type DnsServer, createManualClock, startDnsServer } from '@smtpy/testkit';
import { parseHeaderBlock } from '@smtpy/mail';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createResolver, type DnsResolver } from '../../dns/index.ts';
import { readAuthor } from '../../forwarding/index.ts';
import { silentEvents } from '../../observe/index.ts';
import { authenticate } from './authenticate.ts';
import { checkSender } from './sender-policy.ts';

let dns: DnsServer;
let resolver: DnsResolver;

beforeEach(async () => {
  dns = await startDnsServer();
  resolver = createResolver({ servers: [dns.address], timeoutMs: 500, clock: createManualClock() });
});
afterEach(() => dns.close());

const hostname = 'mx.alias.example';

function checkSpf(mailFrom: string, helo = 'client.example') {
  return checkSender({ ip: '192.0.2.1', helo, mailFrom, hostname, timeoutMs: 5_000 }, resolver);
}

async function facts(message: string, mailFrom: string) {
  const data = Buffer.from(message.replaceAll('\n', '\r\n'));
  const headerBytes = data.indexOf('\r\n\r\n') + 4;
  const header = parseHeaderBlock(data.subarray(0, headerBytes));
  const author = readAuthor(header);
  const stored = { kind: 'small', data } as const;
  const input = { header, author, headerBytes, stored, spf: checkSpf(mailFrom) };
  return authenticate(input, { resolver, events: silentEvents });
}

it('evaluates SPF of the reverse path, and of HELO for the null sender', async () => {
  dns.set('sender.example', 'TXT', ['v=spf1 ip4:192.0.2.1 -all']);
  dns.set('client.example', 'TXT', ['v=spf1 -all']);
  expect(await checkSpf('jane@sender.example')).toMatchObject({ result: 'pass', domain: 'sender.example' });
  expect(await checkSpf('')).toMatchObject({ result: 'fail', domain: 'client.example' });
  expect(await checkSpf('', '[192.0.2.1]')).toMatchObject({ result: 'none' });
});

it('calls trouble with DNS temporary', async () => {
  dns.fail('sender.example', 'SERVFAIL');
  expect(await checkSpf('jane@sender.example')).toMatchObject({ result: 'temperror' });
});

it('aligns SPF with the author', async () => {
  dns.set('mail.sender.example', 'TXT', ['v=spf1 ip4:192.0.2.1 -all']);
  dns.set('_dmarc.sender.example', 'TXT', ['v=DMARC1; p=quarantine']);
  const passing = await facts('From: jane@sender.example\n\nx\n', 'jane@mail.sender.example');
  expect(passing.dmarc).toEqual({ result: 'pass', policy: 'quarantine', domain: 'sender.example' });
  dns.set('evil.example', 'TXT', ['v=spf1 ip4:192.0.2.1 -all']);
  const failing = await facts('From: jane@sender.example\n\nx\n', 'jane@evil.example');
  expect(failing.dmarc).toEqual({ result: 'fail', policy: 'quarantine', domain: 'sender.example' });
});

it('judges the author who will be shown, whatever else From names', async () => {
  dns.set('evil.example', 'TXT', ['v=spf1 ip4:192.0.2.1 -all']);
  dns.set('_dmarc.bank.example', 'TXT', ['v=DMARC1; p=reject']);
  const two = await facts('From: "CEO" <ceo@bank.example>, a@evil.example\n\nx\n', 'a@evil.example');
  expect(two.dmarc).toMatchObject({ result: 'fail', policy: 'reject', domain: 'bank.example' });
});

it('has no policy for an author without a domain', async () => {
  expect((await facts('Subject: x\n\nx\n', '')).dmarc).toEqual({
    result: 'none',
    comment: 'no-author-domain',
  });
});

it('reports a broken ARC chain and signatures without keys', async () => {
  const seal = 'ARC-Seal: i=1; a=rsa-sha256; cv=none; d=d.example; s=s; t=1; b=eHh4\n';
  const signature = 'DKIM-Signature: v=1; a=rsa-sha256; d=sender.example; s=s; h=from; bh=eHh4; b=eHh4\n';
  const found = await facts(`${seal}${signature}From: jane@sender.example\n\nx\n`, '');
  expect(found.arc.result).toBe('fail');
  expect(found.dkim).toMatchObject([{ result: 'neutral', domain: 'sender.example', isAligned: false }]);
});

it('turns a defect into temperror and tells the events', async () => {
  const failures: unknown[] = [];
  const header = parseHeaderBlock(Buffer.from('From: a@b.example\r\n\r\n'));
  const input = {
    header,
    author: readAuthor(header),
    headerBytes: 0,
    stored: { kind: 'small', data: Buffer.alloc(0) },
    spf: Promise.reject(new Error('a defect')),
  } as const;
  const result = await authenticate(input, {
    resolver,
    events: { failed: (_action, error) => void failures.push(error) },
  });
  expect(result).toMatchObject({ spf: { result: 'temperror' }, dmarc: { result: 'temperror' } });
  expect(failures).toHaveLength(1);
});
