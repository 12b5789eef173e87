import { sendMany, waitFor } from '@smtpy/testkit';
import { expect, it } from 'vitest';
import { createCorrespondent, fieldOf } from './correspondent.ts';
import { aliasDomain, install, mailboxDomain, userEmail } from './installation.ts';

/** Enough to have settles and what follows from them under way when the blow falls. */
const count = 120;
const connections = 5;

it('after kill -9 of everything, each sender of what failed has heard of it, once for each message', async () => {
  await using it_ = await install();
  const { server, mx } = it_;
  const bob = await createCorrespondent(it_, 'bob@outside.example');
  const gone = `gone@${mailboxDomain}`;
  const alias = `gone@${aliasDomain}`;
  await it_.command('mailbox', 'add', gone, '--user', userEmail, '--trust');
  await it_.command('alias', 'add', alias, '--to', gone, '--mode', 'preserve');
  mx.on.rcpt = ({ rcptTo }) => (rcptTo === gone ? '550 5.7.1 not wanted' : undefined);
  const accepted = new Set<string>();
  const sending = sendMany({
    port: server.smtpPort,
    connections,
    count,
    makeMessage: (index) => {
      const messageId = `<failed.${String(index)}@outside.example>`;
      const header = `From: ${bob.address}\r\nTo: ${alias}\r\nSubject: Number ${String(index)}.\r\nMessage-ID: ${messageId}\r\n`;
      const data = Buffer.from(`${header}\r\nHello.\r\n`);
      return { mailFrom: bob.address, rcptTo: [alias], messageId, data };
    },
    onResult: ({ code, messageId }) => {
      if (code === 250) accepted.add(messageId);
    },
    reconnectForMs: 60_000,
  });
  await waitFor(() => bob.received().length > 5, { what: 'the first reports', timeoutMs: 60_000 });
  await server.kill9();
  await server.restart();
  await sending;
  const reported = (messageId: string): number =>
    bob.received().filter(({ data }) => data.includes(messageId)).length;
  await waitFor(() => [...accepted].every((messageId) => reported(messageId) > 0), {
    what: 'a report for each message that got 250',
    timeoutMs: 200_000,
  });
  await waitFor(
    async () => ((await it_.command('queue', 'stats')) as { unfinished: number }).unfinished === 0,
    { what: 'the queue is empty', timeoutMs: 60_000 },
  );
  // A report that was on its way may arrive twice, but is written once; a message whose 250 was lost came twice.
  const written = new Set(bob.received().map(({ data }) => fieldOf(data, 'Message-ID')));
  expect(written.size).toBeLessThanOrEqual(accepted.size + connections);
  expect(await it_.command('check-invariants')).toMatchObject({ violations: [] });
}, 400_000);
