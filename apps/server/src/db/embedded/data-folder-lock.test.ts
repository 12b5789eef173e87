import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { tryDataFolderLock, type LockOutcome } from './data-folder-lock.ts';

let dataDir: string;
let path: string;

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'smtpy-lock-'));
  path = join(dataDir, 'serve.lock');
});

afterEach(() => rm(dataDir, { recursive: true }));

async function acquire(): Promise<Extract<LockOutcome, { kind: 'acquired' }>['lock']> {
  const outcome = await tryDataFolderLock(dataDir, 'serve');
  if (outcome.kind !== 'acquired') throw new Error('the lock is held');
  return outcome.lock;
}

interface LockFile {
  pid: number;
  role: string;
  start: string;
  host: string;
  nonce: string;
}

/** A lock file as this process writes it, to be changed. */
async function makeRecord(): Promise<LockFile> {
  const lock = await acquire();
  const record = JSON.parse(await readFile(path, 'utf8')) as LockFile;
  await lock.release();
  return record;
}

async function endedPid(): Promise<number> {
  const child = spawn(process.execPath, ['-e', '']);
  await once(child, 'exit');
  return child.pid ?? -1;
}

describe('tryDataFolderLock', () => {
  it('gives the lock to one, names the holder to others, and is free after the release', async () => {
    const lock = await acquire();
    const held = { kind: 'held', holder: { pid: process.pid, role: 'serve', isVisible: true } };
    expect(await tryDataFolderLock(dataDir, 'command')).toEqual(held);
    await lock.release();
    expect(await readdir(dataDir)).toEqual([]);
    const again = await acquire();
    await again.release();
  });

  it('takes over from a process that ended', async () => {
    await writeFile(path, JSON.stringify({ ...(await makeRecord()), pid: await endedPid() }));
    const lock = await acquire();
    expect(await readdir(dataDir)).toEqual(['serve.lock']);
    await lock.release();
  });

  it.runIf(process.platform === 'linux')('takes over when another process got the same id', async () => {
    await writeFile(path, JSON.stringify({ ...(await makeRecord()), start: 'another boot:1' }));
    const lock = await acquire();
    await lock.release();
  });

  it('takes over a file that a power cut left empty', async () => {
    await writeFile(path, '');
    const lock = await acquire();
    await lock.release();
  });

  it('believes a holder it cannot see as long as that gives signs of life', async () => {
    const foreign = { ...(await makeRecord()), host: 'another machine', pid: await endedPid() };
    await writeFile(path, JSON.stringify(foreign));
    expect(await tryDataFolderLock(dataDir, 'serve')).toMatchObject({
      kind: 'held',
      holder: { isVisible: false },
    });
    const past = new Date(Date.now() - 60_000);
    await utimes(path, past, past);
    const lock = await acquire();
    await lock.release();
  });

  it('takes over from a successor that was killed half way', async () => {
    const pid = await endedPid();
    const record = await makeRecord();
    await writeFile(path, JSON.stringify({ ...record, pid, nonce: 'first' }));
    await writeFile(`${path}.after-first`, JSON.stringify({ ...record, pid, nonce: 'second' }));
    await writeFile(`${path}.after-second`, JSON.stringify({ ...record, pid, nonce: 'third' }));
    const lock = await acquire();
    expect(await readdir(dataDir)).toEqual(['serve.lock']);
    await lock.release();
  });

  it('respects a successor that is half way', async () => {
    const record = await makeRecord();
    await writeFile(path, JSON.stringify({ ...record, pid: await endedPid(), nonce: 'first' }));
    await writeFile(`${path}.after-first`, JSON.stringify({ ...record, nonce: 'second' }));
    expect(await tryDataFolderLock(dataDir, 'serve')).toMatchObject({
      kind: 'held',
      holder: { pid: process.pid },
    });
  });

  it('lets exactly one of many take over at once', async () => {
    const stale = JSON.stringify({ ...(await makeRecord()), pid: await endedPid() });
    for (let round = 0; round < 20; round++) {
      await writeFile(path, stale);
      const outcomes = await Promise.all(
        Array.from({ length: 12 }, () => tryDataFolderLock(dataDir, 'serve')),
      );
      const winners = outcomes.filter((outcome) => outcome.kind === 'acquired');
      expect(winners).toHaveLength(1);
      expect(await readdir(dataDir)).toEqual(['serve.lock']);
      await winners[0]?.lock.release();
    }
  });

  it('has never two holders while many come and go', async () => {
    let holders = 0;
    const worker = async (): Promise<void> => {
      for (let turn = 0; turn < 15;) {
        const outcome = await tryDataFolderLock(dataDir, 'command');
        if (outcome.kind === 'held') continue;
        turn++;
        expect(++holders).toBe(1);
        await readdir(dataDir);
        holders--;
        await outcome.lock.release();
      }
    };
    await Promise.all([worker(), worker(), worker()]);
  });
});
