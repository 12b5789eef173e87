import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { waitFor } from '@smtpy/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { alias } from '../e2e/installation.ts';
import { expectHonestMail, openTarget, type Target } from './target.ts';

let target: Target;

beforeAll(async () => {
  target = await openTarget({ SMTPY_SMTP_IDLE_TIMEOUT: '2s' });
});
afterAll(() => target[Symbol.asyncDispose]());

/** What a slow client says before it becomes slow: each line after the reply to the one before. */
const stages = {
  greeting: [],
  command: ['EHLO slow.example\r\n'],
  transaction: ['EHLO slow.example\r\n', 'MAIL FROM:<eve@stranger.example>\r\n'],
  header: [
    'EHLO slow.example\r\n',
    'MAIL FROM:<eve@stranger.example>\r\n',
    `RCPT TO:<${alias}>\r\n`,
    'DATA\r\n',
  ],
  body: [
    'EHLO slow.example\r\n',
    'MAIL FROM:<eve@stranger.example>\r\n',
    `RCPT TO:<${alias}>\r\n`,
    'DATA\r\n',
    'From: eve@stranger.example\r\nSubject: Slow\r\n\r\nHello',
  ],
} as const;
type Stage = keyof typeof stages;

/** Connections from several addresses, so that the limit of one address is not what sends them away. */
async function openSlow(stage: Stage, index: number): Promise<Socket> {
  const localAddress = `127.0.1.${String((index % 20) + 1)}`;
  const socket = connect({ port: target.server.smtpPort, host: '127.0.0.1', localAddress });
  socket.on('error', () => undefined);
  let text = '';
  socket.setEncoding('latin1').on('data', (some: string) => (text += some));
  await once(socket, 'connect');
  let replies = stage === 'greeting' ? 0 : 1;
  for (const line of stages[stage]) {
    const wanted = replies;
    await waitFor(() => (text.match(/^\d{3} /gmu) ?? []).length >= wanted, {
      what: `reply ${String(wanted)}`,
    });
    socket.write(line);
    replies += 1;
  }
  return socket;
}

const openMany = (stage: Stage, count: number): Promise<readonly Socket[]> =>
  Promise.all(Array.from({ length: count }, (_, index) => openSlow(stage, index)));

/** Writes one octet of `text` at a time for as long as the server listens. */
function trickle(sockets: readonly Socket[], text: string): Disposable {
  let at = 0;
  const timer = setInterval(() => {
    const octet = text.charAt(at % text.length);
    at += 1;
    for (const socket of sockets) if (!socket.destroyed) socket.write(octet);
  }, 200);
  return { [Symbol.dispose]: () => clearInterval(timer) };
}

const countOpen = (sockets: readonly Socket[]): number =>
  sockets.filter(({ destroyed, readableEnded }) => !destroyed && !readableEnded).length;

async function expectAllClosed(sockets: readonly Socket[]): Promise<void> {
  try {
    await expect.poll(() => countOpen(sockets), { timeout: 15_000 }).toBe(0);
  } finally {
    for (const socket of sockets) socket.destroy();
  }
}

describe('sixty clients that say nothing more', () => {
  it.each(['greeting', 'command', 'transaction', 'header', 'body'] as const)(
    'after %s are sent away, and honest mail is taken meanwhile',
    async (stage) => {
      const sockets = await openMany(stage, 60);
      await expectHonestMail(target);
      await expectAllClosed(sockets);
    },
    60_000,
  );
});

describe('sixty clients that say one octet at a time', () => {
  it.each([
    ['greeting', 'NOOP x'],
    ['command', 'MAIL FROM:<aaaaaaaaaaaaaaaaa'],
    ['transaction', 'RCPT TO:<aaaaaaaaaaaaaaaaaaa'],
  ] as const)(
    'of a command after %s are sent away, and honest mail is taken meanwhile',
    async (stage, text) => {
      const sockets = await openMany(stage, 60);
      using _talking = trickle(sockets, text);
      await expectHonestMail(target);
      await expectAllClosed(sockets);
    },
    60_000,
  );

  // A transfer has ten minutes before its rate is judged (`inbound/session/transfer-pace.ts`), which no test here waits for.
  it.each(['header', 'body'] as const)(
    'of content after %s hinder nobody, leave nothing when they go, and have their connections freed',
    async (stage) => {
      const sockets = await openMany(stage, 60);
      const talking = trickle(sockets, 'X-Slow: aaaaaaaaaaaaaaaaaaa');
      await expectHonestMail(target);
      await expectHonestMail(target);
      talking[Symbol.dispose]();
      await expectAllClosed(sockets);
      const { items } = (await target.command('message', 'list', '--limit', '200')) as {
        items: readonly { subject: string | null }[];
      };
      expect(items.filter(({ subject }) => subject !== 'As ever')).toEqual([]);
    },
    60_000,
  );
});

it('one address has no more connections than it may have, and others are served', async () => {
  const sockets = await Promise.all(
    Array.from({ length: 150 }, async () => {
      const socket = connect({ port: target.server.smtpPort, host: '127.0.0.1', localAddress: '127.0.2.1' });
      socket.on('error', () => undefined).resume();
      await once(socket, 'connect');
      return socket;
    }),
  );
  await expectHonestMail(target);
  await expectAllClosed(sockets);
  await expectHonestMail(target);
}, 60_000);
