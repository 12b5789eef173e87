import { bootServer, type BootedServer, createTestDatabase } from '@smtpy/testkit';
import { type ApiClient, createApiClient, type Credential, expectSuccess } from './client.ts';
import { commandsOf } from '../e2e/installation.ts';

/** A user with a session. */
export interface Person {
  readonly userId: string;
  readonly email: string;
  readonly personalOrganizationId: string;
  readonly session: Credential;
}

/** A running server and how to make people on it. */
export interface ApiWorld extends AsyncDisposable {
  readonly server: BootedServer;
  /** The database of the server where that is an external one. */
  readonly databaseUrl: string | undefined;
  readonly client: ApiClient;
  /** A new user with a confirmed address, signed in; made on the command line. */
  readonly createPerson: (name: string, options?: { readonly isAdministrator?: boolean }) => Promise<Person>;
  /** Signs a person in once more. */
  readonly signIn: (email: string) => Promise<Credential>;
}

/** Everybody's. */
export const password = 'correct horse battery staple';

/** Without the limits on requests, which have tests of their own: these tests send thousands from one address. */
const withoutLimits = Object.fromEntries(
  ['KEY', 'USER', 'ORGANIZATION', 'NETWORK'].map((subject) => [`SMTPY_API_LIMIT_PER_${subject}`, 'off']),
);

/** Boots a server for the API: embedded PostgreSQL, or with `DATABASE_URL` a fresh database on that server. */
export async function openApiWorld(env: Readonly<Record<string, string>> = {}): Promise<ApiWorld> {
  await using stack = new AsyncDisposableStack();
  const database =
    process.env['DATABASE_URL'] === undefined
      ? undefined
      : stack.use(await createTestDatabase({ migrate: () => Promise.resolve(), schemaVersion: 'empty' }));
  const server = stack.use(
    await bootServer({
      env: {
        SMTPY_ROLES: 'web,jobs',
        SMTPY_WORKERS: '1',
        SMTPY_HTTP_HOST: '127.0.0.1',
        SMTPY_TRUSTED_PROXIES: '127.0.0.0/8',
        ...withoutLimits,
        ...(database && { DATABASE_URL: database.url }),
        ...env,
      },
    }),
  );
  const client = createApiClient(server.httpUrl);
  const signIn = (email: string): Promise<Credential> => signInWith(client, email);
  const createPerson: ApiWorld['createPerson'] = (name, options) =>
    makePerson(server, { ...options, email: `${name}@people.example`, signIn });
  const kept = stack.move();
  const databaseUrl = database?.url;
  return {
    server,
    databaseUrl,
    client,
    createPerson,
    signIn,
    [Symbol.asyncDispose]: () => kept.disposeAsync(),
  };
}

async function makePerson(
  server: BootedServer,
  {
    email,
    isAdministrator = false,
    signIn,
  }: {
    readonly email: string;
    readonly isAdministrator?: boolean;
    readonly signIn: ApiWorld['signIn'];
  },
): Promise<Person> {
  const words = ['user', 'create', '--email', email, '--password', password];
  const made = (await commandsOf(server).command(...words, ...(isAdministrator ? ['--admin'] : []))) as {
    readonly id: string;
    readonly organization_id: string;
  };
  const session = await signIn(email);
  return { userId: made.id, email, personalOrganizationId: made.organization_id, session };
}

async function signInWith(client: ApiClient, email: string): Promise<Credential> {
  const reply = await client({
    method: 'POST',
    path: '/v1/auth/sign-in/email',
    body: { email, password },
  });
  expectSuccess(reply, `signing in as ${email}`);
  const cookie = reply.headers
    .getSetCookie()
    .map((field) => field.split(';')[0] ?? '')
    .join('; ');
  if (cookie === '') throw new Error(`signing in as ${email} set no cookie`);
  return { kind: 'session', cookie };
}
