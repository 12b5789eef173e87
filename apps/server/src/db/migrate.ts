import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Db, Queryable, Tx } from './port.ts';
import type { TimedStatement } from './session.ts';

/** One numbered change of the schema. */
export interface Migration {
  readonly number: number;
  /** The file name without number and ending. */
  readonly name: string;
}

interface MigrationFile extends Migration {
  readonly sql: string;
  readonly sha256: string;
}

interface AppliedMigration extends Migration {
  readonly sha256: string;
}

/** The database and the program do not fit together; the message says what to do. */
export class MigrationError extends Error {
  override readonly name = 'MigrationError';
}

const folder = join(import.meta.dirname, 'migrations');

/** Any number that no one else uses: nodes that migrate at the same time wait for each other on it. */
const lockKey = 7_364_118_802;

/** A change of a large table may take long; a node that waits for another's change waits as long. */
const limitMs = 3_600_000;

/** Partitions are made from last month on, for late arrivals at a month's turn, to two months ahead. */
const monthsAhead = 4;

/**
 * Brings the schema up to date, makes the partitions that are missing, and returns the migrations applied, oldest first.
 * Each is applied as a whole or not at all; several nodes may call this at once. Rejects with {@link MigrationError} when
 * an applied file was changed since, or when the database is newer than the program.
 */
export async function migrate(db: Db): Promise<readonly Migration[]> {
  const applied = await applyMigrations(db, folder);
  await ensureMonthPartitions(db);
  return applied;
}

/** What `migrate` would apply, oldest first. Rejects as `migrate` does. Changes nothing. */
export async function pendingMigrations(db: Queryable): Promise<readonly Migration[]> {
  const pending = decidePending(await readMigrations(folder), await readApplied(db));
  return pending.map(({ number, name }) => ({ number, name }));
}

/** Applies the numbered files of a folder; see {@link migrate}. */
export async function applyMigrations(db: Db, directory: string): Promise<readonly Migration[]> {
  const files = await readMigrations(directory);
  const applied: Migration[] = [];
  for (;;) {
    const next = await db.transaction((tx) => applyNext(tx, files));
    if (next === undefined) return applied;
    applied.push(next);
  }
}

/** Makes the monthly partitions of the tables that grow, from last month to two months ahead; returns how many were missing. */
export async function ensureMonthPartitions(db: Db): Promise<number> {
  return db.transaction(async (tx) => {
    await lock(tx);
    const rows = await tx.query<{ readonly made: number }>({
      text: `select ensure_month_partitions(now() - interval '1 month', $1) as made`,
      params: [monthsAhead],
    });
    return rows[0]?.made ?? 0;
  });
}

async function applyNext(tx: Tx, files: readonly MigrationFile[]): Promise<Migration | undefined> {
  await lock(tx);
  await tx.query({
    text: `create table if not exists schema_migrations (
      number integer primary key, name text not null, sha256 text not null, applied_at timestamptz not null default now())`,
  });
  const next = decidePending(files, await readApplied(tx))[0];
  if (next === undefined) return undefined;
  const change: TimedStatement = { text: next.sql, timeoutMs: limitMs };
  await tx.query(change);
  await tx.query({
    text: 'insert into schema_migrations (number, name, sha256) values ($1, $2, $3)',
    params: [next.number, next.name, next.sha256],
  });
  return { number: next.number, name: next.name };
}

/** Held to the end of the transaction. */
async function lock(tx: Tx): Promise<void> {
  await tx.query({ text: `set local statement_timeout = ${String(limitMs)}` });
  const wait: TimedStatement = {
    text: 'select pg_advisory_xact_lock($1)',
    params: [lockKey],
    timeoutMs: limitMs,
  };
  await tx.query(wait);
}

async function readApplied(db: Queryable): Promise<readonly AppliedMigration[]> {
  const tables = await db.query({ text: `select 1 where to_regclass('schema_migrations') is not null` });
  if (tables.length === 0) return [];
  return db.query<AppliedMigration>({
    text: 'select number, name, sha256 from schema_migrations order by number',
  });
}

async function readMigrations(directory: string): Promise<readonly MigrationFile[]> {
  const names = (await readdir(directory)).filter((name) => name.endsWith('.sql')).sort();
  const files = await Promise.all(names.map((name) => readMigration(directory, name)));
  files.forEach((file, index) => {
    if (file.number !== index + 1)
      throw new MigrationError(`migration ${String(index + 1)} is missing in ${directory}`);
  });
  return files;
}

async function readMigration(directory: string, fileName: string): Promise<MigrationFile> {
  const match = /^(\d{4})-([a-z0-9-]+)\.sql$/.exec(fileName);
  if (match === null) throw new MigrationError(`${fileName} is not named like 0001-what-it-does.sql`);
  const [, number = '', name = ''] = match;
  // Line ends differ between checkouts and mean nothing.
  const sql = (await readFile(join(directory, fileName), 'utf8')).replaceAll('\r\n', '\n');
  return { number: Number(number), name, sql, sha256: createHash('sha256').update(sql).digest('hex') };
}

/** The files still to be applied. Throws when what was applied is not what the files say. */
function decidePending(
  files: readonly MigrationFile[],
  applied: readonly AppliedMigration[],
): readonly MigrationFile[] {
  for (const { number, name, sha256 } of applied) {
    const file = files[number - 1];
    const title = `migration ${String(number).padStart(4, '0')}-${name}`;
    if (file === undefined) {
      throw new MigrationError(
        `the database is newer than this program: it has ${title}, which this version does not know. ` +
          'Start the version that made it, or restore the backup made before the upgrade.',
      );
    }
    if (file.sha256 !== sha256) {
      throw new MigrationError(
        `${title} was changed after it had been applied. Put the released file back; a change belongs into a new migration.`,
      );
    }
  }
  return files.slice(applied.length);
}
