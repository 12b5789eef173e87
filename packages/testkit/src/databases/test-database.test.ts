import { access } from 'node:fs/promises';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestDatabase, startTestDatabaseServer, type TestDatabaseServer } from './index.ts';

async function query(url: string, text: string): Promise<readonly unknown[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<object>(text)).rows;
  } finally {
    await client.end();
  }
}

describe('createTestDatabase', () => {
  let server: TestDatabaseServer;
  beforeAll(async () => (server = await startTestDatabaseServer()));
  afterAll(() => server.close());

  it('migrates once and hands out independent copies', async () => {
    let migrations = 0;
    const migrate = async (url: string): Promise<void> => {
      migrations += 1;
      await query(url, 'CREATE TABLE letters (word text)');
    };
    const options = { migrate, schemaVersion: 'letters', serverUrl: server.url };
    await using first = await createTestDatabase(options);
    const [second, third] = await Promise.all([createTestDatabase(options), createTestDatabase(options)]);
    await query(first.url, `INSERT INTO letters VALUES ('a')`);
    expect(migrations).toBe(1);
    expect(await query(first.url, 'SELECT word FROM letters')).toEqual([{ word: 'a' }]);
    expect(await query(second.url, 'SELECT word FROM letters')).toEqual([]);
    await Promise.all([second.close(), third.close()]);
    const names = `'${second.name}', '${third.name}'`;
    expect(await query(server.url, `SELECT FROM pg_database WHERE datname IN (${names})`)).toEqual([]);
  });

  it('migrates once also when several ask at the same time', async () => {
    let migrations = 0;
    const migrate = (): Promise<number> => Promise.resolve((migrations += 1));
    const options = { migrate, schemaVersion: 'concurrent', serverUrl: server.url };
    const made = await Promise.all([1, 2, 3].map(() => createTestDatabase(options)));
    expect(migrations).toBe(1);
    await Promise.all(made.map((database) => database.close()));
  });

  it('leaves no template behind a migration that failed', async () => {
    const options = { schemaVersion: 'failing', serverUrl: server.url };
    const failing = createTestDatabase({ ...options, migrate: () => Promise.reject(new Error('bad SQL')) });
    await expect(failing).rejects.toThrow('bad SQL');
    await using working = await createTestDatabase({ ...options, migrate: () => Promise.resolve() });
    expect(await query(working.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });
});

describe('startTestDatabaseServer', () => {
  it('serves with a password, and leaves neither process nor folder', async () => {
    const server = await startTestDatabaseServer();
    const [setting] = (await query(server.url, 'SHOW data_directory')) as readonly {
      data_directory: string;
    }[];
    const folder = setting?.data_directory ?? '';
    await access(folder);
    const withoutPassword = server.url.replace(/:[0-9a-f]{32}@/, ':wrong@');
    await expect(query(withoutPassword, 'SELECT 1')).rejects.toThrow('password authentication failed');
    await server.close();
    await expect(access(folder)).rejects.toThrow('ENOENT');
    await expect(query(server.url, 'SELECT 1')).rejects.toThrow('ECONNREFUSED');
  });
});
