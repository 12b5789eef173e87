import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { once } from 'node:events';
import { mkdir, readdir, readFile, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { waitFor } from '@smtpy/testkit';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { Secret } from '../../config/index.ts';
import { silentEvents } from '../../observe/index.ts';
import { openDatabase, OpenDatabaseError, type DatabaseExit } from './index.ts';
import { isAlive } from './process-identity.ts';
import { makeDataFolder, waitForEnd, withDb, type DataFolder } from './testdata/data-folder.ts';

/** One cluster for most tests: making it is the slow part. Each test leaves it stopped and whole. */
let folder: DataFolder;

beforeAll(async () => {
  folder = await makeDataFolder();
});

afterEach(async () => {
  expect(await folder.isServerUp()).toBe(false);
  expect(await readdir(folder.dataDir).catch(() => [])).not.toContain('serve.lock');
});

afterAll(() => folder[Symbol.asyncDispose]());

const addLetter = { text: `insert into letters values ('kept')` };
const countLetters = { text: 'select count(*) as n from letters' };
const makeLetters = { text: 'drop table if exists letters; create table letters (word text)' };

/** A stopped cluster with a row in it. */
async function openAndClose(): Promise<void> {
  const database = await openWithLetters();
  await database.close();
}

/** Opens as `serve`, writes a row, and leaves it to the caller to end it. */
async function openWithLetters(): Promise<Awaited<ReturnType<DataFolder['open']>>> {
  const database = await folder.open('serve');
  await withDb(database.connectionSettings, async (db) => {
    await db.query(makeLetters);
    await db.query(addLetter);
  });
  return database;
}

async function expectLetter(settings: Parameters<typeof withDb>[0]): Promise<void> {
  await withDb(settings, async (db) => {
    expect(await db.query(countLetters)).toEqual([{ n: 1 }]);
  });
}

async function modeOf(path: string): Promise<number> {
  return (await stat(path)).mode & 0o777;
}

describe('openDatabase', () => {
  it('gives the external database as it is, to one serve of a data folder at a time', async () => {
    const config = { databaseUrl: new Secret('postgresql://a:b@c/d'), dataDir: folder.dataDir };
    const database = await openDatabase({ config, role: 'serve', events: silentEvents });
    expect(database).toMatchObject({ kind: 'external', connectionSettings: { url: 'postgresql://a:b@c/d' } });
    const second = openDatabase({ config, role: 'serve', events: silentEvents });
    await expect(second).rejects.toMatchObject({ kind: 'in_use' });
    const command = await openDatabase({ config, role: 'command', events: silentEvents });
    await command.close();
    await database.close();
    expect(await readdir(folder.dataDir)).toEqual([]);
  });

  it('makes the cluster at the first start and finds it at the second', async () => {
    const first = await openWithLetters();
    await first.close();
    await first.close();
    const second = await folder.open('serve');
    await expectLetter(second.connectionSettings);
    expect(second.connectionSettings).toEqual(first.connectionSettings);
    await second.close();
    const names = (await readdir(folder.dataDir)).filter((name) => !name.startsWith('postgres-bin'));
    expect(names.sort()).toEqual(['postgres', 'postgres.log', 'postgres.log.1', 'postgres.password']);
  });

  it('keeps the server to its owner: socket only, password asked, files private', async () => {
    const database = await folder.open('serve');
    await withDb(database.connectionSettings, async (db) => {
      const rows = await db.query<{ readonly name: string; readonly setting: string }>({
        text: `select name, setting from pg_settings where name in
          ('listen_addresses', 'fsync', 'synchronous_commit', 'full_page_writes', 'data_checksums', 'server_encoding')`,
      });
      expect(Object.fromEntries(rows.map(({ name, setting }) => [name, setting]))).toEqual({
        listen_addresses: '',
        fsync: 'on',
        synchronous_commit: 'on',
        full_page_writes: 'on',
        data_checksums: 'on',
        server_encoding: 'UTF8',
      });
    });
    const wrong = { ...database.connectionSettings, password: 'guessed' };
    await expect(withDb(wrong, (db) => db.query({ text: 'select 1' }))).rejects.toMatchObject({
      code: '28P01',
    });
    expect(await modeOf(join(folder.dataDir, 'postgres'))).toBe(0o700);
    expect(await modeOf(join(folder.dataDir, 'postgres.password'))).toBe(0o600);
    expect(await modeOf(join(folder.dataDir, 'postgres.log'))).toBe(0o600);
    await database.close();
  });

  it('does not log what statements held', async () => {
    const database = await openWithLetters();
    await withDb(database.connectionSettings, async (db) => {
      await db.query({ text: 'create unique index on letters (word)' });
      await expect(db.query(addLetter)).rejects.toThrow(/duplicate/);
    });
    await database.close();
    expect(await readFile(join(folder.dataDir, 'postgres.log'), 'utf8')).not.toMatch(/kept|duplicate/);
  });

  it('gives up when aborted and leaves nothing running', async () => {
    await using fresh = await makeDataFolder();
    await expect(fresh.open('serve', { signal: AbortSignal.timeout(50) })).rejects.toThrow(/abort/i);
    expect(await fresh.isServerUp()).toBe(false);
    expect(await readdir(fresh.dataDir)).not.toContain('serve.lock');
  });
});

describe('two programs on one data folder', () => {
  it('refuses a second serve and names the first', async () => {
    const holder = await folder.spawnHolder('serve');
    expect(holder.report.kind).toBe('own');
    const second = folder.open('serve');
    await expect(second).rejects.toBeInstanceOf(OpenDatabaseError);
    await expect(second).rejects.toMatchObject({ kind: 'in_use' });
    await expect(second).rejects.toThrow(
      new RegExp(`another smtpy serve \\(process ${String(holder.pid)}\\)`),
    );
    await holder.finish();
    const third = await folder.open('serve');
    await third.close();
  });

  it('gives a command the server of serve, and leaves it running', async () => {
    const serve = await openWithLetters();
    const command = await folder.open('command');
    expect(command.kind).toBe('guest');
    await expectLetter(command.connectionSettings);
    await command.close();
    await expectLetter(serve.connectionSettings);
    await serve.close();
  });

  it('lets a command wait until serve has started its server', async () => {
    const starting = folder.open('serve');
    await waitFor(() => existsSync(join(folder.dataDir, 'serve.lock')), { what: 'the lock' });
    const command = await folder.open('command');
    expect(command.kind).toBe('guest');
    await command.close();
    await (await starting).close();
  });

  it('starts a server for a command alone and stops it after', async () => {
    await openAndClose();
    const command = await folder.open('command');
    expect(command.kind).toBe('own');
    await expectLetter(command.connectionSettings);
    const pid = await folder.serverPid();
    await command.close();
    expect(await isAlive(pid)).toBe(false);
  });

  it('does not cut off a command when the one that started the server ends', async () => {
    await openAndClose();
    const owner = await folder.open('command');
    const guest = await folder.open('command');
    expect([owner.kind, guest.kind]).toEqual(['own', 'guest']);
    const closing = owner.close();
    await expectLetter(guest.connectionSettings);
    await guest.close();
    await closing;
  });

  it('works for many commands at once', async () => {
    await openAndClose();
    const run = async (): Promise<void> => {
      const command = await folder.open('command');
      await expectLetter(command.connectionSettings);
      await command.close();
    };
    await Promise.all(Array.from({ length: 6 }, run));
  });

  it('lets serve wait for a command', async () => {
    const command = await folder.open('command');
    const serving = folder.open('serve');
    await command.close();
    const serve = await serving;
    expect(serve.kind).toBe('own');
    await serve.close();
  });
});

describe('after a crash', () => {
  it('waits until the lock of a killed container has lapsed', async () => {
    await openAndClose();
    const lockFile = join(folder.dataDir, 'serve.lock');
    await writeFile(
      lockFile,
      JSON.stringify({ pid: 7, role: 'serve', host: 'a killed container', nonce: 'one' }),
    );
    const lastSign = new Date(Date.now() - 18_000);
    await utimes(lockFile, lastSign, lastSign);
    const startedAt = Date.now();
    const database = await folder.open('serve');
    expect(Date.now() - startedAt).toBeGreaterThan(1_000);
    await database.close();
  });

  it('recovers when program and server were killed', async () => {
    const holder = await folder.spawnHolder('serve');
    const { settings } = holder.report;
    if (settings === undefined) throw new Error(holder.report.message);
    await withDb(settings, async (db) => {
      await db.query(makeLetters);
      await db.query(addLetter);
    });
    const server = await folder.serverPid();
    process.kill(server, 'SIGKILL');
    await holder.kill('SIGKILL');
    const database = await folder.open('serve');
    await expectLetter(database.connectionSettings);
    await database.close();
  });

  it('stops the server that a killed program left running, and starts its own', async () => {
    const holder = await folder.spawnHolder('serve');
    const server = await folder.serverPid();
    await holder.kill('SIGKILL');
    expect(await isAlive(server)).toBe(true);
    const database = await folder.open('serve');
    expect(folder.noted).toContain('stopping a PostgreSQL that was left running');
    expect(await isAlive(server)).toBe(false);
    expect(await folder.serverPid()).not.toBe(server);
    await database.close();
  });

  it.each(['another process', 'a dead process that nobody reaped'])(
    'starts when %s has the id of the server',
    async (what) => {
      await openAndClose();
      // Of the same user as the server: PostgreSQL itself sees that another user's process cannot be its own.
      const cluster = join(folder.dataDir, 'postgres');
      const { uid, gid } = await stat(cluster);
      // The shell's child ends at once, and what the shell becomes does not ask for it.
      const stranger = spawn('sh', ['-c', 'true & echo $!; exec sleep 60'], {
        uid,
        gid,
        stdio: ['ignore', 'pipe', 'ignore'],
      });
      const [deadPid] = (await once(createInterface(stranger.stdout), 'line')) as [string];
      const pid = what === 'another process' ? String(stranger.pid) : deadPid;
      const pidFile = [pid, cluster, '1', '5432', cluster, '', '1 1', 'ready', ''].join('\n');
      await writeFile(join(cluster, 'postmaster.pid'), pidFile);
      await writeFile(join(cluster, '.s.PGSQL.5432.lock'), pidFile);
      const database = await folder.open('serve');
      await expectLetter(database.connectionSettings);
      await database.close();
      expect(stranger.exitCode).toBeNull();
      stranger.kill();
    },
  );

  it('starts over a pid file that a power cut left empty', async () => {
    await openAndClose();
    await writeFile(join(folder.dataDir, 'postgres', 'postmaster.pid'), '');
    const database = await folder.open('serve');
    await database.close();
  });

  it('makes the cluster anew when the program was killed while it made it', async () => {
    await using fresh = await makeDataFolder();
    await mkdir(join(fresh.dataDir, 'postgres.new', 'base'), { recursive: true });
    const database = await fresh.open('serve');
    expect(await readdir(fresh.dataDir)).not.toContain('postgres.new');
    await database.close();
  });

  it('tells when the server ends by itself, and starts it again at the same address', async () => {
    const exits: DatabaseExit[] = [];
    const database = await folder.open('serve', { onExit: (exit) => exits.push(exit) });
    await withDb(database.connectionSettings, (db) => db.query(makeLetters));
    process.kill(await folder.serverPid(), 'SIGKILL');
    await waitFor(() => exits.length === 1, { what: 'the exit to be told' });
    expect(exits).toMatchObject([{ signal: 'SIGKILL' }]);
    await Promise.all([database.restart(), database.restart()]);
    await withDb(database.connectionSettings, (db) => db.query(countLetters));
    await database.close();
    expect(exits).toHaveLength(1);
  });

  it('does not outlive a program that exits without closing it', async () => {
    const holder = await folder.spawnHolder('serve');
    const server = await folder.serverPid();
    await holder.kill('SIGTERM');
    await waitForEnd(server);
    await openAndClose();
  });
});

describe('what the operator must hear', () => {
  it('names the version of a cluster that another major version made', async () => {
    await openAndClose();
    const versionFile = join(folder.dataDir, 'postgres', 'PG_VERSION');
    const version = await readFile(versionFile, 'utf8');
    await writeFile(versionFile, '12\n');
    const opening = folder.open('serve');
    await expect(opening).rejects.toMatchObject({ kind: 'version_mismatch' });
    await expect(opening).rejects.toThrow(/made by PostgreSQL 12/);
    await writeFile(versionFile, version);
  });

  it('does not touch a folder that holds something else', async () => {
    await using fresh = await makeDataFolder();
    await mkdir(join(fresh.dataDir, 'postgres'), { recursive: true });
    await writeFile(join(fresh.dataDir, 'postgres', 'letter.txt'), 'mine');
    await expect(fresh.open('serve')).rejects.toMatchObject({ kind: 'damaged' });
    expect(await readFile(join(fresh.dataDir, 'postgres', 'letter.txt'), 'utf8')).toBe('mine');
  });

  it('quotes the log when the server does not start', async () => {
    await openAndClose();
    const settingsFile = join(folder.dataDir, 'postgres', 'postgresql.auto.conf');
    await writeFile(settingsFile, 'shared_buffers = nonsense\n');
    const opening = folder.open('serve');
    await expect(opening).rejects.toMatchObject({ kind: 'start_failed' });
    await expect(opening).rejects.toThrow(/postgresql\.auto\.conf/);
    await writeFile(settingsFile, '');
  });

  it('says that the password does not fit, and leaves nothing running', async () => {
    await openAndClose();
    const passwordFile = join(folder.dataDir, 'postgres.password');
    const password = await readFile(passwordFile, 'utf8');
    await writeFile(passwordFile, 'another\n');
    const opening = folder.open('serve');
    await expect(opening).rejects.toMatchObject({ kind: 'damaged' });
    await expect(opening).rejects.toThrow(/postgres\.password/);
    await writeFile(passwordFile, password);
  });
});

describe('long paths', () => {
  const subfolder =
    'a-folder-with-a-long-name, and a comma/and-another-with-a-name-that-is-not-shorter'.repeat(2);

  it('puts the socket into a temporary folder, which goes with the server and stays over a restart', async () => {
    await using deep = await makeDataFolder(subfolder);
    const exits: DatabaseExit[] = [];
    const database = await deep.open('serve', { onExit: (exit) => exits.push(exit) });
    const { host } = database.connectionSettings as { readonly host: string };
    expect(host).toMatch(/smtpy-pg-/);
    expect(await modeOf(host)).toBe(0o700);
    const command = await deep.open('command');
    await withDb(command.connectionSettings, (db) => db.query(makeLetters));
    await command.close();
    process.kill(await deep.serverPid(), 'SIGKILL');
    await waitFor(() => exits.length === 1, { what: 'the exit to be told' });
    await database.restart();
    await withDb(database.connectionSettings, (db) => db.query(countLetters));
    await database.close();
    await expect(stat(host)).rejects.toThrow(/ENOENT/);
  });

  it('removes the temporary folder that a killed server left', async () => {
    await using deep = await makeDataFolder(subfolder);
    const holder = await deep.spawnHolder('serve');
    const { host } = holder.report.settings as { readonly host: string };
    process.kill(await deep.serverPid(), 'SIGKILL');
    await holder.kill('SIGKILL');
    const database = await deep.open('serve');
    await expect(stat(host)).rejects.toThrow(/ENOENT/);
    await database.close();
  });
});
