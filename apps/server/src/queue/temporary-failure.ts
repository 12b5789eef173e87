import { DatabaseError } from '../db/index.ts';

/**
 * Classes of SQLSTATE after which the same statement may succeed: connection, rollback by the server (deadlock), resources,
 * lock not available, intervention of an operator (restart, timeout), I/O.
 */
const temporaryClasses: ReadonlySet<string> = new Set(['08', '40', '53', '55', '57', '58']);

/** Whether trying again makes sense. An error that is not the server's own is the connection's, so it does. */
export function isTemporary(error: unknown): boolean {
  return !(error instanceof DatabaseError) || temporaryClasses.has(error.code.slice(0, 2));
}
