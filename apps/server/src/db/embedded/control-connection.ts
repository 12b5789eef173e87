import pg from 'pg';
import type { ConnectionSettings } from '../connect.ts';
import { settlesWithin } from '../deadline.ts';
import { databaseName } from './cluster.ts';
import { OpenDatabaseError } from './open-database-error.ts';

/** The embedded server's address; the other form of {@link ConnectionSettings} is for external ones. */
export type EmbeddedSettings = Exclude<ConnectionSettings, { readonly url: string }>;

/** Any number that no one else uses. Guests hold this advisory lock shared; the owner may stop when it has it alone. */
const guestsKey = 7_364_118_803;

const connectTimeoutMs = 10_000;
const statementTimeoutMs = 60_000;
const goodbyeMs = 1_000;

/** A program's stay on a server that another process owns. */
export interface Stay {
  /** Lets the owner stop the server. */
  end(): Promise<void>;
}

/** Makes the database when the cluster is new. Resolves when a connection to it succeeded. */
export async function ensureDatabase(settings: EmbeddedSettings): Promise<void> {
  const first = await openConnection(settings);
  if (first.kind === 'open') {
    await end(first.client);
    return;
  }
  if (first.code !== noSuchDatabase) throw first.error;
  const maintenance = await openConnection({ ...settings, database: 'postgres' });
  if (maintenance.kind === 'refused') throw maintenance.error;
  try {
    await maintenance.client.query(`create database ${pg.escapeIdentifier(databaseName)}`);
  } finally {
    await end(maintenance.client);
  }
}

/** Registers as a guest; `undefined` when the server does not answer, or its owner is about to stop it. */
export async function beginStay(settings: EmbeddedSettings): Promise<Stay | undefined> {
  const opened = await openConnection(settings);
  if (opened.kind === 'refused') {
    if (opened.error instanceof OpenDatabaseError) throw opened.error;
    return undefined;
  }
  const { client } = opened;
  // Expected: the server stops just now.
  const isIn = await client.query('select pg_try_advisory_lock_shared($1) as is_in', [guestsKey]).then(
    ({ rows }: pg.QueryResult<{ readonly is_in: boolean }>) => rows[0]?.is_in === true,
    () => false,
  );
  if (isIn) return { end: () => end(client) };
  await end(client);
  return undefined;
}

/** Waits until every guest has left, then does `work` while none can enter. Guests that stay beyond the limit are cut off. */
export async function withoutGuests(
  settings: EmbeddedSettings,
  limitMs: number,
  work: () => Promise<void>,
): Promise<void> {
  const opened = await openConnection(settings);
  if (opened.kind === 'refused') {
    await work();
    return;
  }
  const { client } = opened;
  // Expected: a guest stays too long, or the server ended by itself.
  await client.query(`set lock_timeout = ${String(limitMs)}`).catch(() => undefined);
  await client.query('select pg_advisory_lock($1)', [guestsKey]).catch(() => undefined);
  try {
    await work();
  } finally {
    await end(client);
  }
}

const noSuchDatabase = '3D000';
const wrongPassword = '28P01';

type Opened =
  | { readonly kind: 'open'; readonly client: pg.Client }
  | { readonly kind: 'refused'; readonly code: string | undefined; readonly error: unknown };

async function openConnection(settings: EmbeddedSettings): Promise<Opened> {
  const client = new pg.Client({
    ...settings,
    // The embedded server has no TLS; PGSSLMODE in the environment is meant for another server.
    ssl: false,
    application_name: 'smtpy control',
    connectionTimeoutMillis: connectTimeoutMs,
    query_timeout: statementTimeoutMs,
  });
  // An error event that no one hears ends the process; a call under way fails with the same error.
  client.on('error', () => undefined);
  // Expected: the server does not answer, or refuses us.
  try {
    await client.connect();
    return { kind: 'open', client };
  } catch (error) {
    await end(client);
    const code = error instanceof pg.DatabaseError ? error.code : undefined;
    return { kind: 'refused', code, error: code === wrongPassword ? passwordError(error) : error };
  }
}

function passwordError(cause: unknown): OpenDatabaseError {
  const advice = 'Put back the file postgres.password that was made together with the folder postgres.';
  return new OpenDatabaseError('damaged', `The database refuses the password of the data folder. ${advice}`, {
    cause,
  });
}

async function end(client: pg.Client): Promise<void> {
  await settlesWithin(goodbyeMs, client.end());
}
