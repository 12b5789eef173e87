import { createHash, randomBytes } from 'node:crypto';
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';

/** How to make a database. */
export interface TestDatabaseOptions {
  /** Brings the empty database at this URL to the wanted schema, and has closed its connections when it resolves. */
  readonly migrate: (databaseUrl: string) => Promise<unknown>;
  /**
   * Names the schema that `migrate` makes; databases of the same name are copied instead of migrated again. The default
   * is a hash over the text of `migrate` and the files of the server's migrations folder.
   */
  readonly schemaVersion?: string;
  /** URL of the server to make it on. Default: `DATABASE_URL`, else `SMTPY_TEST_DATABASE_URL`. */
  readonly serverUrl?: string;
}

/** A database of a test's own. */
export interface TestDatabase extends AsyncDisposable {
  /** Connection URL with the rights of the server's user. */
  readonly url: string;
  readonly name: string;
  /** Drops the database, breaking connections to it. May be called twice. */
  close(): Promise<void>;
}

/** Read as data, never imported: its content decides whether a template is still the right one. */
const migrationsFolder = fileURLToPath(new URL('../../../../apps/server/src/db/migrations', import.meta.url));
/** Any number nothing else locks in the maintenance database: "SMTPY" in ASCII. */
const templateLock = 0x53_4d_54_50_59;
/** For the maintenance connection; copying a template waits up to 5 s for others to leave it. */
const statementTimeoutMs = 60_000;

/**
 * Makes a fresh, migrated database on the server given, else of `DATABASE_URL`, else of `SMTPY_TEST_DATABASE_URL` (set by
 * the Vitest global setup). Rejects when none is.
 *
 * The first one of a schema is migrated and kept as template `smtpy_template_<hash>`, the others are copies of it. On
 * an external server the templates stay for the next run.
 */
export async function createTestDatabase(options: TestDatabaseOptions): Promise<TestDatabase> {
  const serverUrl = options.serverUrl ?? findServerUrl();
  const hash = await hashSchema(options);
  const template = `smtpy_template_${hash}`;
  const name = `smtpy_test_${randomBytes(8).toString('hex')}`;
  await withConnection(serverUrl, async (client) => {
    await ensureTemplate(client, { template, serverUrl, migrate: options.migrate });
    await client.query(`CREATE DATABASE ${name} TEMPLATE ${template}`);
  });
  let closing: Promise<void> | undefined;
  const close = (): Promise<void> =>
    (closing ??= withConnection(serverUrl, async (client) => {
      await client.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
    }));
  return { url: withDatabase(serverUrl, name), name, close, [Symbol.asyncDispose]: close };
}

function findServerUrl(): string {
  for (const variable of ['DATABASE_URL', 'SMTPY_TEST_DATABASE_URL']) {
    const url = process.env[variable];
    if (url !== undefined && url !== '') return url;
  }
  throw new Error(
    'no database server for tests: set DATABASE_URL, or run Vitest with packages/testkit/src/vitest-global-setup.ts',
  );
}

async function hashSchema(options: TestDatabaseOptions): Promise<string> {
  const hash = createHash('sha256');
  if (options.schemaVersion !== undefined) {
    hash.update(options.schemaVersion);
  } else {
    hash.update(options.migrate.toString());
    for (const file of (await readdir(migrationsFolder)).sort()) {
      hash.update(`\0${file}\0`).update(await readFile(join(migrationsFolder, file)));
    }
  }
  return hash.digest('hex').slice(0, 16);
}

interface TemplatePlan {
  readonly template: string;
  readonly serverUrl: string;
  readonly migrate: (databaseUrl: string) => Promise<unknown>;
}

/**
 * The lock makes one of all concurrent test processes do the work. The final name appears only when the migration is
 * complete, so a template that exists is whole.
 */
async function ensureTemplate(client: pg.Client, plan: TemplatePlan): Promise<void> {
  if (await databaseExists(client, plan.template)) return;
  await client.query('SELECT pg_advisory_lock($1)', [templateLock]);
  try {
    if (await databaseExists(client, plan.template)) return;
    const unfinished = `${plan.template}_unfinished`;
    await client.query(`DROP DATABASE IF EXISTS ${unfinished} WITH (FORCE)`);
    await client.query(`CREATE DATABASE ${unfinished} TEMPLATE template0`);
    await plan.migrate(withDatabase(plan.serverUrl, unfinished));
    await client.query(`ALTER DATABASE ${unfinished} RENAME TO ${plan.template}`);
  } finally {
    await client.query('SELECT pg_advisory_unlock($1)', [templateLock]);
  }
}

async function databaseExists(client: pg.Client, name: string): Promise<boolean> {
  const { rowCount } = await client.query('SELECT FROM pg_database WHERE datname = $1', [name]);
  return rowCount === 1;
}

function withDatabase(serverUrl: string, name: string): string {
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  return url.href;
}

async function withConnection(serverUrl: string, work: (client: pg.Client) => Promise<void>): Promise<void> {
  const client = new pg.Client({
    connectionString: serverUrl,
    connectionTimeoutMillis: 10_000,
    query_timeout: statementTimeoutMs,
  });
  // A server that goes away while idle must fail the next query, not the process.
  client.on('error', () => undefined);
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}
