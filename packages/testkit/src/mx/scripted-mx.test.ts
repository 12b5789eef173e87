import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { corpus } from '../corpus/index.ts';
import { openSmtpDialog, sendMail, type SmtpDialog } from '../dialog/index.ts';
import { waitFor } from '../time/index.ts';
import { startScriptedMx, type ScriptedMx, type ScriptedMxOptions } from './index.ts';

let mx: ScriptedMx;
const envelope = { mailFrom: 'a@sender.example', rcptTo: ['b@rcpt.example'] };

async function start(options: ScriptedMxOptions = {}): Promise<void> {
  await mx.close();
  mx = await startScriptedMx(options);
}

/** A dialog after EHLO. */
async function introduce(): Promise<SmtpDialog> {
  const dialog = await openSmtpDialog(mx.port);
  await dialog.expect(220);
  await dialog.command('EHLO client.test');
  return dialog;
}

/** A dialog after 354. */
async function beginContent(): Promise<SmtpDialog> {
  const dialog = await introduce();
  await dialog.command('MAIL FROM:<a@sender.example>');
  await dialog.command('RCPT TO:<b@rcpt.example>');
  await dialog.command('DATA');
  return dialog;
}

beforeEach(async () => (mx = await startScriptedMx()));
afterEach(() => mx.close());

describe('a scripted MX without a script', () => {
  it.each(['plain', 'multipart', 'windows1250', 'nulInBody', 'dotLines', 'longLines'] as const)(
    'keeps the octets of %s',
    async (sample) => {
      const data = corpus[sample]({ messageId: '<1@sender.example>' });
      const replies = await sendMail({ ...envelope, port: mx.port, data, mailParameters: ['BODY=8BITMIME'] });
      expect(replies.last.code).toBe(250);
      const [message] = await mx.waitForMessages(1);
      expect(message?.data.equals(data)).toBe(true);
      expect(message).toMatchObject({
        ...envelope,
        mailParameters: ['BODY=8BITMIME'],
        tls: false,
        connection: 1,
      });
      expect(mx.violations).toEqual([]);
    },
  );

  it('keeps the octets of the wire too', async () => {
    await sendMail({ ...envelope, port: mx.port, data: '.\r\n..\r\nno.\r\n' });
    expect(mx.messages[0]?.rawData.toString()).toBe('..\r\n...\r\nno.\r\n');
    expect(mx.messages[0]?.data.toString()).toBe('.\r\n..\r\nno.\r\n');
  });

  it('takes empty content, and content in single octets with the next command behind it', async () => {
    await sendMail({ ...envelope, port: mx.port, data: '' });
    expect(mx.messages[0]?.data.length).toBe(0);
    await using dialog = await beginContent();
    for (const octet of Buffer.from('one\r\n.two\r\n.\r\nRSET\r\n')) await dialog.sendRaw(Buffer.of(octet));
    await dialog.expect(250);
    await dialog.expect('250 2.0.0 ok');
    expect(mx.messages[1]?.data.toString()).toBe('one\r\ntwo\r\n');
    expect(mx.messages[1]?.rawData.toString()).toBe('one\r\n.two\r\n');
  });

  it('takes 30 MiB', async () => {
    const data = corpus.large({ messageId: '<1@sender.example>' });
    await sendMail({ ...envelope, port: mx.port, data });
    expect(mx.messages[0]?.data.equals(data)).toBe(true);
  });

  it('counts by recipient and Message-ID, and records commands', async () => {
    const data = corpus.plain({ messageId: '<twice@sender.example>' });
    for (const rcptTo of [['b@rcpt.example', 'c@rcpt.example'], ['b@rcpt.example']]) {
      await sendMail({ ...envelope, rcptTo, port: mx.port, data });
    }
    expect(mx.counts.byRecipient).toEqual(
      new Map([
        ['b@rcpt.example', 2],
        ['c@rcpt.example', 1],
      ]),
    );
    expect(mx.counts.byMessageId.get('<twice@sender.example>')).toBe(2);
    expect(mx.counts.byRecipientAndMessageId.get('b@rcpt.example <twice@sender.example>')).toBe(2);
    expect(mx.connections).toBe(2);
    expect(mx.commands.map(({ line }) => line.slice(0, 4)).join(' ')).toBe(
      'EHLO MAIL RCPT RCPT DATA QUIT EHLO MAIL RCPT DATA QUIT',
    );
  });

  it('obeys the order of commands and the SIZE limit', async () => {
    await start({ extensions: ['SIZE 10'] });
    await using dialog = await introduce();
    expect((await dialog.command('RCPT TO:<b@rcpt.example>')).code).toBe(503);
    expect((await dialog.command('MAIL FROM:<a@sender.example> SIZE=11')).code).toBe(552);
    expect((await dialog.command('MAIL FROM:<a@sender.example> BODY=8BITMIME')).code).toBe(555);
    expect((await dialog.command('MAIL FROM:<>')).code).toBe(250);
    expect((await dialog.command('DATA')).code).toBe(554);
    expect((await dialog.command('RCPT TO:<"odd>name"@rcpt.example>')).code).toBe(250);
    expect((await dialog.command('DATA')).code).toBe(354);
    expect((await dialog.sendContent('0123456789\r\n')).code).toBe(552);
    expect(mx.unacceptedMessages).toMatchObject([{ mailFrom: '', rcptTo: ['"odd>name"@rcpt.example'] }]);
    expect((await dialog.command('HUH')).code).toBe(500);
  });

  it('notes what the standards forbid', async () => {
    await start({ extensions: [] });
    await using dialog = await openSmtpDialog(mx.port);
    await dialog.sendRaw('EHLO a\r\nMAIL FROM:<a@b>\r\nRCPT TO:<c@d>\r\nDATA\r\n');
    for (const code of [220, 250, 250, 250, 354]) await dialog.expect(code);
    await dialog.sendContent(Buffer.from(`bare\nlf \xe9\r\n${'x'.repeat(999)}\r\n`, 'latin1'));
    expect(mx.violations).toEqual([
      'connection 1: octets sent before the reply to EHLO',
      'connection 1: MAIL pipelined without PIPELINING offered',
      'connection 1: RCPT pipelined without PIPELINING offered',
      'connection 1: content with a bare CR or LF',
      'connection 1: content with a line over 998 octets',
      'connection 1: 8-bit content without BODY=8BITMIME',
    ]);
  });

  it('says what came when messages are missing', async () => {
    await sendMail({ ...envelope, port: mx.port, data: 'x\r\n' });
    await expect(mx.waitForMessages(2, { timeoutMs: 20 })).rejects.toThrow(
      /1 accepted, .*\n.*\n.*MAIL FROM:<a@sender/,
    );
  });

  it('can be closed and started again on the same port', async () => {
    await using dialog = await introduce();
    const { port } = mx;
    await mx.close();
    await dialog.expectClosed();
    await expect(openSmtpDialog(port)).rejects.toThrow('cannot connect');
    await start({ port });
    await sendMail({ ...envelope, port, data: 'x\r\n' });
    expect(mx.counts.accepted).toBe(1);
  });
});

