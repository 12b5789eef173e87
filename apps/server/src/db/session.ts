import type pg from 'pg';
import { isConnectionUsableAfter, toDatabaseError } from './errors.ts';
import type { Queryable, Statement, Tx } from './port.ts';

/** A statement with a deadline of its own on our side of the connection, for what this folder knows to take long. */
export interface TimedStatement extends Statement {
  readonly timeoutMs?: number;
}

/** The driver honours `query_timeout` per statement as well; its types do not say so. */
export interface DriverStatement extends pg.QueryConfig {
  query_timeout?: number;
}

/** One connection while it is lent to one caller. */
export class Session implements Queryable {
  readonly #client: pg.ClientBase;
  #isInDoubt = false;

  constructor(client: pg.ClientBase) {
    this.#client = client;
  }

  /** Whether something failed in a way that leaves the connection's state unknown: it must not be used again. */
  get isInDoubt(): boolean {
    return this.#isInDoubt;
  }

  /** Runs one statement, or several in one text without parameters; then the rows are those of the last. */
  async query<Row extends object>(statement: TimedStatement): Promise<readonly Row[]> {
    const result = await this.run<Row>(statement);
    return result.rows;
  }

  /** The same, with the tag of the command that the server says it completed. */
  async run<Row extends object>(statement: TimedStatement): Promise<pg.QueryResult<Row>> {
    // Expected: the server refuses the statement, or the connection breaks.
    try {
      const result: pg.QueryResult<Row> | pg.QueryResult<Row>[] = await this.#client.query<Row>(
        toDriver(statement),
      );
      return lastOf(result);
    } catch (error) {
      if (!isConnectionUsableAfter(error)) this.#isInDoubt = true;
      throw toDatabaseError(error);
    }
  }
}

/** The driver gives a list when the text held several statements. */
function lastOf<Row extends object>(
  result: pg.QueryResult<Row> | readonly pg.QueryResult<Row>[],
): pg.QueryResult<Row> {
  const last = 'rows' in result ? result : result.at(-1);
  if (last === undefined) throw new Error('the server answered a statement with nothing');
  return last;
}

function toDriver({ name, text, params, timeoutMs }: TimedStatement): DriverStatement {
  return {
    text,
    ...(name === undefined ? {} : { name }),
    // Without `values` the driver uses the simple protocol, which alone takes several statements in one text.
    ...(params === undefined ? {} : { values: [...params] }),
    ...(timeoutMs === undefined ? {} : { query_timeout: timeoutMs }),
  };
}

/** ROLLBACK is quick; a connection where it is not is thrown away. */
const rollbackTimeoutMs = 5_000;

/** See `Db.transaction`. */
export async function runTransaction<T>(session: Session, work: (tx: Tx) => Promise<T>): Promise<T> {
  await session.query({ text: 'begin' });
  let isOpen = true;
  const query = <Row extends object>(statement: Statement): Promise<readonly Row[]> => {
    if (!isOpen) return Promise.reject(new Error('a transaction was used after its end'));
    return session.query<Row>(statement);
  };
  try {
    const result = await work({ query } as Tx);
    isOpen = false;
    await commit(session);
    return result;
  } catch (error) {
    isOpen = false;
    await rollBack(session);
    throw error;
  }
}

/** COMMIT of a failed transaction rolls back and reports no error: the tag alone tells, and must be believed. */
async function commit(session: Session): Promise<void> {
  const { command } = await session.run({ text: 'commit' });
  if (command !== 'COMMIT') {
    throw new Error(
      'the transaction was rolled back: a statement in it had failed and its error was not passed on',
    );
  }
}

async function rollBack(session: Session): Promise<void> {
  if (session.isInDoubt) return;
  const rollback: TimedStatement = { text: 'rollback', timeoutMs: rollbackTimeoutMs };
  // Expected: the connection is gone. The session is then in doubt and the caller's own error is the one to report.
  await session.query(rollback).catch(() => undefined);
}
