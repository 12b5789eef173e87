import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { open, readFile, rename, stat } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { asAccount } from './account.ts';
import type { Binaries } from './binaries.ts';
import type { Cluster } from './cluster.ts';
import { poll } from '../deadline.ts';
import { OpenDatabaseError, systemErrorCode } from './open-database-error.ts';
import { readPostmasterFile, stopPostmaster } from './postmaster.ts';
import { programEnvironment } from './program.ts';

/** How to run the server of a cluster. */
export interface ServerOptions {
  readonly binaries: Binaries;
  readonly cluster: Cluster;
  readonly endpoint: Endpoint;
  /** What the server says goes to this file; what it said the time before, to the same name with `.1`. */
  readonly logPath: string;
  readonly signal: AbortSignal | undefined;
}

/** Where the server listens: on a Unix socket, or on Windows on a port of the loopback address. */
export type Endpoint =
  { readonly kind: 'socket'; readonly folder: string } | { readonly kind: 'port'; readonly port: number };

/** A server that accepts connections. */
export interface RunningServer {
  readonly pid: number;
  /** Resolves when the server has ended, for whatever reason. Never rejects. */
  readonly exited: Promise<DatabaseExit>;
  /** Stops it: clients are cut off, a checkpoint is written. */
  stop(): Promise<void>;
}

/** How the server ended, and the end of its log. */
export interface DatabaseExit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly log: string;
}

/** Recovery after a crash may take long, but says something every 10 s. This much silence means it hangs. */
const silenceLimitMs = 120_000;
const readyIntervalMs = 10;

/** For this long, a start is tried again that failed on what a killed server left behind and is about to go. */
const remainsLimitMs = 30_000;
const remainsIntervalMs = 250;

/** Starts the server and waits until it accepts connections. Rejects with `start_failed` or `disk_full`. */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  await rotateLog(options.logPath);
  const deadline = performance.now() + remainsLimitMs;
  for (;;) {
    const outcome = await tryStart(options);
    if (outcome.kind === 'ready') return outcome.server;
    if (!isPassing(outcome.exit) || performance.now() > deadline) throw startError(outcome.exit, options);
    await pause(remainsIntervalMs, undefined, options.signal ? { signal: options.signal } : {});
  }
}

/** Children of a killed server live on for moments, and a new one refuses to start beside them. */
function isPassing({ log }: DatabaseExit): boolean {
  return /pre-existing shared memory block|lock file ".*" already exists/.test(log);
}

function startError(exit: DatabaseExit, { logPath }: ServerOptions): OpenDatabaseError {
  const kind = exit.log.includes('No space left on device') ? 'disk_full' : 'start_failed';
  const how = exit.signal === null ? `exit code ${String(exit.code)}` : `signal ${exit.signal}`;
  return new OpenDatabaseError(
    kind,
    `PostgreSQL ended with ${how} while it started. Its log (${logPath}) ends:\n${exit.log}`,
  );
}

type StartOutcome =
  | { readonly kind: 'ready'; readonly server: RunningServer }
  | { readonly kind: 'ended'; readonly exit: DatabaseExit };

async function tryStart(options: ServerOptions): Promise<StartOutcome> {
  const child = await spawnServer(options);
  const { pid } = child;
  if (pid === undefined) {
    const [error] = (await once(child, 'error')) as [Error];
    throw new OpenDatabaseError('start_failed', `PostgreSQL could not be started: ${error.message}`, {
      cause: error,
    });
  }
  const server = describeServer(child, pid, options);
  // Expected: the signal aborted, or the server hangs.
  try {
    const isReady = await waitUntilReady(child, options);
    return isReady ? { kind: 'ready', server } : { kind: 'ended', exit: await server.exited };
  } catch (error) {
    await server.stop();
    throw error;
  }
}

async function rotateLog(logPath: string): Promise<void> {
  await rename(logPath, `${logPath}.1`).catch((error: unknown) => {
    // Expected: this is the first start.
    if (systemErrorCode(error) !== 'ENOENT') throw error;
  });
}

