import { afterEach, describe, expect, it } from 'vitest';
import { createConnections } from '../testdata/connections.ts';
import { hastyAt, outgoing } from '../testdata/outgoing.ts';

const signal = new AbortController().signal;
const { startMx, open, connect, closeAll } = createConnections();

afterEach(closeAll);

describe('openConnection', () => {
  it('tells a refused connection', async () => {
    const mx = await startMx();
    await mx.close();
    expect(await open(mx)).toEqual({
      kind: 'failed',
      host: `mx.test [127.0.0.1]:${String(mx.port)}`,
      failure: { stage: 'connect', explanation: 'connection refused' },
    });
  });

  it.each([
    ['greeting', '554 5.7.1 go away'],
    ['greeting', '421 4.3.2 too busy'],
    ['greeting', { kind: 'hang' }],
    ['greeting', { kind: 'close' }],
    ['greeting', { kind: 'raw', octets: 'SSH-2.0-OpenSSH_9.6\r\n' }],
    ['ehlo', '421 4.3.2 too busy'],
    ['ehlo', { kind: 'hang' }],
    ['ehlo', { kind: 'reset' }],
  ] as const)('fails at %s by %j', async (stage, behaviour) => {
    const mx = await startMx({ on: { [stage]: behaviour } });
    expect(await open(mx, { deadlines: hastyAt(`${stage}Ms`) })).toMatchObject({
      kind: 'failed',
      failure: { stage },
    });
  });

  it('asks with HELO where EHLO is not known, and sends without extensions', async () => {
    const mx = await startMx({ on: { ehlo: '502 5.5.1 what?' } });
    expect(await (await connect(mx)).send(outgoing(), signal)).toMatchObject({ kind: 'accepted' });
    expect(mx.commands.map(({ line }) => line)).toContain('MAIL FROM:<b-abc@alias.test>');
  });

  it('uses STARTTLS and asks for the extensions again', async () => {
    const mx = await startMx({ tls: 'starttls' });
    const connection = await connect(mx);
    expect(connection.tls).toBe('TLSv1.3');
    expect(connection.host).toBe(`mx.test [127.0.0.1]:${String(mx.port)}`);
    expect(await connection.send(outgoing(), signal)).toMatchObject({ kind: 'accepted' });
    expect(mx.commands.slice(0, 3).map(({ line }) => line)).toEqual([
      'EHLO client.test',
      'STARTTLS',
      'EHLO client.test',
    ]);
    expect(mx.violations).toEqual([]);
  });

  it('goes on in clear when STARTTLS is refused, unless it is required', async () => {
    const mx = await startMx({ tls: 'starttls', on: { starttls: '454 4.7.0 not now' } });
    expect((await connect(mx)).tls).toBeUndefined();
    expect(await open(mx, { tlsPolicy: 'required' })).toMatchObject({
      kind: 'failed',
      failure: { stage: 'tls' },
    });
  });

  it('reports a broken handshake as such', async () => {
    const mx = await startMx({ tls: 'starttls', on: { starttls: { kind: 'break_tls' } } });
    expect(await open(mx)).toMatchObject({ kind: 'tls_failed', failure: { stage: 'tls' } });
    expect(await open(mx, { tlsPolicy: 'required' })).toMatchObject({
      kind: 'failed',
      failure: { stage: 'tls' },
    });
  });

  it('gives up a connection that says more than 220 before the handshake', async () => {
    const mx = await startMx({
      tls: 'starttls',
      on: { starttls: { kind: 'raw', octets: '220 go ahead\r\n250 injected\r\n' } },
    });
    expect(await open(mx)).toEqual({
      kind: 'tls_failed',
      host: `mx.test [127.0.0.1]:${String(mx.port)}`,
      failure: { stage: 'tls', explanation: 'more than a reply came before the TLS handshake' },
    });
  });

  it('speaks TLS from the first octet when told so, and verifies when told so', async () => {
    const mx = await startMx({ tls: 'implicit' });
    const connection = await connect(mx, { tlsPolicy: 'implicit' });
    expect(connection.tls).toBe('TLSv1.3');
    expect(await connection.send(outgoing(), signal)).toMatchObject({ kind: 'accepted' });
    expect(await open(mx, { tlsPolicy: 'implicit', isCertificateVerified: true })).toMatchObject({
      kind: 'failed',
      failure: { stage: 'tls' },
    });
  });

  it.each(['PLAIN', 'LOGIN'])('proves who we are with %s', async (mechanism) => {
    const credentials = { username: 'relay-user', password: 'pässword' };
    const mx = await startMx({ auth: credentials });
    if (mechanism === 'LOGIN') mx.on.ehlo = '250-mx.test\n250 AUTH LOGIN';
    const connection = await connect(mx, { credentials });
    expect(await connection.send(outgoing(), signal)).toMatchObject({ kind: 'accepted' });
    expect(mx.commands.some(({ line }) => line.startsWith(`AUTH ${mechanism}`))).toBe(true);
  });

  it('fails at auth with a wrong password or without a mechanism', async () => {
    const mx = await startMx({ auth: { username: 'u', password: 'p' } });
    expect(await open(mx, { credentials: { username: 'u', password: 'wrong' } })).toMatchObject({
      kind: 'failed',
      failure: { stage: 'auth', reply: { code: 535 } },
    });
    const other = await startMx();
    expect(await open(other, { credentials: { username: 'u', password: 'p' } })).toMatchObject({
      kind: 'failed',
      failure: { stage: 'auth', explanation: 'the relay offers neither AUTH PLAIN nor AUTH LOGIN' },
    });
  });

  it('says QUIT when it closes', async () => {
    const mx = await startMx();
    const connection = await connect(mx);
    await connection.close();
    expect(mx.commands.at(-1)?.line).toBe('QUIT');
    expect(mx.openConnections).toBe(0);
  });
});
