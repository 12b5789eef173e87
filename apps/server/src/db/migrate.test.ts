import { createTestDatabase, type TestDatabase } from '@smtpy/testkit';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { silentEvents } from '../observe/index.ts';
import {
  connect,
  ensureMonthPartitions,
  migrate,
  MigrationError,
  pendingMigrations,
  type Db,
} from './index.ts';
import { applyMigrations } from './migrate.ts';

let database: TestDatabase;
let db: Db;
let folder: string;

function open(): Db {
  return connect({ url: database.url, applicationName: 'tested', maxConnections: 2, events: silentEvents });
}

beforeEach(async () => {
  database = await createTestDatabase({ migrate: () => Promise.resolve(), schemaVersion: 'empty' });
  db = open();
  folder = await mkdtemp(join(tmpdir(), 'smtpy-migrations-'));
});

afterEach(async () => {
  await db.close();
  await database.close();
  await rm(folder, { recursive: true });
});

async function write(name: string, sql: string): Promise<void> {
  await writeFile(join(folder, name), sql);
}

async function tableNames(): Promise<readonly string[]> {
  const rows = await db.query<{ readonly name: string }>({
    text: `select tablename as name from pg_tables where schemaname = 'public' order by 1`,
  });
  return rows.map((row) => row.name);
}

describe('migrate', () => {
  it('brings an empty database up to date, once', async () => {
    const pending = await pendingMigrations(db);
    expect(pending[0]).toEqual({ number: 1, name: 'foundation' });
    expect(await migrate(db)).toEqual(pending);
    expect(await pendingMigrations(db)).toEqual([]);
    expect(await migrate(db)).toEqual([]);
  });

  it('makes the partitions from last month to two months ahead, and only what is missing', async () => {
    await migrate(db);
    const names = (await tableNames()).filter((name) => name.startsWith('deliveries_2'));
    expect(names).toHaveLength(4);
    await db.query({ text: `drop table ${names[3] ?? ''}` });
    expect(await ensureMonthPartitions(db)).toBe(1);
    expect(await ensureMonthPartitions(db)).toBe(0);
  });

  it('is safe when several nodes start at once', async () => {
    const pending = await pendingMigrations(db);
    const nodes = Array.from({ length: 5 }, open);
    try {
      const applied = await Promise.all(nodes.map((node) => migrate(node)));
      expect(applied.flat().sort((a, b) => a.number - b.number)).toEqual(pending);
    } finally {
      await Promise.all(nodes.map((node) => node.close()));
    }
  });
});

describe('applyMigrations', () => {
  it('applies in the order of numbers, continues where it stopped, and each file as a whole', async () => {
    await write('0001-first.sql', 'create table one (n int); insert into one values (1);');
    await write('0002-broken.sql', 'create table two (n int); select 1 / 0;');
    await expect(applyMigrations(db, folder)).rejects.toMatchObject({ name: 'DatabaseError', code: '22012' });
    expect(await tableNames()).toEqual(['one', 'schema_migrations']);
    await write('0002-broken.sql', 'create table two (n int);');
    expect(await applyMigrations(db, folder)).toEqual([{ number: 2, name: 'broken' }]);
    expect(await tableNames()).toEqual(['one', 'schema_migrations', 'two']);
  });

  it('refuses a file that was changed after it had been applied, but not for its line ends', async () => {
    await write('0001-first.sql', 'create table one (\nn int);\n');
    await applyMigrations(db, folder);
    await write('0001-first.sql', 'create table one (\r\nn int);\r\n');
    expect(await applyMigrations(db, folder)).toEqual([]);
    await write('0001-first.sql', 'create table one (\nn bigint);\n');
    await expect(applyMigrations(db, folder)).rejects.toThrow(/0001-first was changed after/);
  });

  it('refuses a database that is newer than the program', async () => {
    await write('0001-first.sql', 'create table one (n int)');
    await write('0002-second.sql', 'create table two (n int)');
    await applyMigrations(db, folder);
    await rm(join(folder, '0002-second.sql'));
    const refusal = applyMigrations(db, folder);
    await expect(refusal).rejects.toBeInstanceOf(MigrationError);
    await expect(refusal).rejects.toThrow(
      /newer than this program: it has migration 0002-second.*Start the version/,
    );
  });

  it('refuses gaps and names it cannot read', async () => {
    await write('0002-second.sql', 'select 1');
    await expect(applyMigrations(db, folder)).rejects.toThrow(/migration 1 is missing/);
    await write('1-first.sql', 'select 1');
    await expect(applyMigrations(db, folder)).rejects.toThrow(/not named like/);
  });
});
