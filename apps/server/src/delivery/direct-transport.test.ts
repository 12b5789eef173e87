import {
  createManualClock,
  startDnsServer,
  startScriptedMx,
  waitFor,
  type DnsServer,
  type ScriptedMx,
  type ScriptedMxOptions,
} from '@smtpy/testkit';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createResolver } from '../dns/index.ts';
import {
  createDirectTransport,
  type DirectTransport,
  type DirectTransportOptions,
} from './direct-transport.ts';
import { standardPoolLimits } from './pool/index.ts';
import { hastyAt, outgoing, patientDeadlines } from './testdata/outgoing.ts';

const signal = new AbortController().signal;
const clock = createManualClock();
const disposables: AsyncDisposable[] = [];
let dns: DnsServer;
let port = 0;

beforeEach(async () => {
  dns = await startDnsServer();
  disposables.push(dns);
  port = 0;
});

afterEach(async () => {
  // What was made last is closed first: a transport says QUIT to hosts that are still there.
  for (const disposable of disposables.splice(0).reverse()) await disposable[Symbol.asyncDispose]();
});

/** An MX on an address of its own; all share the port of the first. */
async function startMx(lastOctet: number, options: ScriptedMxOptions = {}): Promise<ScriptedMx> {
  const mx = await startScriptedMx({ host: `127.0.0.${String(lastOctet)}`, port, ...options });
  disposables.push(mx);
  port = mx.port;
  return mx;
}

function createTransport(changes: Partial<DirectTransportOptions> = {}): DirectTransport {
  const resolver = createResolver({ servers: [dns.address], timeoutMs: 10_000, clock });
  const transport = createDirectTransport({
    resolver,
    clock,
    hostname: 'us.test',
    port,
    ownAddresses: [],
    allowsLoopback: true,
    deadlines: patientDeadlines,
    ...changes,
  });
  disposables.push(transport);
  return transport;
}

/** Publishes MX records `mx<octet>.test` → 127.0.0.<octet>. */
function publishMx(...hosts: readonly { readonly octet: number; readonly preference: number }[]): void {
  dns.set(
    'example.com',
    'MX',
    hosts.map(({ octet, preference }) => ({ preference, exchange: `mx${String(octet)}.test` })),
  );
  for (const { octet } of hosts) dns.set(`mx${String(octet)}.test`, 'A', [`127.0.0.${String(octet)}`]);
}

describe('where to send', () => {
  it('takes the most preferred host', async () => {
    const first = await startMx(2);
    const second = await startMx(3);
    publishMx({ octet: 3, preference: 20 }, { octet: 2, preference: 10 });
    const outcome = await createTransport().send(outgoing(), signal);
    expect(outcome).toMatchObject({
      kind: 'delivered',
      evidence: { host: `mx2.test [127.0.0.2]:${String(port)}`, stage: 'body', reply: { code: 250 } },
    });
    expect([first.messages.length, second.connections]).toEqual([1, 0]);
  });

  it('takes the domain itself where there is no MX', async () => {
    const mx = await startMx(2);
    dns.set('example.com', 'A', ['127.0.0.2']);
    expect(await createTransport().send(outgoing(), signal)).toMatchObject({ kind: 'delivered' });
    expect(mx.messages).toHaveLength(1);
  });

  it('follows a CNAME', async () => {
    await startMx(2);
    dns.set('example.com', 'MX', [{ preference: 10, exchange: 'alias.test' }]);
    dns.set('alias.test', 'CNAME', ['real.test']);
    dns.set('real.test', 'A', ['127.0.0.2']);
    expect(await createTransport().send(outgoing(), signal)).toMatchObject({ kind: 'delivered' });
  });

  it.each([
    [
      'a null MX',
      () => {
        dns.set('example.com', 'MX', [{ preference: 0, exchange: '.' }]);
      },
      /^5\.1\.10 /,
    ],
    ['a name that does not exist', () => undefined, /^5\.1\.2 /],
    [
      'an MX without address',
      () => {
        dns.set('example.com', 'MX', [{ preference: 0, exchange: 'nowhere.test' }]);
      },
      /^5\.4\.4 /,
    ],
    [
      'our own name alone',
      () => {
        dns.set('example.com', 'MX', [{ preference: 5, exchange: 'us.test' }]);
      },
      /^5\.4\.6 /,
    ],
  ])('bounces for %s', async (_, prepare, explanation) => {
    await startMx(2);
    prepare();
    expect(await createTransport().send(outgoing(), signal)).toMatchObject({
      kind: 'bounced',
      evidence: { stage: 'dns', explanation: expect.stringMatching(explanation) as string },
    });
  });

  it.each(['SERVFAIL', 'TIMEOUT', 'REFUSED'] as const)('defers when DNS gives %s', async (failure) => {
    const resolver = createResolver({ servers: [dns.address], timeoutMs: 400, clock });
    const transport = createTransport({ resolver });
    const deferredByDns = { kind: 'deferred', evidence: { stage: 'dns' } };
    dns.fail('example.com', failure);
    expect(await transport.send(outgoing(), signal)).toMatchObject(deferredByDns);
    dns.recover('example.com');
    dns.set('example.com', 'MX', [{ preference: 10, exchange: 'mx2.test' }]);
    dns.fail('mx2.test', failure);
    expect(await transport.send(outgoing(), signal)).toMatchObject(deferredByDns);
  });

  it('never sends to hosts that are no more preferred than ourselves', async () => {
    const before = await startMx(2);
    const after = await startMx(4);
    publishMx({ octet: 2, preference: 10 }, { octet: 3, preference: 20 }, { octet: 4, preference: 20 });
    const transport = createTransport({ ownAddresses: ['127.0.0.3'] });
    before.on.greeting = '450 4.3.2 busy';
    expect(await transport.send(outgoing(), signal)).toMatchObject({ kind: 'deferred' });
    expect(after.connections).toBe(0);
  });

  it('never sends to this machine unless allowed', async () => {
    const mx = await startMx(2);
    publishMx({ octet: 2, preference: 10 });
    expect(await createTransport({ allowsLoopback: false }).send(outgoing(), signal)).toMatchObject({
      kind: 'bounced',
    });
    expect(mx.connections).toBe(0);
  });
});

