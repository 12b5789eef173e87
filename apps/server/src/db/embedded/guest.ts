import { join } from 'node:path';
import { databaseName, databaseUser, findClusterFolder } from './cluster.ts';
import { beginStay, type EmbeddedSettings } from './control-connection.ts';
import { OpenDatabaseError, systemErrorCode } from './open-database-error.ts';
import type { OpenDatabase } from './opened-database.ts';
import { readPostmasterFile } from './postmaster.ts';
import { readIfPresent } from '../private-file.ts';

/**
 * Uses the server that another process runs on this data folder; `undefined` when it is not ready or about to stop. An
 * owner that is a command waits for us before it stops, `serve` does not.
 */
export async function joinServer(dataDir: string): Promise<OpenDatabase | undefined> {
  const settings = await readSettings(dataDir);
  if (settings === undefined) return undefined;
  const stay = await beginStay(settings);
  if (stay === undefined) return undefined;
  let leaving: Promise<void> | undefined;
  const close = (): Promise<void> => (leaving ??= stay.end());
  return {
    kind: 'guest',
    connectionSettings: settings,
    restart: () => Promise.resolve(),
    close,
    [Symbol.asyncDispose]: close,
  };
}

async function readSettings(dataDir: string): Promise<EmbeddedSettings | undefined> {
  // Expected: the server runs as another user, whose files are not ours to read.
  try {
    const password = await readIfPresent(join(dataDir, 'postgres.password'));
    const server = await readPostmasterFile(await findClusterFolder(dataDir));
    if (password === undefined || server?.isReady !== true) return undefined;
    const host = server.socketFolder === '' ? '127.0.0.1' : server.socketFolder;
    return { host, port: server.port, user: databaseUser, password: password.trim(), database: databaseName };
  } catch (error) {
    if (systemErrorCode(error) !== 'EACCES') throw error;
    throw new OpenDatabaseError(
      'wrong_owner',
      `The database of ${dataDir} is run by another user, whose files this user may not read. Run this command as that user.`,
      { cause: error },
    );
  }
}
