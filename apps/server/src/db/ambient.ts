import { AsyncLocalStorage } from 'node:async_hooks';
import type { Queryable, Statement, Tx } from './port.ts';

/** The transaction that statements join where the code that runs them was handed the database alone. */
interface Ambient {
  /** The database that it is a transaction of. */
  readonly owner: object;
  readonly tx: Tx;
  /** Ends when the last transaction within this one has ended: they share a connection, so they go one after the other. */
  tail: Promise<unknown>;
  savepoints: number;
}

const ambient = new AsyncLocalStorage<Ambient | undefined>();

/** What statements of this database join here, if anything. */
export function findAmbient(owner: object): Queryable | undefined {
  const current = ambient.getStore();
  return current?.owner === owner ? current.tx : undefined;
}

/** Runs work whose statements join the transaction, wherever they are made. */
export function runJoined<T>(owner: object, tx: Tx, work: () => Promise<T>): Promise<T> {
  return ambient.run({ owner, tx, tail: Promise.resolve(), savepoints: 0 }, work);
}

/**
 * Runs work whose statements join nothing: for what outlives the transaction that happened to be open when it began, such as a value that a
 * cache loads for everybody.
 */
export function outsideTransaction<T>(work: () => T): T {
  return ambient.run(undefined, work);
}

/** A transaction within the ambient one, after those that were begun before it: what fails is undone to where it began. */
export function runNested<T>(owner: object, work: (tx: Tx) => Promise<T>): Promise<T> | undefined {
  const outer = ambient.getStore();
  if (outer?.owner !== owner) return undefined;
  const result = outer.tail.then(() => runSavepoint(owner, outer, work));
  outer.tail = result.catch(() => undefined);
  return result;
}

async function runSavepoint<T>(owner: object, outer: Ambient, work: (tx: Tx) => Promise<T>): Promise<T> {
  outer.savepoints += 1;
  const name = `nested_${outer.savepoints}`;
  await outer.tx.query({ text: `savepoint ${name}` });
  const inner: Ambient = {
    owner,
    tx: outer.tx,
    tail: Promise.resolve(),
    // Names within names stay different.
    savepoints: outer.savepoints * 1_000,
  };
  try {
    const result = await ambient.run(inner, () => work(outer.tx));
    await outer.tx.query({ text: `release savepoint ${name}` });
    return result;
  } catch (error) {
    const undo: Statement = { text: `rollback to savepoint ${name}` };
    // Expected: the connection is gone, or the outer transaction has ended; the work's own error is the one to report.
    await outer.tx.query(undo).catch(() => undefined);
    throw error;
  }
}
