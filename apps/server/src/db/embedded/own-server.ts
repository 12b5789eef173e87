import { join } from 'node:path';
import type { Events } from '../../observe/index.ts';
import { provideBinaries, type Binaries } from './binaries.ts';
import {
  databaseName,
  databaseUser,
  ensureCluster,
  loadPassword,
  locateCluster,
  type Cluster,
} from './cluster.ts';
import { ensureDatabase, withoutGuests, type EmbeddedSettings } from './control-connection.ts';
import type { DataFolderLock, HolderRole } from './data-folder-lock.ts';
import { chooseEndpoint } from './endpoint.ts';
import type { OpenDatabase } from './opened-database.ts';
import { clearRemains, removeSocketFolder } from './postmaster.ts';
import { startServer, type DatabaseExit, type Endpoint, type RunningServer } from './server.ts';

/** How to open the server of a data folder whose lock is ours. */
export interface OwnServerOptions {
  readonly dataDir: string;
  readonly relocationFolder: string;
  readonly role: HolderRole;
  /** Released by `close`, and when opening fails. */
  readonly lock: DataFolderLock;
  readonly events: Events;
  readonly signal?: AbortSignal;
  readonly onExit?: (exit: DatabaseExit) => void;
}

/** What does not change from one start of the server to the next. */
interface Installation {
  readonly cluster: Cluster;
  readonly binaries: Binaries;
  readonly endpoint: Endpoint;
  readonly settings: EmbeddedSettings;
}

/** A command stops the server that it started when the commands which joined it have ended, but does not wait for ever. */
const guestsLimitMs = 30_000;

/** Makes the cluster where it is missing, starts its server, and returns it when it accepts connections. */
export async function openOwnServer(options: OwnServerOptions): Promise<OpenDatabase> {
  const installation = await install(options).catch(async (error: unknown) => {
    await options.lock.release();
    throw error;
  });
  const server = new OwnServer(options, installation);
  // Expected: any failure to start; what did start must not stay, nor the lock.
  try {
    await server.restart();
    return server;
  } catch (error) {
    await server.close();
    throw error;
  }
}

async function install(options: OwnServerOptions): Promise<Installation> {
  const cluster = await locateCluster(options);
  const binaries = await provideBinaries(cluster);
  const password = await loadPassword(options.dataDir);
  await ensureCluster({ cluster, binaries, password, signal: options.signal });
  await clearRemains({ folder: cluster.folder, pgCtl: binaries.pgCtl, events: options.events });
  const endpoint = await chooseEndpoint(cluster);
  const settings = { ...toAddress(endpoint), user: databaseUser, password, database: databaseName };
  return { cluster, binaries, endpoint, settings };
}

function toAddress(endpoint: Endpoint): { readonly host: string; readonly port: number } {
  return endpoint.kind === 'socket'
    ? { host: endpoint.folder, port: 5432 }
    : { host: '127.0.0.1', port: endpoint.port };
}

/** The server that this process started. */
class OwnServer implements OpenDatabase {
  readonly kind = 'own';
  readonly connectionSettings: EmbeddedSettings;
  readonly #options: OwnServerOptions;
  readonly #installation: Installation;
  #running: RunningServer | undefined;
  #starting: Promise<void> | undefined;
  #closing: Promise<void> | undefined;

  constructor(options: OwnServerOptions, installation: Installation) {
    this.#options = options;
    this.#installation = installation;
    this.connectionSettings = installation.settings;
  }

  restart(): Promise<void> {
    if (this.#running !== undefined || this.#closing !== undefined) return Promise.resolve();
    this.#starting ??= this.#start().finally(() => {
      this.#starting = undefined;
    });
    return this.#starting;
  }

  close(): Promise<void> {
    this.#closing ??= this.#stop();
    return this.#closing;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  async #start(): Promise<void> {
    const { cluster, binaries, endpoint, settings } = this.#installation;
    const { dataDir, events, signal } = this.#options;
    const startedAt = performance.now();
    const ownSocketFolder = endpoint.kind === 'socket' ? endpoint.folder : undefined;
    await clearRemains({ folder: cluster.folder, pgCtl: binaries.pgCtl, events, ownSocketFolder });
    const logPath = join(dataDir, 'postgres.log');
    const server = await startServer({ binaries, cluster, endpoint, logPath, signal });
    this.#running = server;
    void server.exited.then((exit) => {
      this.#noticeExit(exit);
    });
    await ensureDatabase(settings);
    const durationMs = Math.round(performance.now() - startedAt);
    events.noted('the database is up', {
      version: binaries.version,
      folder: cluster.folder,
      pid: server.pid,
      durationMs,
    });
  }

  #noticeExit(exit: DatabaseExit): void {
    this.#running = undefined;
    if (this.#closing !== undefined) return;
    const how = exit.signal === null ? `exit code ${String(exit.code)}` : `signal ${exit.signal}`;
    this.#options.events.failed(
      'running the database',
      new Error(`PostgreSQL ended with ${how}:\n${exit.log}`),
    );
    this.#options.onExit?.(exit);
  }

  async #stop(): Promise<void> {
    await this.#starting?.catch(() => undefined);
    const { endpoint, settings } = this.#installation;
    const stop = async (): Promise<void> => {
      await this.#running?.stop();
    };
    try {
      if (this.#options.role === 'serve') await stop();
      else await withoutGuests(settings, guestsLimitMs, stop);
      if (endpoint.kind === 'socket') await removeSocketFolder(endpoint.folder);
    } finally {
      await this.#options.lock.release();
    }
  }
}
