import pg from 'pg';
import type { Events } from '../observe/index.ts';
import { findAmbient, runJoined, runNested } from './ambient.ts';
import { settlesWithin } from './deadline.ts';
import { toDatabaseError } from './errors.ts';
import { NotificationListener } from './notification-listener.ts';
import type { Db, Tx } from './port.ts';
import { resultTypes } from './result-types.ts';
import { runTransaction, Session } from './session.ts';

/**
 * Where a database is: a connection URL, or the embedded server's address. Plain data, so that it can be handed to
 * another process; it holds the password.
 */
export type ConnectionSettings =
  | { readonly url: string }
  | {
      /** A host name or address, or the absolute path of the folder of the server's Unix socket. */
      readonly host: string;
      readonly port: number;
      readonly user: string;
      readonly password: string;
      readonly database: string;
    };

/** How to connect. */
export type ConnectOptions = ConnectionSettings & {
  /** Shown in `pg_stat_activity`: the role of the process. */
  readonly applicationName: string;
  /** Connections this process may hold, without the one that listens. */
  readonly maxConnections: number;
  readonly events: Events;
  /** How long the server works on one statement before it gives up; default 60 s. */
  readonly statementTimeoutMs?: number;
  /** How long to wait for a new connection or for a free one; default 10 s. */
  readonly connectTimeoutMs?: number;
};

/**
 * Our own deadline comes this much after the server's, which gives the better error and keeps the connection. Ours is for
 * a server that went silent.
 */
const silenceMs = 5_000;

/** A pool of connections; they are opened as they are needed, so this neither waits nor fails. */
export function connect(options: ConnectOptions): Db {
  const statementTimeoutMs = options.statementTimeoutMs ?? 60_000;
  const driverOptions = toDriverOptions(options, statementTimeoutMs);
  const pool = new pg.Pool({ ...driverOptions, max: options.maxConnections, idleTimeoutMillis: 60_000 });
  const clients = watchClients(pool, options.events);
  const listener = new NotificationListener({
    createClient: () => new pg.Client(driverOptions),
    connectTimeoutMs: driverOptions.connectionTimeoutMillis,
    events: options.events,
  });
  let closing: Promise<void> | undefined;
  const begin = <T>(work: (tx: Tx) => Promise<T>): Promise<T> =>
    withSession(pool, (session) => runTransaction(session, work));
  return {
    query: (statement) =>
      findAmbient(pool)?.query(statement) ?? withSession(pool, (session) => session.query(statement)),
    transaction: (work) => runNested(pool, work) ?? begin(work),
    joinedTransaction: (work) => runNested(pool, work) ?? begin((tx) => runJoined(pool, tx, () => work(tx))),
    listen: (channel, onPayload, onGap) => listener.listen(channel, { onPayload, onGap }),
    close: () => {
      closing ??= Promise.all([
        listener.close(),
        closePool(pool, clients, statementTimeoutMs + 2 * silenceMs),
      ]).then(() => undefined);
      return closing;
    },
  };
}

/** The driver's words for our settings. */
export function toDriverOptions(options: ConnectOptions, statementTimeoutMs: number) {
  const address =
    'url' in options
      ? { connectionString: options.url }
      : {
          host: options.host,
          port: options.port,
          user: options.user,
          password: options.password,
          database: options.database,
          // The embedded server has no TLS; PGSSLMODE in the environment is meant for another server.
          ssl: false,
        };
  return {
    ...address,
    application_name: `smtpy ${options.applicationName}`,
    connectionTimeoutMillis: options.connectTimeoutMs ?? 10_000,
    statement_timeout: statementTimeoutMs,
    query_timeout: statementTimeoutMs + silenceMs,
    // A transaction whose owner hangs must not hold its locks for ever.
    idle_in_transaction_session_timeout: statementTimeoutMs,
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
    types: resultTypes,
  };
}

/** Keeps the pool's connections in a set. */
function watchClients(pool: pg.Pool, events: Events): ReadonlySet<pg.PoolClient> {
  const clients = new Set<pg.PoolClient>();
  pool.on('connect', (client) => clients.add(client));
  pool.on('remove', (client) => clients.delete(client));
  hearErrors(pool, events);
  return clients;
}

/** Hears the errors of a pool's connections: an error event that no one hears ends the process. */
export function hearErrors(pool: pg.Pool, events: Events): void {
  pool.on('connect', (client) => {
    // While the client is in use, the statement under way fails with the same error.
    client.on('error', () => undefined);
  });
  pool.on('error', (error) => {
    // The pool hangs the whole connection on the error, with what it knows of the password, and errors go to the log.
    Reflect.deleteProperty(error, 'client');
    events.failed('database connection', error);
  });
}

/** Connections that have their settings. */
const prepared = new WeakSet<pg.PoolClient>();

/**
 * A prepared statement keeps its plan. One that was made while a table was nearly empty would read the whole table, and would
 * do so many times per second while the table grows, until the next ANALYZE: measured by `bench/queue.bench.ts`, a claim
 * took 300 times as long. With sequential scans out of the question the plan is the right one from the start. What must
 * read a table whole says so in its own transaction.
 *
 * A plan that is out of the question and still the only one is counted as very dear, and up to PostgreSQL 17 that makes the server compile it:
 * some hundred milliseconds, each time, for what takes one.
 */
async function prepareSession(client: pg.PoolClient, session: Session): Promise<void> {
  if (prepared.has(client)) return;
  await session.query({ text: 'set enable_seqscan = off; set jit = off' });
  prepared.add(client);
}

/** Lends a connection to `work`, and keeps it for others afterwards unless it is in doubt. */
async function withSession<T>(pool: pg.Pool, work: (session: Session) => Promise<T>): Promise<T> {
  const client = await pool.connect().catch((error: unknown) => {
    throw toDatabaseError(error);
  });
  const session = new Session(client);
  try {
    await prepareSession(client, session);
    return await work(session);
  } finally {
    client.release(session.isInDoubt);
  }
}

/** Waits for the statements under way; what is still in use after the limit is cut off. */
async function closePool(pool: pg.Pool, clients: ReadonlySet<pg.PoolClient>, limitMs: number): Promise<void> {
  if (await settlesWithin(limitMs, pool.end())) return;
  const cutOff = [...clients].map((client) => (client as unknown as pg.Client).end());
  await settlesWithin(silenceMs, Promise.allSettled(cutOff));
}
