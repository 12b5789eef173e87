import { DatabaseError } from './errors.ts';

/**
 * Classes and codes of SQLSTATE that say nothing against the statement: connection lost, serialization failure and deadlock, resources used
 * up, the operator stepped in, trouble of the machine, a lock or a transaction waited for too long.
 */
const passing = /^(?:08|40|53|57|58)|^(?:55P03|25P03|25P04)$/;

/** What Node says of connections that are not made, or break. */
const connectionErrors: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ENOENT',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
]);

/** The driver's own errors of the connection, which have no code. */
const driverMessages =
  /^(?:Connection terminated|timeout exceeded when trying to connect|Query read timeout|Client has encountered a connection error|Client was closed|Cannot use a pool after)/;

/** Whether an error tells that the database could not be asked now, and the same work may succeed later. */
export function isDatabaseUnavailable(error: unknown): boolean {
  if (error instanceof DatabaseError) return passing.test(error.code);
  if (!(error instanceof Error)) return false;
  const { code } = error as NodeJS.ErrnoException;
  return (code !== undefined && connectionErrors.has(code)) || driverMessages.test(error.message);
}
