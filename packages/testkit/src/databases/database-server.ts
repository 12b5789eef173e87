import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { chown, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import pg from 'pg';
import { freePort } from '../port/free-port.ts';
import { startWatchdog } from '../processes/index.ts';
import {
  findPostgresBinaries,
  findServerUser,
  type PostgresBinaries,
  type ServerUser,
} from './postgres-binaries.ts';

const execute = promisify(execFile);

/** A PostgreSQL server of the test run. */
export interface TestDatabaseServer extends AsyncDisposable {
  /** URL of its maintenance database, as superuser. */
  readonly url: string;
  /** Stops the server and removes its folder. May be called twice. */
  close(): Promise<void>;
}

/** A cluster on disk, not running. */
interface Cluster {
  readonly folder: string;
  readonly dataFolder: string;
  readonly password: string;
  readonly binaries: PostgresBinaries;
  readonly user: ServerUser;
}

/** A postmaster and what it wrote last. */
interface Postmaster {
  readonly process: ChildProcess;
  readonly url: string;
  log(): string;
}

/** initdb takes about 1 s and the start 0.2 s on an idle machine. */
const startTimeoutMs = 60_000;
/** A fast shutdown without fsync takes 0.1 s; beyond this the server is killed. */
const stopTimeoutMs = 20_000;
/** Another program may take the port between its choice and the start of the server. */
const startAttempts = 3;

/**
 * Starts PostgreSQL from the binaries npm installed, in a temporary folder, on a free port of 127.0.0.1, with a password
 * of its own. Its data does not survive a crash of the machine (fsync is off).
 */
export async function startTestDatabaseServer(): Promise<TestDatabaseServer> {
  const cluster = await makeCluster();
  try {
    const postmaster = await startPostmaster(cluster);
    return describeServer(cluster, postmaster);
  } catch (error) {
    // Whatever failed, the folder is of no more use; the error goes on to the caller.
    await removeFolder(cluster.folder);
    throw error;
  }
}

function describeServer(cluster: Cluster, postmaster: Postmaster): TestDatabaseServer {
  let closing: Promise<void> | undefined;
  const close = (): Promise<void> =>
    (closing ??= stopPostmaster(postmaster).then(() => removeFolder(cluster.folder)));
  return { url: postmaster.url, close, [Symbol.asyncDispose]: close };
}

async function makeCluster(): Promise<Cluster> {
  const user = await findServerUser();
  const folder = await mkdtemp(join(tmpdir(), 'smtpy-postgres-'));
  try {
    if (user !== undefined) await chown(folder, user.uid, user.gid);
    const binaries = await findPostgresBinaries(user, folder);
    const password = randomBytes(16).toString('hex');
    const passwordFile = join(folder, 'password');
    await writeFile(passwordFile, password, { mode: 0o600 });
    if (user !== undefined) await chown(passwordFile, user.uid, user.gid);
    const dataFolder = join(folder, 'data');
    const options = ['--pgdata', dataFolder, '--username', 'postgres', '--pwfile', passwordFile];
    await execute(
      binaries.initdb,
      [...options, '--auth=scram-sha-256', '--encoding=UTF8', '--no-locale', '--no-sync'],
      {
        ...user,
        cwd: folder,
        env: serverEnvironment(),
        timeout: startTimeoutMs,
      },
    );
    return { folder, dataFolder, password, binaries, user };
  } catch (error) {
    // Whatever failed, the folder is of no more use; the error goes on to the caller.
    await removeFolder(folder);
    throw error;
  }
}

/** Nothing of the caller's environment: PG* variables would change what the programs do. */
function serverEnvironment(): NodeJS.ProcessEnv {
  return { PATH: process.env['PATH'] ?? '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' };
}

async function startPostmaster(cluster: Cluster): Promise<Postmaster> {
  for (let attempt = 1; ; attempt += 1) {
    const postmaster = spawnPostmaster(cluster, await freePort());
    try {
      await waitUntilReady(postmaster);
      return postmaster;
    } catch (error) {
      // Expected: the port was taken meanwhile. Anything else fails again at the next attempt.
      await stopPostmaster(postmaster);
      if (attempt === startAttempts) throw error;
    }
  }
}

function spawnPostmaster(cluster: Cluster, port: number): Postmaster {
  const settings = {
    port: String(port),
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    fsync: 'off',
    full_page_writes: 'off',
    shared_buffers: '64MB',
    max_connections: '200',
  };
  const args = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const child = spawn(cluster.binaries.postgres, ['-D', cluster.dataFolder, ...args], {
    ...cluster.user,
    cwd: cluster.folder,
    env: serverEnvironment(),
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  if (child.pid !== undefined) {
    const watchdog = startWatchdog({ pid: child.pid, signal: 'INT', folder: cluster.folder });
    child.once('exit', () => {
      watchdog.release();
    });
  }
  let log = '';
  child.stderr.setEncoding('utf8');
  child.stderr.on('data', (text: string) => (log = (log + text).slice(-16_384)));
  child.on('error', (error) => (log += error.message));
  const url = `postgresql://postgres:${cluster.password}@127.0.0.1:${port}/postgres`;
  return { process: child, url, log: () => log };
}

async function waitUntilReady(postmaster: Postmaster): Promise<void> {
  const deadline = performance.now() + startTimeoutMs;
  for (;;) {
    if (hasEnded(postmaster.process)) throw new Error(`PostgreSQL ended at its start:\n${postmaster.log()}`);
    const client = new pg.Client({ connectionString: postmaster.url, connectionTimeoutMillis: 5_000 });
    client.on('error', () => undefined);
    try {
      await client.connect();
      await client.end();
      return;
    } catch (error) {
      // Expected: ECONNREFUSED before it listens, "the database system is starting up" after.
      if (performance.now() > deadline) {
        throw new Error(`PostgreSQL did not become ready:\n${postmaster.log()}`, { cause: error });
      }
      await delay(20);
    }
  }
}

async function stopPostmaster(postmaster: Postmaster): Promise<void> {
  if (hasEnded(postmaster.process)) return;
  const ended = once(postmaster.process, 'exit');
  // SIGINT is PostgreSQL's fast shutdown: it breaks connections instead of waiting for them.
  postmaster.process.kill('SIGINT');
  const inTime = await Promise.race([ended.then(() => true), delay(stopTimeoutMs, false, { ref: false })]);
  if (inTime) return;
  postmaster.process.kill('SIGKILL');
  await ended;
}

function hasEnded(child: ChildProcess): boolean {
  return child.pid === undefined || child.exitCode !== null || child.signalCode !== null;
}

async function removeFolder(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true, maxRetries: 3 });
}
