import { realpath, rm, rmdir, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Events } from '../../observe/index.ts';
import { poll } from '../deadline.ts';
import { readIfPresent } from '../private-file.ts';
import { OpenDatabaseError } from './open-database-error.ts';
import { commandLine, isAlive } from './process-identity.ts';
import { runProgram } from './program.ts';

/** What `postmaster.pid` in a cluster's folder says of the server that wrote it. */
export interface PostmasterFile {
  readonly pid: number;
  readonly port: number;
  /** Empty where there is no Unix socket. */
  readonly socketFolder: string;
  /** Whether it accepts connections. */
  readonly isReady: boolean;
}

/** The name that tells a socket folder of ours in the system's temporary folder. */
export const socketFolderPrefix = 'smtpy-pg-';

/** Reads `postmaster.pid`; `undefined` when there is none or it is not yet written. */
export async function readPostmasterFile(folder: string): Promise<PostmasterFile | undefined> {
  const text = await readIfPresent(join(folder, 'postmaster.pid'));
  // One fact per line: pid, folder, start time, port, socket folder, listen address, shared memory, status.
  const [pid, , , port = '', socketFolder = '', , , status = ''] = (text ?? '').split('\n');
  // A process id of 0 or below would mean whole groups of processes.
  if (pid === undefined || !/^[1-9]\d*$/.test(pid)) return undefined;
  return {
    pid: Number(pid),
    port: Number(port),
    socketFolder: socketFolder.trim(),
    isReady: status.trim() === 'ready',
  };
}

/** How a server is told to stop: after cutting off its clients, at once without a checkpoint, or by the system. */
export type StopSignal = 'SIGINT' | 'SIGQUIT' | 'SIGKILL';

/** How long a server may take to write its checkpoint, then to cut off its children, then to be taken off by the system. */
const stopSteps: readonly (readonly [StopSignal, number])[] = [
  ['SIGINT', 30_000],
  ['SIGQUIT', 5_000],
  ['SIGKILL', 5_000],
];

/** Stops the server of a process id: politely, then less so. Resolves when the process is gone. */
export async function stopPostmaster(pid: number, options: { readonly pgCtl: string }): Promise<void> {
  for (const [signal, limitMs] of stopSteps) {
    await sendStop(pid, signal, options.pgCtl);
    const isGone = await poll({ limitMs, intervalMs: 20 }, async () =>
      (await isAlive(pid)) ? undefined : true,
    );
    if (isGone === true) return;
  }
  throw new OpenDatabaseError(
    'start_failed',
    `PostgreSQL (process ${String(pid)}) does not stop. Restart the machine.`,
  );
}

async function sendStop(pid: number, signal: StopSignal, pgCtl: string): Promise<void> {
  if (process.platform === 'win32' && signal !== 'SIGKILL') {
    const args = ['kill', signal.slice('SIG'.length), String(pid)];
    await runProgram({ program: pgCtl, args, account: undefined, timeoutMs: 5_000 });
    return;
  }
  // Expected: it has just ended.
  try {
    process.kill(pid, signal);
  } catch {
    return;
  }
}

/**
 * Removes what a killed program or machine left: a server that still runs, a process id that another process has now, a
 * socket folder. The caller holds the data folder's lock, so a server that runs on this folder is nobody's.
 */
export async function clearRemains(options: {
  readonly folder: string;
  readonly pgCtl: string;
  readonly events: Events;
  /** A socket folder that the next server will use again. */
  readonly ownSocketFolder?: string | undefined;
}): Promise<void> {
  const { folder, events } = options;
  const left = await readPostmasterFile(folder);
  if (left === undefined) {
    // A power cut can leave the file empty, and PostgreSQL then does not start.
    await rm(join(folder, 'postmaster.pid'), { force: true });
    return;
  }
  if ((await isAlive(left.pid)) && (await isServerOf(left.pid, folder))) {
    events.noted('stopping a PostgreSQL that was left running', { pid: left.pid });
    await stopPostmaster(left.pid, options);
  }
  await disown(folder);
  if (left.socketFolder !== folder && !isOwnSocketFolder(left.socketFolder)) return;
  // The lock beside the socket stops a server like the pid file does, and holds nothing worth keeping.
  for (const name of ['.s.PGSQL.5432', '.s.PGSQL.5432.lock'])
    await rm(join(left.socketFolder, name), { force: true });
  if (left.socketFolder !== options.ownSocketFolder) await removeSocketFolder(left.socketFolder);
}

async function isServerOf(pid: number, folder: string): Promise<boolean> {
  const [program = '', ...args] = await commandLine(pid);
  if (!/^postgres(\.exe)?$/.test(basename(program))) return false;
  const given = args[args.indexOf('-D') + 1];
  if (given === undefined) return false;
  // Expected: the folder of another, removed cluster.
  const [ours, theirs] = await Promise.all([realpath(folder), realpath(given).catch(() => undefined)]);
  return ours === theirs;
}

/** Larger than any process id can be. */
const noPid = 2_147_483_647;

/**
 * PostgreSQL refuses to start when there is a process of the id in `postmaster.pid`, whatever it is: another program, or a
 * dead server that nobody reaped. The file gets an impossible id instead of being removed, because its shared memory key
 * is how PostgreSQL finds children of the dead server that still write.
 */
async function disown(folder: string): Promise<void> {
  const path = join(folder, 'postmaster.pid');
  const text = await readIfPresent(path);
  if (text !== undefined) await writeFile(path, text.replace(/^\d+/, String(noPid)));
}

/** Removes an empty socket folder of our making in the system's temporary folder; leaves any other alone. */
export async function removeSocketFolder(socketFolder: string): Promise<void> {
  // Expected: it is gone, or holds something that is not ours.
  if (isOwnSocketFolder(socketFolder)) await rmdir(socketFolder).catch(() => undefined);
}

function isOwnSocketFolder(path: string): boolean {
  return basename(path).startsWith(socketFolderPrefix);
}