describe('TLS and AUTH', () => {
  it('speaks STARTTLS and forgets what was said before', async () => {
    await start({ tls: 'starttls' });
    const replies = await sendMail({ ...envelope, port: mx.port, data: 'x\r\n', isTls: true });
    expect(replies.ehlo?.text).not.toContain('STARTTLS');
    expect(mx.messages[0]?.tls).toBe(true);
    await using dialog = await introduce();
    await dialog.startTls();
    expect((await dialog.command('MAIL FROM:<>')).code).toBe(503);
  });

  it('speaks TLS from the first octet', async () => {
    await start({ tls: 'implicit' });
    await sendMail({ ...envelope, port: mx.port, data: 'x\r\n', isImplicitTls: true });
    expect(mx.messages[0]?.tls).toBe(true);
  });

  it('breaks the handshake as told', async () => {
    await start({ tls: 'starttls', on: { starttls: { kind: 'break_tls' } } });
    await using dialog = await introduce();
    await expect(dialog.startTls()).rejects.toThrow('TLS handshake failed');
  });

  it.each(['AUTH PLAIN', 'AUTH LOGIN', `AUTH PLAIN ${btoa('\0user\0secret')}`])(
    'takes %s',
    async (command) => {
      await start({ auth: { username: 'user', password: 'secret' } });
      await using dialog = await introduce();
      expect((await dialog.command('MAIL FROM:<>')).code).toBe(530);
      const answers =
        command === 'AUTH PLAIN' ? ['\0user\0secret'] : command === 'AUTH LOGIN' ? ['user', 'secret'] : [];
      let reply = await dialog.command(command);
      for (const answer of answers) reply = await dialog.command(btoa(answer));
      expect(reply.code).toBe(235);
      expect((await dialog.command(`AUTH PLAIN ${btoa('\0user\0wrong')}`)).code).toBe(535);
      expect((await dialog.command('MAIL FROM:<>')).code).toBe(250);
    },
  );
});

