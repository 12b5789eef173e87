/**
 * A program that opens the database of a data folder as `serve` or `command`, prints a line of JSON about it, and keeps
 * it open until its standard input ends. Arguments: data folder, role, folder for relocated clusters.
 */
import { once } from 'node:events';
import type { HolderRole } from '../data-folder-lock.ts';
import { openEmbedded } from '../open-database.ts';
import { OpenDatabaseError } from '../open-database-error.ts';
import { silentEvents } from '../../../observe/index.ts';

const [dataDir = '', role = '', relocationFolder = ''] = process.argv.slice(2);

/** Ends the program as Ctrl-C would without a handler of ours: `exit` is reached, `close` is not. */
process.on('SIGTERM', () => process.exit(143));

try {
  const database = await openEmbedded({
    config: { dataDir, databaseUrl: undefined },
    role: role as HolderRole,
    relocationFolder,
    events: silentEvents,
  });
  console.log(JSON.stringify({ kind: database.kind, settings: database.connectionSettings }));
  await once(process.stdin.resume(), 'end');
  await database.close();
} catch (error) {
  if (!(error instanceof OpenDatabaseError)) throw error;
  console.log(JSON.stringify({ kind: error.kind, message: error.message }));
}
