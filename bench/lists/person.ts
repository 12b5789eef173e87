import { ApiClient, type BootedServer } from '@smtpy/testkit';
import { loadConfig } from '../../apps/server/src/config/index.ts';
import { connect, openDatabase } from '../../apps/server/src/db/index.ts';
import { silentEvents } from '../../apps/server/src/observe/index.ts';
import { bodyOf, password } from '../../tests/web/world.ts';

/** Somebody who is signed in and owns an organization of the seed, until the end. */
export interface Person extends AsyncDisposable {
  readonly cookie: string;
  readonly organizationId: string;
  /** How much the organization has, in words. */
  readonly size: string;
}

/** Makes a person who owns the organization of this rank beside its owner, who has no password. */
export async function joinOrganization(
  server: BootedServer,
  { dataDir, rank }: { readonly dataDir: string; readonly rank: number },
): Promise<Person> {
  const name = `bench${String(Date.now())}`;
  const email = `${name}@people.seed.example`;
  const made = await server.run([
    'user',
    'create',
    '--email',
    email,
    '--username',
    name,
    '--password',
    password,
  ]);
  if (made.code !== 0) throw new Error(made.stderr);
  const config = loadConfig({ SMTPY_DATA_DIR: dataDir });
  if (config.kind !== 'ok') throw new Error('the configuration is not read');
  await using stack = new AsyncDisposableStack();
  const database = stack.use(
    await openDatabase({ config: config.config, role: 'command', events: silentEvents }),
  );
  const db = connect({
    ...database.connectionSettings,
    applicationName: 'bench',
    maxConnections: 1,
    events: silentEvents,
  });
  stack.defer(() => db.close());
  const [joined] = await db.query<{ readonly id: string; readonly organizationId: string }>({
    text: `insert into auth.member (id, "organizationId", "userId", role)
      select gen_random_uuid(), o.id, u.id, 'owner' from auth.organization o, auth."user" u
      where o.name = $1 and u.email = $2 returning id, "organizationId"`,
    params: [`Organization ${String(rank)}`, email],
  });
  if (joined === undefined) throw new Error(`the seed has no organization of rank ${String(rank)}`);
  stack.defer(async () => {
    await db.query({ text: 'delete from auth.member where id = $1', params: [joined.id] });
  });
  const [size] = await db.query<{ readonly aliases: number; readonly messages: number }>({
    text: `select (select count(*)::integer from aliases where organization_id = $1) as aliases,
      (select count(*)::integer from messages where organization_id = $1) as messages`,
    params: [joined.organizationId],
  });
  const client = new ApiClient(server.httpUrl);
  bodyOf(await client.post('/v1/auth/sign-in/email', { email, password }), 200);
  const kept = stack.move();
  return {
    cookie: client.cookie,
    organizationId: joined.organizationId,
    size: `${(size?.aliases ?? 0).toLocaleString('en')} aliases, ${(size?.messages ?? 0).toLocaleString('en')} messages`,
    [Symbol.asyncDispose]: () => kept.disposeAsync(),
  };
}
