/** Why the database could not be opened. */
export type OpenDatabaseFailure =
  /** There is no PostgreSQL for this platform, or it does not run here. */
  | 'binaries_missing'
  /** Started by root, and the unprivileged account cannot be used or cannot reach the data folder. */
  | 'account_unusable'
  /** The cluster belongs to another user, or a file of the data folder may not be read. */
  | 'wrong_owner'
  /** The cluster was made by another major version of PostgreSQL. */
  | 'version_mismatch'
  /** The folder of the cluster holds something else, or a file that belongs to it is missing. */
  | 'damaged'
  | 'disk_full'
  /** Another process of this program holds the data folder. */
  | 'in_use'
  /** PostgreSQL ended, or did not get ready in time; the message quotes its log. */
  | 'start_failed';

/** The database could not be opened. The message is for the operator and says what to do. */
export class OpenDatabaseError extends Error {
  override readonly name = 'OpenDatabaseError';
  readonly kind: OpenDatabaseFailure;

  constructor(kind: OpenDatabaseFailure, message: string, options?: ErrorOptions) {
    super(message, options);
    this.kind = kind;
  }
}

/** The error code of a failed system call, like `ENOENT`; `undefined` for other errors. */
export function systemErrorCode(error: unknown): string | undefined {
  return error instanceof Error ? (error as NodeJS.ErrnoException).code : undefined;
}
