import { setTimeout as pause } from 'node:timers/promises';
import { DatabaseError, type Queryable } from '../db/index.ts';

/**
 * Classes of SQLSTATE after which the same statement may succeed: connection, rollback by the server (deadlock), resources,
 * lock not available, intervention of an operator (restart, timeout), I/O.
 */
const temporaryClasses: ReadonlySet<string> = new Set(['08', '40', '53', '55', '57', '58']);

/** Whether trying again makes sense. An error that is not the server's own is the connection's, so it does. */
export function isTemporary(error: unknown): boolean {
  return !(error instanceof DatabaseError) || temporaryClasses.has(error.code.slice(0, 2));
}

/** How long a statement is tried while the database is away: longer than a restart of PostgreSQL takes. */
const patienceMs = 30_000;
const retryPauseMs = 250;

/** A database whose statements are tried again while it is away. For statements that may be repeated. */
export function persistently(db: Queryable): Queryable {
  return {
    query: async (statement) => {
      const giveUpAt = performance.now() + patienceMs;
      for (;;) {
        try {
          return await db.query(statement);
        } catch (error) {
          // Expected: the database is gone for a while.
          if (!isTemporary(error) || performance.now() >= giveUpAt) throw error;
          await pause(retryPauseMs);
        }
      }
    },
  };
}
