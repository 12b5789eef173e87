import { writeFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { corpus } from '../corpus/index.ts';
import { startScriptedMx, type ScriptedMx } from '../mx/index.ts';
import { openSmtpDialog, runDialog, sendMany, stuffDots, unstuffDots, type SentMessage } from './index.ts';

let mx: ScriptedMx;
beforeEach(async () => (mx = await startScriptedMx({ tls: 'starttls' })));
afterEach(() => mx.close());

describe('openSmtpDialog', () => {
  it('expects by code, text and pattern', async () => {
    await using dialog = await openSmtpDialog(mx.port);
    await dialog.expect(220);
    await dialog.send('EHLO x');
    const reply = await dialog.expect('250-PIPELINING');
    expect(reply.lines[0]).toBe('250-mx.test');
    await dialog.send('HUH');
    await dialog.expect(/^5\d\d /);
  });

  it('fails with the conversation so far', async () => {
    await using dialog = await openSmtpDialog(mx.port);
    await dialog.expect(220);
    await dialog.send('HUH');
    await expect(dialog.expect(250)).rejects.toThrow(
      'expected 250, got "500 5.5.2 HUH is not a command here"\nS: 220 mx.test ESMTP\nC: HUH\nS: 500',
    );
  });

  it('joins replies that come in pieces, and parts those that come together', async () => {
    mx.on.greeting = { kind: 'raw', octets: '220-a\r\n220 b\r\n250 c\r\n' };
    await using dialog = await openSmtpDialog(mx.port);
    expect(await dialog.read()).toEqual({ code: 220, lines: ['220-a', '220 b'], text: 'a\nb' });
    expect((await dialog.read()).code).toBe(250);
    await expect(dialog.read({ timeoutMs: 20 })).rejects.toThrow('no reply after 20 ms');
  });

  it('ends its waits with its signal', async () => {
    const stopping = new AbortController();
    await using dialog = await openSmtpDialog(mx.port, { signal: stopping.signal });
    await dialog.expect(220);
    const reading = dialog.read();
    stopping.abort(new Error('enough'));
    await expect(reading).rejects.toThrow('aborted');
  });

  it('verifies certificates when told to', async () => {
    await using dialog = await openSmtpDialog(mx.port, { tls: { rejectUnauthorized: true } });
    await dialog.expect(220);
    await dialog.command('EHLO x');
    await expect(dialog.startTls()).rejects.toThrow('self-signed certificate');
  });
});

describe('dot-stuffing', () => {
  it.each([
    ['', '.\r\n'],
    ['a', 'a\r\n.\r\n'],
    ['.\r\n', '..\r\n.\r\n'],
    ['..a\r\n.\r\nb.\r\n', '...a\r\n..\r\nb.\r\n.\r\n'],
    ['\r\n.', '\r\n..\r\n.\r\n'],
    ['a\n.b\r\n', 'a\n.b\r\n.\r\n'],
  ])('of %j is %j', (data, wire) => {
    expect(stuffDots(Buffer.from(data)).toString()).toBe(wire);
    const endsLine = data === '' || data.endsWith('\r\n');
    const raw = Buffer.from(wire).subarray(0, -3);
    expect(unstuffDots(raw).toString()).toBe(endsLine ? data : `${data}\r\n`);
  });
});

describe('runDialog', () => {
  it('runs every kind of line', async () => {
    const script = `
# The whole grammar
S: 220
C: EHLO \${client}
S: ~^250[- ]STARTTLS$
C: STARTTLS
S: 220
TLS
C# EHLO \\x61\\r\\n
S: ~^250 SIZE
C# MAIL FROM:<a@b>\\r\\nRCPT TO:<c@d>\\r\\nDATA\\r\\n
S: 250 2.1.0
S: 250
S: 354
C# \\\\ and \\x00\\r\\n.\\r\\n
S: 250
C: QUIT
S: 221
CLOSED
`;
    await runDialog(script, mx.port, { variables: { client: 'client.test' } });
    expect(mx.commands.map(({ line }) => line)).toContain('EHLO client.test');
    expect(mx.messages[0]?.data.toString('latin1')).toBe('\\ and \0\r\n');
    expect(mx.messages[0]?.tls).toBe(true);
  });

  it('names file, line and what came', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'smtpy-dialog-'));
    const file = join(folder, 'order.dialog');
    await writeFile(file, 'S: 220\n\nC: MAIL FROM:<a@b>\nS: 250\n');
    await expect(runDialog(file, mx.port)).rejects.toThrow(
      /order\.dialog:4: expected 250, got "503 5\.5\.1 EHLO first"/,
    );
    await rm(folder, { recursive: true });
  });

  it('refuses a script with an unknown line or variable', async () => {
    await expect(runDialog('S: 220\nX: what\n', mx.port)).rejects.toThrow('line 2: neither');
    await expect(runDialog('C: ${nobody}\n', mx.port)).rejects.toThrow('line 1: no value for ${nobody}');
  });
});

describe('sendMany', () => {
  const makeMessage = (index: number) => {
    const messageId = `<${index}@load.example>`;
    return {
      mailFrom: '',
      rcptTo: [`r${index % 7}@rcpt.example`],
      data: corpus.plain({ messageId }),
      messageId,
    };
  };

  it('sends a load over persistent connections', async () => {
    await using sink = await startScriptedMx({ keepMessages: false });
    const result = await sendMany({ port: sink.port, connections: 20, count: 2_000, makeMessage });
    expect(result.messages.map(({ index }) => index)).toEqual(
      Array.from({ length: 2_000 }, (_, index) => index),
    );
    expect(result.messages.every(({ code }) => code === 250)).toBe(true);
    expect(sink.counts.accepted).toBe(2_000);
    expect(sink.counts.byMessageId.size).toBe(2_000);
    expect(sink.connections).toBe(20);
    expect(sink.messages).toEqual([]);
  });

  it('gives each refusal to its message and goes on', async () => {
    mx.on.rcpt = ({ rcptTo }) => (rcptTo.startsWith('r1@') ? '550 5.1.1 nobody' : undefined);
    const { messages } = await sendMany({ port: mx.port, connections: 1, count: 4, makeMessage });
    expect(messages.map(({ code }) => code)).toEqual([250, 550, 250, 250]);
    expect(messages[1]).toMatchObject({ messageId: '<1@load.example>', text: '5.1.1 nobody' });
  });

  it('tells messages without a reply, and connects again where it may', async () => {
    let bodies = 0;
    mx.on.body = () => ((bodies += 1) === 2 ? { kind: 'close' } : undefined);
    const seen: SentMessage[] = [];
    const load = { port: mx.port, connections: 1, count: 4, makeMessage, reconnectForMs: 2_000 };
    const { messages } = await sendMany({ ...load, onResult: (result) => seen.push(result) });
    expect(messages.map(({ code }) => code)).toEqual([250, undefined, 250, 250]);
    expect(messages[1]?.text).toContain('the server closed the connection');
    expect(seen).toEqual(messages);
  });

  it('leaves out what it never began', async () => {
    await mx.close();
    const { messages } = await sendMany({ port: mx.port, connections: 2, count: 4, makeMessage });
    expect(messages).toEqual([]);
  });
});
