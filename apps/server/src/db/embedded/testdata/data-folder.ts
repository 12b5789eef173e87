import { waitFor } from '@smtpy/testkit';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { silentEvents, type Events } from '../../../observe/index.ts';
import { connect, type ConnectionSettings, type Db } from '../../index.ts';
import { findClusterFolder } from '../cluster.ts';
import type { HolderRole } from '../data-folder-lock.ts';
import type { OpenDatabase } from '../opened-database.ts';
import { openEmbedded, type OpenDatabaseOptions } from '../open-database.ts';
import { readPostmasterFile } from '../postmaster.ts';
import { isAlive } from '../process-identity.ts';

/** What `holder.ts` printed: how it opened the database, or why not. */
export interface HolderReport {
  readonly kind: string;
  readonly message?: string;
  readonly settings?: ConnectionSettings;
}

/** A process that holds the database open. */
export interface HolderProcess {
  readonly pid: number;
  readonly report: HolderReport;
  /** Lets it close the database, and waits for its end. */
  finish(): Promise<void>;
  /** Ends it by a signal, and waits. */
  kill(signal: NodeJS.Signals): Promise<void>;
}

/** A data folder of a test's own; disposing it stops what still runs in it. */
export interface DataFolder extends AsyncDisposable {
  readonly dataDir: string;
  /** The facts that were noted, in order. */
  readonly noted: readonly string[];
  open(role: HolderRole, options?: Partial<OpenDatabaseOptions>): Promise<OpenDatabase>;
  /** Opens it in another process. */
  spawnHolder(role: HolderRole): Promise<HolderProcess>;
  /** The process id of the server that runs, or ran last. */
  serverPid(): Promise<number>;
  isServerUp(): Promise<boolean>;
}

/** Makes an empty data folder; `subfolder` is put between it and the temporary folder, of mode 0711 like it. */
export async function makeDataFolder(subfolder = ''): Promise<DataFolder> {
  const parent = await mkdtemp(join(tmpdir(), 'smtpy-db-'));
  await chmod(parent, 0o711);
  const dataDir = join(parent, subfolder, 'data');
  const relocationFolder = join(parent, 'relocated');
  const noted: string[] = [];
  const events: Events = { ...silentEvents, noted: (fact) => void noted.push(fact) };
  const holders = new Set<ChildProcess>();
  return {
    dataDir,
    noted,
    open: (role, options) =>
      openEmbedded({
        config: { dataDir, databaseUrl: undefined },
        role,
        events,
        relocationFolder,
        ...options,
      }),
    spawnHolder: async (role) => {
      const program = join(import.meta.dirname, 'holder.ts');
      const child = spawn(process.execPath, [program, dataDir, role, relocationFolder], {
        stdio: ['pipe', 'pipe', 'inherit'],
      });
      holders.add(child);
      return describeHolder(child);
    },
    serverPid: async () => {
      const server = await readPostmasterFile(await findClusterFolder(dataDir));
      if (server === undefined) throw new Error('no server runs');
      return server.pid;
    },
    isServerUp: async () => {
      const server = await readPostmasterFile(await findClusterFolder(dataDir));
      return server !== undefined && (await isAlive(server.pid));
    },
    [Symbol.asyncDispose]: async () => {
      for (const child of holders) child.kill('SIGKILL');
      const server = await readPostmasterFile(await findClusterFolder(dataDir));
      if (server !== undefined && (await isAlive(server.pid))) process.kill(server.pid, 'SIGQUIT');
      await rm(parent, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 });
    },
  };
}

async function describeHolder(child: ChildProcess): Promise<HolderProcess> {
  if (child.stdout === null || child.pid === undefined) throw new Error('the holder did not start');
  const exited = once(child, 'exit');
  const [line] = (await once(createInterface(child.stdout), 'line', {
    signal: AbortSignal.timeout(25_000),
  })) as [string];
  return {
    pid: child.pid,
    report: JSON.parse(line) as HolderReport,
    finish: async () => {
      child.stdin?.end();
      await exited;
    },
    kill: async (signal) => {
      child.kill(signal);
      await exited;
    },
  };
}

/** Connects for the time of `work`. */
export async function withDb<T>(settings: ConnectionSettings, work: (db: Db) => Promise<T>): Promise<T> {
  const db = connect({ ...settings, applicationName: 'tested', maxConnections: 2, events: silentEvents });
  try {
    return await work(db);
  } finally {
    await db.close();
  }
}

/** Waits until a process is gone. */
export async function waitForEnd(pid: number): Promise<void> {
  await waitFor(async () => !(await isAlive(pid)), {
    what: `the end of process ${String(pid)}`,
    timeoutMs: 20_000,
  });
}
