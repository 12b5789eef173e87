/**
 * What the rest of the program sees of PostgreSQL. Only `db/` imports the driver.
 * A `Tx` is a different type from a `Db`, so a signature says whether its caller is inside a transaction.
 */

/** One SQL statement. A `name` makes it a prepared statement: use one for every statement of the mail path. */
export interface Statement {
  readonly name?: string;
  readonly text: string;
  readonly params?: readonly unknown[];
}

/** Anything that runs a statement: what a store function takes when it does not care about transactions. */
export interface Queryable {
  /** Runs one statement and returns its rows. Rejects with {@link DatabaseError} or a connection error. */
  query<Row extends object = Record<string, unknown>>(statement: Statement): Promise<readonly Row[]>;
}

declare const inTransaction: unique symbol;

/** A connection inside an open transaction. */
export interface Tx extends Queryable {
  readonly [inTransaction]: true;
}

/** A subscription to a NOTIFY channel. Disposing it stops the calls. */
export type Subscription = AsyncDisposable;

/** A pool of connections. */
export interface Db extends Queryable {
  /** Runs `work` between BEGIN and COMMIT; rolls back when it throws, and throws the same. */
  transaction<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
  /**
   * The same, and every statement and transaction of this database that `work` causes joins it, also where only the database was handed on:
   * a library, or features whose changes belong together. A transaction within is undone alone when it fails and its failure is caught.
   */
  joinedTransaction<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
  /**
   * Calls `onPayload` for each NOTIFY on `channel`. The connection is re-made when it breaks; `onGap` is called after
   * each (re)connection, since hints may have been missed: the caller polls then.
   */
  listen(channel: string, onPayload: (payload: string) => void, onGap: () => void): Promise<Subscription>;
  /** Waits for running statements, then closes every connection. */
  close(): Promise<void>;
}
