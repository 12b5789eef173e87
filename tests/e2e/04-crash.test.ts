import { sendMany, waitFor } from '@smtpy/testkit';
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
