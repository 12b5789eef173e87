/**
 * Purpose: PostgreSQL for the rest of the program: connections, the schema and its migrations, the server that comes
 * along when no external one is given, ids, and sealing of secrets at rest.
 *
 * Standards: RFC 9562 §5.7 (UUIDv7), RFC 5869 (HKDF).
 *
 * Guarantees: a transaction that resolved is committed; a connection in doubt is never used again; every wait has a
 * deadline; of the processes that share a data folder one alone runs its PostgreSQL; a killed server is recovered from
 * at the next start; the schema changes as a whole or not at all.
 *
 * Fails with: {@link DatabaseError} when the server refused a statement; the driver's error when the connection broke;
 * {@link MigrationError} and {@link OpenDatabaseError} with a text for the operator.
 *
 * Security: the embedded server never runs as root and listens on a Unix socket that its owner and root alone can reach
 * (Windows: on a loopback port), always with a password. Sealed values are bound to their context. Keys and passwords
 * are files of mode 0600.
 *
 * Not here: any table's SQL; that is in the feature which owns the table.
 */
export type { Db, Queryable, Statement, Subscription, Tx } from './port.ts';
export { outsideTransaction } from './ambient.ts';
export { connect, type ConnectionSettings, type ConnectOptions } from './connect.ts';
export { DatabaseError, isUniqueViolation } from './errors.ts';
export { isDatabaseUnavailable } from './unavailable.ts';
export {
  ensureMonthPartitions,
  migrate,
  MigrationError,
  pendingMigrations,
  type Migration,
} from './migrate.ts';
export {
  openDatabase,
  OpenDatabaseError,
  type DatabaseExit,
  type OpenDatabase,
  type OpenDatabaseOptions,
} from './embedded/index.ts';
export { createSealer, deriveKey, loadMasterKey, type KeyPurpose, type Sealer } from './sealing.ts';
export { createDriverPool, type DriverPool } from './driver-pool.ts';
export { loadNodeId } from './node-id.ts';
export { instantKey } from './instant-key.ts';
export { idFloor, isUuid, newId } from './ids.ts';
export { Wakeup } from './wakeup.ts';
