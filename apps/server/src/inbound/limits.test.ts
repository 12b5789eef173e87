import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSmtpDialog, sendMail, type SmtpDialog, waitFor } from '@smtpy/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { InboundConfig } from './dependencies.ts';
import { greetingPauseMs } from './limits.ts';
import { startReceivingWorld } from './testdata/receiving-world.ts';

let dataDir: string;

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'smtpy-inbound-'));
});
afterAll(() => rm(dataDir, { recursive: true }));

function start(config: Partial<InboundConfig> = {}) {
  return startReceivingWorld({ dataDir, config });
}

async function greet(port: number, localAddress = '127.0.0.1'): Promise<SmtpDialog> {
  const dialog = await openSmtpDialog(port, { localAddress });
  await dialog.expect(220);
  await dialog.command('EHLO client.example');
  return dialog;
}

describe('connections', () => {
  it('are limited per client address, and per process', async () => {
    await using world = await start({ maxConnectionsPerAddress: 2, maxConnections: 3 });
    await using first = await greet(world.port);
    await using second = await greet(world.port);
    await using third = await openSmtpDialog(world.port);
    await third.expect('421 4.7.0 Too many connections from your address');
    await third.expectClosed();
    await using fourth = await greet(world.port, '127.0.0.2');
    await using fifth = await openSmtpDialog(world.port, { localAddress: '127.0.0.3' });
    await fifth.expect('421 4.7.0 Too many connections, try again later');
    await fifth.expectClosed();
    expect(world.openConnections()).toBe(3);
    expect((await first.command('QUIT')).code).toBe(221);
    await first.close();
    await waitFor(() => world.openConnections() === 2, { what: 'the first connection to be counted out' });
    await using sixth = await greet(world.port);
    for (const dialog of [second, fourth, sixth]) await dialog.close();
    await waitFor(() => world.openConnections() === 0, { what: 'all connections to be counted out' });
    expect(world.refusals.map(({ stage, code }) => [stage, code])).toEqual([
      ['connect', 421],
      ['connect', 421],
    ]);
  });

  it('that say nothing end with 421', async () => {
    await using world = await start({ idleTimeoutMs: 200 });
    await using dialog = await greet(world.port);
    await dialog.expect(421);
    await dialog.expectClosed();
    await waitFor(() => world.closed.includes('idle'), { what: 'the reason in the log' });
  });

  it('that drip a command end as well', async () => {
    await using world = await start({ idleTimeoutMs: 300 });
    await using dialog = await greet(world.port);
    const dripping = setInterval(() => void dialog.sendRaw('N').catch(() => undefined), 50);
    try {
      await dialog.expect('421 4.4.2 Command line was not finished');
    } finally {
      clearInterval(dripping);
    }
  });

  it('that talk before the greeting get 421', async () => {
    await using world = await start();
    await using dialog = await openSmtpDialog(world.port);
    await dialog.send('EHLO client.example');
    await dialog.expect(/421 .*talk too soon/);
    await dialog.expectClosed();
  });

  it('of a client that has waited once are greeted at once', async () => {
    await using world = await start();
    await (await greet(world.port)).close();
    // The quickest of some, so that a busy machine proves nothing.
    const durations: number[] = [];
    for (let count = 0; count < 5; count += 1) {
      const began = performance.now();
      await (await greet(world.port)).close();
      durations.push(performance.now() - began);
    }
    expect(Math.min(...durations)).toBeLessThan(greetingPauseMs);
  });

  it('that fail the TLS handshake hurt nobody', async () => {
    await using world = await start();
    await using dialog = await greet(world.port);
    await dialog.command('STARTTLS');
    await dialog.sendRaw('this is no TLS\r\n');
    await waitFor(() => world.openConnections() === 0, { what: 'the connection to end' });
    await (await greet(world.port)).close();
  });
});

describe('a session', () => {
  it('has a limited number of recipients per transaction', async () => {
    await using world = await start({ maxRecipients: 2 });
    const rcptTo = ['shop@alias.example', 'pair@alias.example', 'other@alias.example'];
    const data = 'From: jane@sender.example\r\n\r\nx\r\n';
    const { rcpt, last } = await sendMail({
      port: world.port,
      mailFrom: 'jane@sender.example',
      rcptTo,
      data,
    });
    expect(rcpt.map(({ text }) => text.split(' ', 1)[0])).toEqual(['2.1.5', '2.1.5', '4.5.3']);
    expect(rcpt[2]?.code).toBe(452);
    expect(last.code).toBe(250);
  });

  it('of refused commands ends', async () => {
    await using world = await start();
    await using dialog = await greet(world.port);
    for (let count = 0; count < 20; count += 1) expect((await dialog.command('DATA')).code).toBe(503);
    for (let count = 0; count < 20; count += 1)
      expect((await dialog.command('MAIL FROM:<x>')).code).toBe(501);
    await dialog.send('MAIL FROM:<x>');
    await dialog.expect('421 4.7.0');
    await dialog.expectClosed();
  });

  it('that only makes talk ends', async () => {
    await using world = await start();
    await using dialog = await greet(world.port);
    await dialog.sendRaw('NOOP\r\n'.repeat(100));
    for (let count = 0; count < 99; count += 1) await dialog.expect(250);
    await dialog.expect('421 4.7.0');
    await dialog.expectClosed();
  });

  it('may send many messages', async () => {
    await using world = await start();
    await using dialog = await greet(world.port);
    for (let count = 0; count < 30; count += 1) {
      await dialog.command('MAIL FROM:<jane@sender.example>');
      await dialog.command('RCPT TO:<shop@alias.example>');
      await dialog.command('DATA');
      expect((await dialog.sendContent('From: jane@sender.example\r\n\r\nx\r\n')).code).toBe(250);
    }
    expect(world.queue.acceptances).toHaveLength(30);
  });
});

describe('closing', () => {
  it('says goodbye to idle clients and lets a message be finished', async () => {
    await using world = await start();
    await using idle = await greet(world.port);
    await using busy = await greet(world.port);
    await busy.command('MAIL FROM:<jane@sender.example>');
    await busy.command('RCPT TO:<shop@alias.example>');
    await busy.command('DATA');
    const closing = world.close(5_000);
    await idle.expect('421 4.3.2');
    expect((await busy.sendContent('From: jane@sender.example\r\n\r\nx\r\n')).code).toBe(250);
    expect((await busy.command('NOOP')).code).toBe(421);
    await idle.close();
    await busy.close();
    await closing;
    expect(world.queue.acceptances).toHaveLength(1);
    await expect(openSmtpDialog(world.port)).rejects.toThrow('cannot connect');
  });

  it('cuts off at the deadline what is still open', async () => {
    await using world = await start();
    await using busy = await greet(world.port);
    await busy.command('MAIL FROM:<jane@sender.example>');
    await busy.command('RCPT TO:<shop@alias.example>');
    await busy.command('DATA');
    await busy.sendRaw('From: jane@sender.example\r\n');
    await world.close(100);
    await waitFor(() => world.openConnections() === 0, { what: 'the connection to be cut off' });
    expect(world.queue.acceptances).toEqual([]);
  });
});

it('listening on a taken port rejects', async () => {
  await using world = await start();
  await expect(start({ port: world.port })).rejects.toThrow('EADDRINUSE');
});