describe('the next host', () => {
  it.each([
    ['refuses the connection', undefined],
    ['greets with 4xx', { greeting: '451 4.3.2 busy' }],
    ['greets with 5xx', { greeting: '554 5.7.1 no' }],
    ['hangs at the greeting', { greeting: { kind: 'hang' } }],
    ['closes at EHLO', { ehlo: { kind: 'close' } }],
    ['says 421 at RCPT', { rcpt: '421 4.3.2 closing' }],
    ['resets at DATA', { data: { kind: 'reset' } }],
  ] as const)('is tried when the first %s', async (_, on) => {
    const second = await startMx(3);
    const first = await startMx(2, on === undefined ? {} : { on });
    if (on === undefined) await first.close();
    publishMx({ octet: 2, preference: 10 }, { octet: 3, preference: 20 });
    const transport = createTransport({ deadlines: hastyAt('greetingMs') });
    expect(await transport.send(outgoing(), signal)).toMatchObject({ kind: 'delivered' });
    expect(second.messages).toHaveLength(1);
  });

  it.each([
    ['refuses the recipient', { rcpt: '550 5.1.1 no such user' }, 'bounced'],
    ['defers the recipient', { rcpt: '450 4.2.0 greylisted' }, 'deferred'],
    ['closes after the content', { body: { kind: 'close' } }, 'deferred'],
    ['closes in the middle of the content', { data: { kind: 'close_after_octets', octets: 10 } }, 'deferred'],
  ] as const)('is not tried when the first %s', async (_, on, kind) => {
    await startMx(2, { on });
    const second = await startMx(3);
    publishMx({ octet: 2, preference: 10 }, { octet: 3, preference: 20 });
    expect(await createTransport().send(outgoing(), signal)).toMatchObject({ kind });
    expect(second.connections).toBe(0);
  });

  it('leaves evidence of all that were tried, with the words of the one that spoke', async () => {
    const silent = await startMx(3);
    await silent.close();
    await startMx(2, { on: { greeting: '554 5.7.1 your address is listed' } });
    publishMx({ octet: 2, preference: 10 }, { octet: 3, preference: 20 });
    expect(await createTransport().send(outgoing(), signal)).toMatchObject({
      kind: 'deferred',
      evidence: {
        host: `mx2.test [127.0.0.2]:${String(port)}`,
        stage: 'greeting',
        reply: { code: 554, enhanced: '5.7.1' },
        explanation: `also tried mx3.test [127.0.0.3]:${String(port)}: connect: connection refused`,
      },
    });
  });

  it('bounces when every host says that it never takes mail', async () => {
    await startMx(2, { on: { greeting: '521 5.3.2 no mail here' } });
    publishMx({ octet: 2, preference: 10 });
    expect(await createTransport().send(outgoing(), signal)).toMatchObject({
      kind: 'bounced',
      evidence: { stage: 'greeting', reply: { code: 521 } },
    });
  });
});

