import { readFileSync } from 'node:fs';
import path from 'node:path';
import { openSmtpDialog, sendMany, waitFor } from '@smtpy/testkit';
import { expect, it } from 'vitest';
import { alias, install } from './installation.ts';

/** Enough to have sessions, deliveries and settles under way at once when the blow falls; the bench has the large run. */
const count = 600;

it('after kill -9 of everything in the middle of a run, all that got 250 is delivered', async () => {
  await using it_ = await install({ mx: { keepMessages: false } });
  const { server, mx } = it_;
  const accepted = new Set<string>();
  const sending = sendMany({
    port: server.smtpPort,
    connections: 10,
    count,
    makeMessage: (index) => {
      const messageId = `<crash.${index}@sender.example>`;
      const header = `From: Jane <jane@sender.example>\r\nTo: ${alias}\r\nSubject: ${index}\r\nMessage-ID: ${messageId}\r\n`;
      return {
        mailFrom: 'jane@sender.example',
        rcptTo: [alias],
        messageId,
        data: Buffer.from(`${header}\r\n${'x'.repeat(60)}\r\n`.padEnd(2_000, 'y\r\n')),
      };
    },
    onResult: ({ code, messageId }) => {
      if (code === 250) accepted.add(messageId);
    },
    reconnectForMs: 60_000,
  });
  await waitFor(() => accepted.size > count / 4, { what: 'a quarter was accepted', timeoutMs: 60_000 });
  await server.kill9();
  await server.restart();
  await sending;
  expect(accepted.size).toBeGreaterThan(count / 4);
  const isDelivered = (messageId: string): boolean => (mx.counts.byMessageId.get(messageId) ?? 0) > 0;
  // Leases of the dead workers lapse first; those deliveries come last.
  await waitFor(() => [...accepted].every(isDelivered), {
    what: 'all that got 250 was delivered',
    timeoutMs: 400_000,
  });
  await waitFor(
    async () => ((await it_.command('queue', 'stats')) as { unfinished: number }).unfinished === 0,
    { what: 'the queue is empty', timeoutMs: 60_000 },
  );
  expect(await it_.command('check-invariants')).toMatchObject({ violations: [] });
}, 600_000);

it.skipIf(process.env['DATABASE_URL'] !== undefined)(
  'when PostgreSQL alone dies while a large message arrives, it is refused for now or arrives whole',
  async () => {
    await using it_ = await install();
    const { server, mx } = it_;
    const half = Buffer.alloc(700_000, 'abcdefghij klmnopqrst uvwxyz 0123456789 abcdefghij klmnopqrst\r\n');
    const header = `From: Jane <jane@sender.example>\r\nTo: ${alias}\r\nMessage-ID: <hole@sender.example>\r\n\r\n`;
    await using dialog = await openSmtpDialog(server.smtpPort, { timeoutMs: 60_000 });
    await dialog.expect(220);
    for (const line of ['EHLO client.test', 'MAIL FROM:<jane@sender.example>', `RCPT TO:<${alias}>`]) {
      expect((await dialog.command(line)).code).toBe(250);
    }
    expect((await dialog.command('DATA')).code).toBe(354);
    await dialog.sendRaw(Buffer.concat([Buffer.from(header), half]));
    const pidFile = path.join(server.dataDir, 'postgres', 'postmaster.pid');
    const postmaster = Number(readFileSync(pidFile, 'utf8').split('\n', 1)[0]);
    process.kill(postmaster, 'SIGKILL');
    await waitFor(() => !readFileSync(pidFile, 'utf8').startsWith(String(postmaster)), {
      what: 'PostgreSQL is started again',
      timeoutMs: 30_000,
    }).catch(() => undefined);
    await dialog.sendRaw(Buffer.concat([half, Buffer.from('\r\n.\r\n')]));
    const reply = await dialog.read({ timeoutMs: 60_000 });
    expect([250, 451]).toContain(reply.code);
    if (reply.code === 250) {
      const [message] = await mx.waitForMessages(1, { timeoutMs: 60_000 });
      expect(message?.data.subarray(message.data.indexOf('\r\n\r\n') + 4).length).toBe(2 * half.length + 2);
    }
    await expect
      .poll(async () => it_.command('check-invariants').catch(() => undefined), { timeout: 60_000 })
      .toMatchObject({ violations: [] });
  },
  180_000,
);
