import { access, constants, mkdir } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import type { Config } from '../../config/index.ts';
import type { Events } from '../../observe/index.ts';
import { isRoot } from './account.ts';
import { tryDataFolderLock, type DataFolderLock, type Holder, type HolderRole } from './data-folder-lock.ts';
import { joinServer } from './guest.ts';
import type { OpenDatabase } from './opened-database.ts';
import { OpenDatabaseError } from './open-database-error.ts';
import { openOwnServer } from './own-server.ts';
import type { DatabaseExit } from './server.ts';

/** How to open the database. */
export interface OpenDatabaseOptions {
  readonly config: Pick<Config, 'databaseUrl' | 'dataDir'>;
  /** `serve` keeps the embedded server to itself; a `command` shares the one that runs, or starts one for its own time. */
  readonly role: HolderRole;
  readonly events: Events;
  /** Gives up waiting; what was started is stopped again. */
  readonly signal?: AbortSignal;
  /** Called when the embedded server ended and nobody had asked it to. Call `restart`, or end the program. */
  readonly onExit?: (exit: DatabaseExit) => void;
}

/** How long to wait for another process of the data folder to start its server, or to end. */
const waitLimitMs = 30_000;
const waitIntervalMs = 50;

/**
 * Opens the external database of the configuration, or else the embedded one of the data folder: makes the cluster on
 * first use, recovers from killed processes, starts the server and waits until it accepts connections. The schema may
 * still be missing. Rejects with {@link OpenDatabaseError}; a second `serve` with its kind `in_use`.
 */
export async function openDatabase(options: OpenDatabaseOptions): Promise<OpenDatabase> {
  const { databaseUrl } = options.config;
  if (databaseUrl !== undefined) return openExternal(databaseUrl.reveal(), options);
  return openEmbedded({ ...options, relocationFolder: '/var/lib/smtpy' });
}

/**
 * A server that others run needs no care of ours. `serve` holds the data folder all the same: its node id names the leases
 * of its workers, so two must not share it.
 */
async function openExternal(url: string, options: OpenDatabaseOptions): Promise<OpenDatabase> {
  const lock = options.role === 'serve' ? await holdDataFolder(options) : undefined;
  const close = (): Promise<void> => lock?.release() ?? Promise.resolve();
  return {
    kind: 'external',
    connectionSettings: { url },
    restart: () => Promise.resolve(),
    close,
    [Symbol.asyncDispose]: close,
  };
}

async function holdDataFolder({ config, signal }: OpenDatabaseOptions): Promise<DataFolderLock> {
  await ensureDataFolder(config.dataDir);
  const deadline = performance.now() + waitLimitMs;
  for (;;) {
    const outcome = await tryDataFolderLock(config.dataDir, 'serve');
    if (outcome.kind === 'acquired') return outcome.lock;
    if (outcome.holder.role === 'serve' || performance.now() > deadline)
      throw inUse(config.dataDir, outcome.holder);
    await pause(waitIntervalMs, undefined, signal ? { signal } : {});
  }
}

/** The same for the embedded database, with the folder for clusters that cannot live in the data folder. */
export async function openEmbedded(
  options: OpenDatabaseOptions & { readonly relocationFolder: string },
): Promise<OpenDatabase> {
  const { role, signal } = options;
  const { dataDir } = options.config;
  await ensureDataFolder(dataDir);
  const deadline = performance.now() + waitLimitMs;
  for (;;) {
    const outcome = await tryDataFolderLock(dataDir, role);
    if (outcome.kind === 'acquired') return openOwnServer({ ...options, dataDir, lock: outcome.lock });
    const { holder } = outcome;
    if (role === 'serve' && holder.role === 'serve' && holder.isVisible) throw inUse(dataDir, holder);
    const joined = role === 'command' ? await joinServer(dataDir) : undefined;
    if (joined !== undefined) return joined;
    if (performance.now() > deadline) throw inUse(dataDir, holder);
    await pause(waitIntervalMs, undefined, signal ? { signal } : {});
  }
}

/** The folder is made enterable, not readable, for the user that PostgreSQL runs as when we are root. */
async function ensureDataFolder(dataDir: string): Promise<void> {
  await mkdir(dataDir, { recursive: true, mode: isRoot() ? 0o711 : 0o700 });
  // Expected: the folder was made by another user.
  try {
    await access(dataDir, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (error) {
    const message = `This user may not write to ${dataDir}. Start SMTPy as the user who made the folder, or set SMTPY_DATA_DIR.`;
    throw new OpenDatabaseError('wrong_owner', message, { cause: error });
  }
}

function inUse(dataDir: string, { pid, role, isVisible }: Holder): OpenDatabaseError {
  const holder = role === 'serve' ? 'another smtpy serve' : 'a command of smtpy';
  const place = isVisible ? '' : ' in another container or on another machine';
  return new OpenDatabaseError(
    'in_use',
    `The data folder ${dataDir} is in use by ${holder} (process ${String(pid)}${place}). ` +
      'Stop it first, or give this one a data folder of its own with SMTPY_DATA_DIR.',
  );
}
