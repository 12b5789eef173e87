import { startTestDatabaseServer } from './databases/index.ts';

/**
 * Starts one PostgreSQL for the whole test run, unless the environment names one. The forks inherit the variable, which
 * `createTestDatabase` reads; `bootServer` does not hand it on to the program under test.
 */
export default async function setup(): Promise<(() => Promise<void>) | undefined> {
  const isServerGiven =
    (process.env['DATABASE_URL'] ?? '') !== '' || (process.env['SMTPY_TEST_DATABASE_URL'] ?? '') !== '';
  if (isServerGiven) return undefined;
  const server = await startTestDatabaseServer();
  process.env['SMTPY_TEST_DATABASE_URL'] = server.url;
  return async () => {
    delete process.env['SMTPY_TEST_DATABASE_URL'];
    await server.close();
  };
}
