import pg from 'pg';

/** PostgreSQL refused a statement. The driver's error is the `cause`. */
export class DatabaseError extends Error {
  override readonly name = 'DatabaseError';
  /** The SQLSTATE: five characters, see PostgreSQL's appendix of error codes. `40001` and `40P01` may be tried again. */
  readonly code: string;
  /** The violated constraint or unique index, as named in the schema. */
  readonly constraint: string | undefined;

  constructor(cause: pg.DatabaseError) {
    super(cause.message, { cause });
    this.code = cause.code ?? 'XX000';
    this.constraint = cause.constraint;
  }
}

/** Whether `error` says that a row of this key exists already; with `constraint`, that this very constraint said so. */
export function isUniqueViolation(error: unknown, constraint?: string): boolean {
  if (!(error instanceof DatabaseError) || error.code !== '23505') return false;
  return constraint === undefined || error.constraint === constraint;
}

/** The error to give to callers: the server's own become {@link DatabaseError}, those of the connection stay. */
export function toDatabaseError(error: unknown): unknown {
  return error instanceof pg.DatabaseError ? new DatabaseError(error) : error;
}

/**
 * Whether the connection can be used again after `error`: only when the server itself answered, and it did not end the
 * session (severity FATAL or PANIC).
 */
export function isConnectionUsableAfter(error: unknown): boolean {
  const cause = error instanceof DatabaseError ? error.cause : error;
  return cause instanceof pg.DatabaseError && cause.severity !== 'FATAL' && cause.severity !== 'PANIC';
}
