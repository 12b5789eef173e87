import { randomBytes } from 'node:crypto';
import { bootServer, type BootedServer, createTestDatabase } from '@smtpy/testkit';

/** Boots two machines on one empty PostgreSQL with one secret key; the stack ends them. `env` holds for both. */
export async function bootTwoNodes(
  stack: AsyncDisposableStack,
  env: Readonly<Record<string, string>>,
): Promise<readonly [BootedServer, BootedServer]> {
  const database = stack.use(
    await createTestDatabase({ migrate: () => Promise.resolve(), schemaVersion: 'empty' }),
  );
  const shared = {
    DATABASE_URL: database.url,
    SMTPY_SECRET_KEY: randomBytes(32).toString('base64'),
    SMTPY_WORKERS: '1',
  };
  const boot = async (): Promise<BootedServer> => stack.use(await bootServer({ env: { ...shared, ...env } }));
  return [await boot(), await boot()];
}
