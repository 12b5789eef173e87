/**
 * Purpose: the PostgreSQL server that comes along: found among the npm packages, its cluster made under the data folder on
 * first use, started, watched and stopped; and the lock that gives the data folder to one `serve` at a time.
 *
 * Guarantees: one process at a time runs a server on a data folder, also when several start at once after a crash. A
 * server, a cluster half made, a lock or a socket that a killed process left is cleared away by the next start; nothing
 * of a cluster is ever removed. Commands work beside `serve`, beside each other, and alone.
 *
 * Fails with: {@link OpenDatabaseError}, whose message says what to do.
 *
 * Security: never runs PostgreSQL as root; as root it runs as user `smtpy` or `nobody`, and no folder that was there is
 * opened to others. The server listens on a socket in a folder of mode 0700 and asks for a random password. It gets
 * nothing of our environment.
 *
 * Not here: the schema; see `../migrate.ts`. Backups, and upgrades of the cluster's major version.
 */
export { openDatabase, type OpenDatabaseOptions } from './open-database.ts';
export type { OpenDatabase } from './opened-database.ts';
export { OpenDatabaseError, type OpenDatabaseFailure } from './open-database-error.ts';
export type { DatabaseExit } from './server.ts';