async function spawnServer({ binaries, cluster, endpoint, logPath }: ServerOptions): Promise<ChildProcess> {
  const log = await open(logPath, 'a', 0o600);
  try {
    return spawn(binaries.postgres, ['-D', cluster.folder, ...formatSettings(endpoint)], {
      ...asAccount(cluster.account),
      cwd: '/',
      env: programEnvironment(),
      // A group of its own: Ctrl-C in a terminal must reach us alone, since the roles stop before their database.
      detached: true,
      windowsHide: true,
      stdio: ['ignore', log.fd, log.fd],
    });
  } finally {
    await log.close();
  }
}

/**
 * Given on the command line, so that they change with the program and not with the cluster. The log says nothing of
 * failed statements: the program reports those itself, and their details hold addresses.
 */
const settings: readonly string[] = [
  'fsync=on',
  'synchronous_commit=on',
  'shared_buffers=128MB',
  'max_connections=300',
  'wal_compression=on',
  'max_wal_size=2GB',
  'random_page_cost=1.1',
  // Planning costs more with it than the short statements of a mail queue can win back.
  'jit=off',
  'timezone=UTC',
  'log_timezone=UTC',
  'log_destination=stderr',
  'logging_collector=off',
  'log_min_messages=log',
  'log_checkpoints=off',
  'log_startup_progress_interval=10s',
];

function formatSettings(endpoint: Endpoint): readonly string[] {
  const own =
    endpoint.kind === 'socket'
      ? [
          'listen_addresses=',
          'port=5432',
          'unix_socket_permissions=0700',
          // A list of folders: a quoted one may hold commas.
          `unix_socket_directories="${endpoint.folder.replaceAll('"', '""')}"`,
        ]
      : ['listen_addresses=127.0.0.1', `port=${String(endpoint.port)}`, 'unix_socket_directories='];
  return [...settings, ...own].flatMap((setting) => ['-c', setting]);
}

function describeServer(child: ChildProcess, pid: number, options: ServerOptions): RunningServer {
  // Our own end must not wait for the server's; whoever opened the database closes it.
  child.unref();
  const stopAtExit = (): void => {
    child.kill('SIGINT');
  };
  process.once('exit', stopAtExit);
  const exited = once(child, 'exit').then(async ([code, signal]) => {
    process.off('exit', stopAtExit);
    return {
      code: code as number | null,
      signal: signal as NodeJS.Signals | null,
      log: await readLogEnd(options.logPath),
    };
  });
  return {
    pid,
    exited,
    stop: async () => {
      if (!hasEnded(child)) await stopPostmaster(pid, options.binaries);
      await exited;
    },
  };
}

function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}

/**
 * The server says in its pid file when it accepts connections. Resolves `true` then, `false` when it has ended; rejects
 * when it hangs.
 */
async function waitUntilReady(
  child: ChildProcess,
  { cluster, logPath, signal }: ServerOptions,
): Promise<boolean> {
  let saidBytes = 0;
  for (;;) {
    const isReady = await poll({ limitMs: silenceLimitMs, intervalMs: readyIntervalMs, signal }, async () => {
      if (hasEnded(child)) return false;
      const file = await readPostmasterFile(cluster.folder);
      return file?.pid === child.pid && file?.isReady === true ? true : undefined;
    });
    if (isReady !== undefined) return isReady;
    const { size } = await stat(logPath);
    if (size === saidBytes) {
      const log = await readLogEnd(logPath);
      throw new OpenDatabaseError(
        'start_failed',
        `PostgreSQL hangs while it starts. Its log (${logPath}) ends:\n${log}`,
      );
    }
    saidBytes = size;
  }
}

const quotedLines = 20;

async function readLogEnd(logPath: string): Promise<string> {
  // Expected: the data folder was removed.
  const text = await readFile(logPath, 'utf8').catch(() => '');
  return text.trimEnd().split('\n').slice(-quotedLines).join('\n');
}
