import { startScriptedMx, waitFor, type ScriptedMx, type ScriptedMxOptions } from '@smtpy/testkit';
import { afterEach, describe, expect, it } from 'vitest';
import { outgoing, shortDeadlines } from '../testdata/outgoing.ts';
import type { OutgoingMessage } from '../transport.ts';
import { openConnection, type ConnectionRequest, type OpenResult, type SmtpConnection } from './index.ts';

const signal = new AbortController().signal;
const servers: ScriptedMx[] = [];
const connections: SmtpConnection[] = [];

afterEach(async () => {
  await Promise.all(connections.splice(0).map((connection) => connection.close()));
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

async function startMx(options: ScriptedMxOptions = {}): Promise<ScriptedMx> {
  const mx = await startScriptedMx(options);
  servers.push(mx);
  return mx;
}

async function open(mx: ScriptedMx, changes: Partial<ConnectionRequest> = {}): Promise<OpenResult> {
  const result = await openConnection(
    {
      host: 'mx.test',
      address: mx.host,
      port: mx.port,
      hostname: 'client.test',
      tlsPolicy: 'opportunistic',
      isCertificateVerified: false,
      deadlines: shortDeadlines,
      ...changes,
    },
    signal,
  );
  if (result.kind === 'open') connections.push(result.connection);
  return result;
}

async function connect(mx: ScriptedMx, changes: Partial<ConnectionRequest> = {}): Promise<SmtpConnection> {
  const result = await open(mx, changes);
  if (result.kind !== 'open') throw new Error(`not open: ${JSON.stringify(result)}`);
  return result.connection;
}

async function sendOne(mx: ScriptedMx, message: OutgoingMessage = outgoing()) {
  return (await connect(mx)).send(message, signal);
}

const pipelining = [
  { how: 'with PIPELINING', extensions: ['PIPELINING', '8BITMIME', 'SMTPUTF8', 'SIZE 52428800'] },
  { how: 'without PIPELINING', extensions: ['8BITMIME', 'SMTPUTF8', 'SIZE 52428800'] },
];

describe.each(pipelining)('a transaction $how', ({ extensions }) => {
  it('delivers the exact octets, dots doubled on the wire', async () => {
    const mx = await startMx({ extensions });
    const content = ['Subject: dots\r\n', '\r', '\n.\r\n..a\r\n', '.b\r\n\xe9\0\r\n'].map((text) =>
      Buffer.from(text, 'latin1'),
    );
    const result = await sendOne(mx, outgoing(content));
    expect(result).toMatchObject({ kind: 'accepted', reply: { code: 250 } });
    expect(mx.messages).toHaveLength(1);
    expect(mx.messages[0]?.data.toString('latin1')).toBe(Buffer.concat(content).toString('latin1'));
    expect(mx.violations).toEqual([]);
  });

  it.each(['mail', 'rcpt', 'data', 'body'] as const)(
    'tells 4xx and 5xx at %s apart and goes on after them',
    async (stage) => {
      const mx = await startMx({ extensions });
      const connection = await connect(mx);
      mx.on[stage] = '451 4.7.1 try later';
      expect(await connection.send(outgoing(), signal)).toEqual({
        kind: 'refused',
        outcome: 'deferred',
        failure: { stage, reply: { code: 451, enhanced: '4.7.1', text: 'try later' } },
      });
      mx.on[stage] = '550 5.1.1 no such user';
      expect(await connection.send(outgoing(), signal)).toMatchObject({
        kind: 'refused',
        outcome: 'bounced',
        failure: { stage, reply: { code: 550 } },
      });
      delete mx.on[stage];
      expect(await connection.send(outgoing(), signal)).toMatchObject({ kind: 'accepted' });
      expect(mx.connections).toBe(1);
      expect(mx.messages).toHaveLength(1);
      expect(mx.violations).toEqual([]);
    },
  );

  it.each(['mail', 'rcpt', 'data'] as const)(
    'is lost when the host hangs, closes, resets or says 421 at %s',
    async (stage) => {
      const mx = await startMx({ extensions });
      for (const behaviour of [
        { kind: 'hang' },
        { kind: 'close' },
        { kind: 'reset' },
        '421 4.3.2 closing',
      ] as const) {
        mx.on[stage] = behaviour;
        expect(await sendOne(mx)).toMatchObject({ kind: 'lost', failure: { stage } });
      }
      expect(mx.messages).toHaveLength(0);
    },
  );

  it('knows no end of content that was not answered', async () => {
    const mx = await startMx({ extensions });
    for (const behaviour of [{ kind: 'hang' }, { kind: 'close' }, { kind: 'reset' }] as const) {
      mx.on.body = behaviour;
      const result = await sendOne(mx);
      expect(result).toMatchObject({ kind: 'unknown', failure: { stage: 'body' } });
      expect(result.kind === 'unknown' && result.failure.explanation).toContain(
        'the host may have the message',
      );
    }
    expect(mx.unacceptedMessages.length).toBeGreaterThan(0);
  });

  it('defers a 354 where none was asked for, and a 250 to DATA', async () => {
    const mx = await startMx({ extensions });
    mx.on.data = '250 fine';
    expect(await sendOne(mx)).toMatchObject({
      kind: 'refused',
      outcome: 'deferred',
      failure: { stage: 'data' },
    });
    mx.on.data = undefined;
    mx.on.body = '354 go on';
    expect(await sendOne(mx)).toMatchObject({
      kind: 'refused',
      outcome: 'deferred',
      failure: { stage: 'body' },
    });
  });
});

describe('a transaction', () => {
  it('announces SIZE and 8BITMIME, and needs no reset after success', async () => {
    const mx = await startMx();
    const connection = await connect(mx);
    const message = outgoing();
    await connection.send(message, signal);
    await connection.send(message, signal);
    const lines = mx.commands.map(({ line }) => line);
    const size = String(message.sizeBytes);
    const mail = `MAIL FROM:<b-abc@alias.test> SIZE=${size} BODY=8BITMIME`;
    const transaction = [mail, 'RCPT TO:<jane@example.com>', 'DATA'];
    expect(lines).toEqual(['EHLO client.test', ...transaction, ...transaction]);
  });

  it('resets after a refused recipient', async () => {
    const mx = await startMx();
    const connection = await connect(mx);
    mx.on.rcpt = '550 5.1.1 no';
    await connection.send(outgoing(), signal);
    delete mx.on.rcpt;
    await connection.send(outgoing(), signal);
    expect(mx.commands.map(({ line }) => line.split(/[ :]/)[0])).toContain('RSET');
    expect(mx.messages).toHaveLength(1);
    expect(mx.violations).toEqual([]);
  });

  it('gives no content to a host that takes DATA after refusing the recipient', async () => {
    const mx = await startMx();
    mx.on.rcpt = '550 5.1.1 no';
    mx.on.data = { kind: 'raw', octets: '354 go on\r\n554 no valid recipients\r\n' };
    expect(await sendOne(mx)).toMatchObject({
      kind: 'refused',
      outcome: 'bounced',
      failure: { stage: 'rcpt' },
    });
    expect(mx.messages).toHaveLength(0);
  });

  it('bounces what is larger than the host takes, without asking it', async () => {
    const mx = await startMx({ extensions: ['PIPELINING', 'SIZE 10'] });
    const result = await sendOne(mx);
    expect(result).toMatchObject({ kind: 'refused', outcome: 'bounced', failure: { stage: 'mail' } });
    expect(result.kind === 'refused' && result.failure.explanation).toMatch(/^5\.3\.4 /);
    expect(mx.commands.map(({ line }) => line)).toEqual(['EHLO client.test']);
  });

  it('takes SIZE without a number, or with 0, for no limit', async () => {
    for (const size of ['SIZE', 'SIZE 0']) {
      const mx = await startMx({ extensions: [size] });
      expect(await sendOne(mx)).toMatchObject({ kind: 'accepted' });
    }
  });

  it('asks for SMTPUTF8 when the message needs it', async () => {
    const mx = await startMx();
    expect(
      await sendOne(mx, outgoing(undefined, { isSmtpUtf8: true, rcptTo: 'jané@example.com' })),
    ).toMatchObject({
      kind: 'accepted',
    });
    expect(mx.commands.some(({ line }) => /^MAIL .* SMTPUTF8$/.test(line))).toBe(true);
    expect(mx.messages[0]?.rcptTo).toEqual(['jané@example.com']);
  });

  it('bounces a non-ASCII address, and sends an ASCII envelope, where SMTPUTF8 is not offered', async () => {
    const mx = await startMx({ extensions: [] });
    const result = await sendOne(mx, outgoing(undefined, { isSmtpUtf8: true, rcptTo: 'jané@example.com' }));
    expect(result.kind === 'refused' && result.failure.explanation).toMatch(/^5\.6\.7 /);
    expect(await sendOne(mx, outgoing(undefined, { isSmtpUtf8: true }))).toMatchObject({ kind: 'accepted' });
  });

  it('refuses an address that would end its command early', async () => {
    const mx = await startMx();
    const evil = outgoing(undefined, { rcptTo: 'a@b.test>\r\nRCPT TO:<c@d.test' });
    await expect(sendOne(mx, evil)).rejects.toThrow(RangeError);
  });

  it('never ends content that has other octets than announced, or cannot be read', async () => {
    const mx = await startMx();
    await expect(sendOne(mx, outgoing(undefined, { sizeBytes: 1_000 }))).rejects.toThrow(
      '1000 were announced',
    );
    async function* broken(): AsyncIterable<Buffer> {
      yield await Promise.resolve(Buffer.from('Subject: half\r\n'));
      throw new Error('database gone');
    }
    await expect(sendOne(mx, outgoing(undefined, { chunks: broken }))).rejects.toThrow('database gone');
    await waitFor(() => mx.openConnections === 0, { what: 'both connections to be broken' });
    expect(mx.messages).toHaveLength(0);
    expect(mx.unacceptedMessages).toHaveLength(0);
  });

  it('ends when the host closes or stops reading in the middle of the content', async () => {
    const mx = await startMx();
    const large = outgoing(Array.from({ length: 64 }, () => Buffer.alloc(262_144, 'x'.repeat(70) + '\r\n')));
    mx.on.data = { kind: 'close_after_octets', octets: 100_000 };
    expect(await sendOne(mx, large)).toMatchObject({ kind: 'unknown', failure: { stage: 'body' } });
    mx.on.data = { kind: 'hang_after_octets', octets: 100_000 };
    expect(await sendOne(mx, large)).toMatchObject({
      kind: 'unknown',
      failure: { stage: 'body', explanation: 'no answer within 0.3 s' },
    });
    expect(mx.messages).toHaveLength(0);
  });

  it('ends soon when its signal aborts', async () => {
    const mx = await startMx({ on: { body: { kind: 'hang' } } });
    const controller = new AbortController();
    const connection = await connect(mx, { deadlines: { ...shortDeadlines, finalReplyMs: 60_000 } });
    const sending = connection.send(outgoing(), controller.signal);
    await waitFor(() => mx.commands.some(({ line }) => line === 'DATA'), { what: 'DATA' });
    controller.abort();
    expect((await sending).kind).not.toBe('accepted');
    expect(connection.isUsable).toBe(false);
  });

  it('streams 5 MB without holding them', async () => {
    const mx = await startMx({ keepMessages: false });
    const chunk = Buffer.alloc(65_536, `${'x'.repeat(62)}\r\n`);
    const count = 80;
    let ahead = 0;
    async function* chunks(): AsyncIterable<Buffer> {
      for (let index = 0; index < count; index += 1) {
        ahead += 1;
        yield await Promise.resolve(chunk);
      }
    }
    const connection = await connect(mx, {
      deadlines: { ...shortDeadlines, contentMs: 5_000, finalReplyMs: 5_000 },
    });
    mx.on.data = { kind: 'hang_after_octets', octets: 65_536 };
    const hanging = connection.send(
      outgoing([], { chunks, sizeBytes: chunk.length * count }),
      AbortSignal.timeout(400),
    );
    await hanging;
    // What the source was asked for beyond what the host read lies in the sockets' buffers, ours and the system's.
    expect(ahead).toBeLessThan(count);
    delete mx.on.data;
    const result = await (
      await connect(mx)
    ).send(outgoing([], { chunks, sizeBytes: chunk.length * count }), signal);
    expect(result).toMatchObject({ kind: 'accepted' });
  });
});

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
    expect(await open(mx)).toMatchObject({ kind: 'failed', failure: { stage } });
  });

  it('asks with HELO where EHLO is not known, and sends without extensions', async () => {
    const mx = await startMx({ on: { ehlo: '502 5.5.1 what?' } });
    expect(await sendOne(mx)).toMatchObject({ kind: 'accepted' });
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
