import { startScriptedMx, type ScriptedMx, type ScriptedMxOptions } from '@smtpy/testkit';
import { afterEach, describe, expect, it } from 'vitest';
import { Secret } from '../config/index.ts';
import { createRelayTransport } from './relay-transport.ts';
import { outgoing, patientDeadlines } from './testdata/outgoing.ts';
import type { Transport } from './transport.ts';

const signal = new AbortController().signal;
const disposables: AsyncDisposable[] = [];

afterEach(async () => {
  for (const disposable of disposables.splice(0).reverse()) await disposable[Symbol.asyncDispose]();
});

async function startRelay(options: ScriptedMxOptions = {}): Promise<ScriptedMx> {
  const relay = await startScriptedMx(options);
  disposables.push(relay);
  return relay;
}

function createTransport(relay: ScriptedMx, { scheme = 'smtp', login = '' } = {}): Transport {
  const relayUrl = new Secret(`${scheme}://${login}${relay.host}:${String(relay.port)}`);
  const transport = createRelayTransport({ relayUrl, hostname: 'us.test', deadlines: patientDeadlines });
  disposables.push(transport);
  return transport;
}

describe('createRelayTransport', () => {
  it('sends every destination over the same connections', async () => {
    const relay = await startRelay();
    const transport = createTransport(relay);
    await transport.send(outgoing(undefined, { rcptTo: 'a@one.test' }), signal);
    const outcome = await transport.send(outgoing(undefined, { rcptTo: 'b@two.test' }), signal);
    expect(outcome).toMatchObject({
      kind: 'delivered',
      evidence: { host: `127.0.0.1:${String(relay.port)}`, reply: { code: 250 } },
    });
    expect([relay.messages.length, relay.connections]).toEqual([2, 1]);
  });

  it('proves who it is, with TLS where it is offered', async () => {
    const relay = await startRelay({ tls: 'starttls', auth: { username: 'me@us.test', password: 'p:w/%' } });
    const transport = createTransport(relay, { login: 'me%40us.test:p%3Aw%2F%25@' });
    expect(await transport.send(outgoing(), signal)).toMatchObject({
      kind: 'delivered',
      evidence: { tls: 'TLSv1.3' },
    });
  });

  it('speaks TLS at once for smtps', async () => {
    const relay = await startRelay({ tls: 'implicit' });
    expect(await createTransport(relay, { scheme: 'smtps' }).send(outgoing(), signal)).toMatchObject({
      kind: 'delivered',
    });
  });

  it('tells a refused connection from failed TLS', async () => {
    const relay = await startRelay();
    const transport = createTransport(relay, { scheme: 'smtps' });
    expect(await transport.send(outgoing(), signal)).toMatchObject({
      kind: 'deferred',
      evidence: { stage: 'tls' },
    });
    await relay.close();
    expect(await transport.send(outgoing(), signal)).toMatchObject({
      kind: 'deferred',
      evidence: { stage: 'connect', explanation: 'connection refused' },
    });
  });

  it.each([
    ['refuses the connection', undefined],
    ['refuses the password', { auth: '535 5.7.8 wrong' }],
    ['greets with 5xx', { greeting: '554 5.7.1 no' }],
    ['wants authentication', { mail: '530 5.7.0 authentication required' }],
  ] as const)('defers when the relay %s', async (_, on) => {
    const auth = { username: 'u', password: 'secret-word' };
    const relay = await startRelay({ auth, ...(on && { on }) });
    if (on === undefined) await relay.close();
    const outcome = await createTransport(relay, { login: 'u:secret-word@' }).send(outgoing(), signal);
    expect(outcome.kind).toBe('deferred');
    expect(JSON.stringify(outcome)).not.toContain('secret-word');
  });

  it('bounces what the relay refuses for good', async () => {
    const relay = await startRelay({ on: { rcpt: '550 5.1.1 no such user' } });
    expect(await createTransport(relay).send(outgoing(), signal)).toMatchObject({
      kind: 'bounced',
      evidence: { stage: 'rcpt', reply: { code: 550, enhanced: '5.1.1' } },
    });
  });

  it('refuses a URL that is none, without repeating it', () => {
    const relayUrl = new Secret('http://user:secret-word@relay.test');
    expect(() => createRelayTransport({ relayUrl, hostname: 'us.test' })).toThrow(/^(?!.*secret-word)/);
  });
});
