import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runDialog } from '@smtpy/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ReceivingWorld, startReceivingWorld } from './testdata/receiving-world.ts';

const folder = new URL('./testdata/', import.meta.url);
const scripts = (await readdir(folder)).filter((name) => name.endsWith('.dialog'));

/** Messages that a script may leave in the queue; every other script must leave none. */
const acceptedByScript: Readonly<Record<string, number>> = {
  'helo.dialog': 1,
  'pipelined-envelope.dialog': 1,
  'starttls-injection.dialog': 1,
  'dots.dialog': 1,
};

describe('dialogs', () => {
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

  it.each(scripts)('%s', async (name) => {
    const before = world.queue.acceptances.length;
    await runDialog(new URL(name, folder), world.port, { variables: { longText: 'x'.repeat(2_100) } });
    expect(world.queue.acceptances.length - before).toBe(acceptedByScript[name] ?? 0);
    if (name === 'dots.dialog') {
      const body = world.queue.acceptances.at(-1)?.content.data?.toString().split('\r\n\r\n', 2)[1];
      expect(body).toBe('.\r\n..\r\n.a\r\n.\r\n');
    }
    const onlyBreakage = world.failures
      .map(String)
      .filter((failure) => !failure.includes('the database is gone'));
    expect(onlyBreakage).toEqual([]);
  });
});
