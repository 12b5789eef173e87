import { mkdtemp, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sendMail, waitFor } from '@smtpy/testkit';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type ReceivingWorld, startReceivingWorld } from './testdata/receiving-world.ts';

let dataDir: string;
let world: ReceivingWorld;

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'smtpy-inbound-'));
  world = await startReceivingWorld({ dataDir });
});
afterAll(async () => {
  await world[Symbol.asyncDispose]();
  await rm(dataDir, { recursive: true });
});

const lines = fc.constantFrom(
  'EHLO x\r\n',
  'HELO\r\n',
  'MAIL FROM:<a@b.example>\r\n',
  'MAIL FROM:<> SIZE=\r\n',
  'RCPT TO:<shop@alias.example>\r\n',
  'RCPT TO:<"\\"@alias.example>\r\n',
  'DATA\r\n',
  'From: a@b.example\r\n',
  '\r\n',
  '.\r\n',
  '..\r\n',
  '\r\n.\r\n',
  'STARTTLS\r\n',
  'RSET\r\n',
  'VRFY \xff\r\n',
  'QUIT\r\n',
);
const octets = fc.uint8Array({ maxLength: 60 }).map((array) => Buffer.from(array));
const piece = fc.oneof(
  { weight: 4, arbitrary: lines.map((line) => Buffer.from(line, 'latin1')) },
  { weight: 1, arbitrary: octets },
);

/** Sends the pieces one after the other, whatever is answered, and hangs up. */
async function talk(pieces: readonly Buffer[]): Promise<void> {
  const socket = connect({ port: world.port, host: '127.0.0.1', noDelay: true });
  socket.on('error', () => undefined).resume();
  const { promise, resolve } = Promise.withResolvers<undefined>();
  socket.once('close', () => {
    resolve(undefined);
  });
  socket.once('data', () => {
    const [next, ...rest] = pieces;
    let remaining = rest;
    const step = (chunk: Buffer | undefined) => {
      if (chunk === undefined || socket.destroyed) {
        socket.destroy();
        return;
      }
      socket.write(chunk, () => {
        setImmediate(() => {
          const [following, ...others] = remaining;
          remaining = others;
          step(following);
        });
      });
    };
    step(next);
  });
  await promise;
}

it('survives everything a peer may send', async () => {
  await fc.assert(fc.asyncProperty(fc.array(piece, { maxLength: 25 }), talk), {
    numRuns: 150,
    interruptAfterTimeLimit: 10_000,
    markInterruptAsFailure: false,
  });
  const data = 'From: jane@sender.example\r\n\r\nstill here\r\n';
  const rcptTo = ['shop@alias.example'];
  const { last } = await sendMail({ port: world.port, mailFrom: 'jane@sender.example', rcptTo, data });
  expect(last.code).toBe(250);
  await waitFor(() => world.openConnections() === 0, { what: 'every connection to be counted out' });
  expect(world.failures).toEqual([]);
  for (const { content } of world.queue.acceptances) {
    const text = content.data?.toString('latin1') ?? '';
    expect(text.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
  }
});