describe('TLS', () => {
  it('is used when offered, whatever the certificate', async () => {
    await startMx(2, { tls: 'starttls' });
    publishMx({ octet: 2, preference: 10 });
    expect(await createTransport().send(outgoing(), signal)).toMatchObject({
      kind: 'delivered',
      evidence: { tls: 'TLSv1.3' },
    });
  });

  it('is done without when the handshake fails, and the evidence says so', async () => {
    const mx = await startMx(2, { tls: 'starttls', on: { starttls: { kind: 'break_tls' } } });
    publishMx({ octet: 2, preference: 10 });
    const outcome = await createTransport().send(outgoing(), signal);
    expect(outcome).toMatchObject({ kind: 'delivered' });
    expect(outcome.evidence.tls).toBeUndefined();
    expect(outcome.evidence.explanation).toMatch(/^sent without TLS because the handshake failed: /);
    expect(mx.connections).toBe(2);
  });
});

describe('connections', () => {
  it('are used again, up to the limit', async () => {
    const mx = await startMx(2);
    publishMx({ octet: 2, preference: 10 });
    const transport = createTransport({ poolLimits: { ...standardPoolLimits, maxTransactions: 3 } });
    for (let sent = 0; sent < 7; sent += 1) await transport.send(outgoing(), signal);
    expect(mx.messages).toHaveLength(7);
    expect(mx.connections).toBe(3);
  });

  it('are closed when idle, and when the transport is', async () => {
    const mx = await startMx(2);
    publishMx({ octet: 2, preference: 10 });
    const transport = createTransport({ poolLimits: { ...standardPoolLimits, maxIdleMs: 20 } });
    await transport.send(outgoing(), signal);
    await waitFor(() => mx.openConnections === 0, { what: 'the idle connection to be closed' });
    const other = createTransport();
    await other.send(outgoing(), signal);
    expect(mx.openConnections).toBe(1);
    await other[Symbol.asyncDispose]();
    expect(mx.openConnections).toBe(0);
    expect(mx.commands.at(-1)?.line).toBe('QUIT');
  });

  it('that broke while idle, or break at the next message, are replaced at once', async () => {
    const mx = await startMx(2);
    publishMx({ octet: 2, preference: 10 });
    const transport = createTransport();
    await transport.send(outgoing(), signal);
    mx.on.mail = ({ connection }) => (connection === 1 ? '421 4.4.2 too long idle' : undefined);
    expect(await transport.send(outgoing(), signal)).toMatchObject({ kind: 'delivered' });
    expect(mx.connections).toBe(2);
  });

  it('are one for each message under way', async () => {
    const mx = await startMx(2);
    publishMx({ octet: 2, preference: 10 });
    const transport = createTransport();
    await Promise.all([1, 2, 3].map(() => transport.send(outgoing(), signal)));
    expect(mx.connections).toBe(3);
    await transport.send(outgoing(), signal);
    expect(mx.connections).toBe(3);
    expect(mx.violations).toEqual([]);
  });
});

describe('pauses', () => {
  it('begin after three attempts without any host, and end with time', async () => {
    const mx = await startMx(2, { on: { greeting: '421 4.3.2 down' } });
    publishMx({ octet: 2, preference: 10 });
    const transport = createTransport();
    for (let failures = 1; failures <= 3; failures += 1) {
      expect(transport.pausedKeys()).toEqual([]);
      await transport.send(outgoing(), signal);
    }
    expect(transport.pausedKeys()).toEqual(['example.com']);
    clock.advance(15_000);
    expect(transport.pausedKeys()).toEqual([]);
    delete mx.on.greeting;
    await transport.send(outgoing(), signal);
    expect(transport.pausedKeys()).toEqual([]);
  });

  it('are not begun by refusals', async () => {
    await startMx(2, { on: { rcpt: '450 4.2.0 greylisted' } });
    publishMx({ octet: 2, preference: 10 });
    const transport = createTransport();
    for (let refusals = 0; refusals < 5; refusals += 1) await transport.send(outgoing(), signal);
    expect(transport.pausedKeys()).toEqual([]);
  });
});
