import { waitFor, type ScriptedMx } from '@smtpy/testkit';
import { afterEach, describe, expect, it } from 'vitest';
import { createConnections } from '../testdata/connections.ts';
import { hastyAt, outgoing, patientDeadlines } from '../testdata/outgoing.ts';
import type { OutgoingMessage } from '../transport.ts';
import type { Deadlines } from './index.ts';

const signal = new AbortController().signal;
const { startMx, connect, closeAll } = createConnections();

afterEach(closeAll);

async function sendOne(
  mx: ScriptedMx,
  message: OutgoingMessage = outgoing(),
  deadlines: Deadlines = patientDeadlines,
) {
  return (await connect(mx, { deadlines })).send(message, signal);
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
      mx.on[stage] = undefined;
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
        const result = await sendOne(mx, outgoing(), hastyAt(`${stage}Ms`));
        expect(result).toMatchObject({ kind: 'lost', failure: { stage } });
      }
      expect(mx.messages).toHaveLength(0);
    },
  );

  it('knows no end of content that was not answered', async () => {
    const mx = await startMx({ extensions });
    for (const behaviour of [{ kind: 'hang' }, { kind: 'close' }, { kind: 'reset' }] as const) {
      mx.on.body = behaviour;
      const result = await sendOne(mx, outgoing(), hastyAt('finalReplyMs'));
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

  it('takes no reply for the final one that comes before the end of the content', async () => {
    const mx = await startMx({ on: { data: { kind: 'raw', octets: '354 go on\r\n250 2.0.0 thanks\r\n' } } });
    expect(await sendOne(mx)).toMatchObject({
      kind: 'unknown',
      failure: { stage: 'body', explanation: 'the host answered before the end of the content' },
    });
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
    expect(await sendOne(mx, large, hastyAt('contentMs'))).toMatchObject({
      kind: 'unknown',
      failure: { stage: 'body', explanation: 'no answer within 0.25 s' },
    });
    expect(mx.messages).toHaveLength(0);
  });

  it('stops reading the content when the connection went while a chunk was read', async () => {
    const mx = await startMx({ on: { data: { kind: 'close_after_octets', octets: 100 } } });
    const connection = await connect(mx);
    let read = 0;
    async function* slow(): AsyncIterable<Buffer> {
      for (; read < 20; read += 1) {
        yield Buffer.alloc(262_144, 'x');
        await waitFor(() => !connection.isUsable, { what: 'the connection to be closed' });
      }
    }
    expect(await connection.send(outgoing([], { chunks: slow }), signal)).toMatchObject({ kind: 'unknown' });
    expect(read).toBeLessThan(2);
  });

  it('ends soon when its signal aborts', async () => {
    const mx = await startMx({ on: { body: { kind: 'hang' } } });
    const controller = new AbortController();
    const connection = await connect(mx);
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
    const connection = await connect(mx);
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
