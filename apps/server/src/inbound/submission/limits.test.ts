import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSmtpDialog, waitFor } from '@smtpy/testkit';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startSubmittingWorld, type SubmittingWorld } from './testdata/submitting-world.ts';

let dataDir: string;
let world: SubmittingWorld;

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'smtpy-submission-'));
  world = await startSubmittingWorld({
    dataDir,
    config: { maxConnectionsPerAddress: 2, maxConnections: 2, idleTimeoutMs: 2_000 },
  });
});
afterAll(async () => {
  await world[Symbol.asyncDispose]();
  await rm(dataDir, { recursive: true });
});

it('connections count before their handshake, fail with it, and leave the other ports alone', async () => {
  const { port, submissionPort, submissionsPort } = world.ports;
  await using silent = await openSmtpDialog(submissionsPort);
  await using garbled = await openSmtpDialog(submissionsPort);
  await using third = await openSmtpDialog(submissionsPort);
  await third.expectClosed();
  expect(world.refusals.at(-1)).toMatchObject({ stage: 'connect', code: 421 });
  await using elsewhere = await openSmtpDialog(submissionPort);
  await elsewhere.expect('421 4.7.0 Too many connections from your address');
  await using mail = await openSmtpDialog(port);
  await mail.expect(220);
  await garbled.sendRaw('EHLO this is no TLS\r\n');
  // A TLS alert may come first, which is no reply.
  await garbled.expectClosed().catch(() => undefined);
  await waitFor(
    async () => {
      await using next = await openSmtpDialog(submissionPort);
      return (await next.read()).code === 220;
    },
    { what: 'the place of the failed handshake' },
  );
  await silent.expectClosed({ timeoutMs: 5_000 });
});