describe('a script', () => {
  it('answers by recipient and attempt', async () => {
    mx.on.rcpt = ({ rcptTo, attempt }) =>
      rcptTo.startsWith('busy') && attempt < 3 ? '451 4.2.0 try later' : undefined;
    await using dialog = await introduce();
    await dialog.command('MAIL FROM:<>');
    const codes: number[] = [];
    for (const recipient of ['busy', 'idle', 'busy', 'busy']) {
      codes.push((await dialog.command(`RCPT TO:<${recipient}@rcpt.example>`)).code);
    }
    expect(codes).toEqual([451, 250, 451, 250]);
  });

  it.each([
    ['greeting', 'greeting'],
    ['ehlo', 'ehlo'],
    ['mail', 'mail'],
    ['rcpt', 'last'],
    ['data', 'data'],
    ['body', 'body'],
  ] as const)('refuses at %s, and can be changed while running', async (stage, key) => {
    mx.on[stage] = '554-5.7.1 not\n554 5.7.1 today';
    const refused = await sendMail({ ...envelope, port: mx.port, data: 'x\r\n' });
    expect(refused[key]?.lines).toEqual(['554-5.7.1 not', '554 5.7.1 today']);
    expect(refused.last.code).toBe(554);
    mx.on[stage] = undefined;
    expect((await sendMail({ ...envelope, port: mx.port, data: 'x\r\n' })).last.code).toBe(250);
    expect(mx.messages).toHaveLength(1);
    expect(mx.unacceptedMessages).toHaveLength(stage === 'body' ? 1 : 0);
  });

  it('hangs, and is still there', async () => {
    mx.on.data = { kind: 'hang' };
    const sending = sendMail({ ...envelope, port: mx.port, data: 'x\r\n', timeoutMs: 100 });
    await expect(sending).rejects.toThrow('no reply after 100 ms');
    mx.on.data = undefined;
    await sendMail({ ...envelope, port: mx.port, data: 'x\r\n' });
    expect(mx.counts.accepted).toBe(1);
  });

  it('closes with a word, closes without, resets', async () => {
    mx.on.mail = { kind: 'close', text: '421 4.3.2 shutting down' };
    await using first = await introduce();
    expect((await first.command('MAIL FROM:<>')).code).toBe(421);
    await first.expectClosed();
    mx.on.mail = { kind: 'close' };
    await using second = await introduce();
    await expect(second.command('MAIL FROM:<>')).rejects.toThrow('the server closed the connection');
    mx.on.mail = { kind: 'reset' };
    await using third = await introduce();
    await expect(third.command('MAIL FROM:<>')).rejects.toThrow('ECONNRESET');
    await waitFor(() => mx.openConnections === 0, { what: 'the end of the connections' });
  });

  it('closes in the middle of the content', async () => {
    mx.on.data = { kind: 'close_after_octets', octets: 100_000 };
    const data = corpus.large({ messageId: '<1@sender.example>' });
    await expect(sendMail({ ...envelope, port: mx.port, data })).rejects.toThrow();
    expect([mx.counts.accepted, mx.counts.unaccepted]).toEqual([0, 0]);
  });

  it('stops reading in the middle of the content', async () => {
    mx.on.data = { kind: 'hang_after_octets', octets: 1 };
    const data = corpus.large({ messageId: '<1@sender.example>' });
    const sending = sendMail({ ...envelope, port: mx.port, data, timeoutMs: 200 });
    await expect(sending).rejects.toThrow('the server took no octets for 200 ms');
  });

  it('closes after the final dot without a reply', async () => {
    mx.on.body = { kind: 'close' };
    await using dialog = await beginContent();
    await expect(dialog.sendContent('x\r\n')).rejects.toThrow('the server closed the connection');
    expect(mx.unacceptedMessages.map(({ data }) => data.toString())).toEqual(['x\r\n']);
    expect(mx.messages).toEqual([]);
  });

  it('replies late, and with octets that are no reply', async () => {
    mx.on.mail = { kind: 'reply', text: '250 2.1.0 at last', afterMs: 50 };
    await using dialog = await introduce();
    const startedAt = performance.now();
    expect((await dialog.command('MAIL FROM:<>')).text).toBe('2.1.0 at last');
    expect(performance.now() - startedAt).toBeGreaterThanOrEqual(45);
    mx.on.rset = { kind: 'raw', octets: '250-one\r\n550 two\r\n' };
    const mixed = await dialog.command('RSET');
    expect(mixed).toMatchObject({ code: 550, lines: ['250-one', '550 two'] });
    mx.on.noop = { kind: 'raw', octets: 'what?\r\n' };
    expect((await dialog.command('NOOP')).code).toBe(0);
  });

  it('shows a function that throws as a violation', async () => {
    mx.on.mail = () => {
      throw new Error('a typing error');
    };
    await using dialog = await introduce();
    expect((await dialog.command('MAIL FROM:<>')).code).toBe(451);
    expect(mx.violations).toEqual(['connection 1: the behaviour at mail threw: Error: a typing error']);
  });
});
