import { randomBytes } from 'node:crypto';
import { connect } from 'node:net';
import { ApiClient, type ApiAnswer, bootServer, type BootedServer, createTestDatabase } from '@smtpy/testkit';
import pg from 'pg';
import { expect } from 'vitest';
import { commandsOf } from '../e2e/installation.ts';

/** Somebody with a confirmed address, signed in. */
export interface Person {
  readonly client: ApiClient;
  readonly id: string;
  readonly email: string;
  readonly username: string;
}

/** An organization with one member of a role besides its owner. */
export interface Colleague {
  /** Acts on the organization. */
  readonly client: ApiClient;
  readonly person: Person;
  readonly memberId: string;
}

/** A sandbox with its database at hand, an administrator, and whoever the test makes. */
export interface HttpTarget extends AsyncDisposable {
  readonly server: BootedServer;
  readonly db: pg.Client;
  readonly administrator: ApiClient;
  /** Makes and signs in somebody whose name is not taken. */
  readonly createPerson: (name: string) => Promise<Person>;
  /** A browser that nobody used, in a network of its own. */
  readonly stranger: (network?: string) => ApiClient;
}

/** Everybody's. */
export const password = 'correct horse battery staple';

/** For tests that send more from one network than people do, and are not about that. */
export const withoutLimits: Readonly<Record<string, string>> = {
  SMTPY_API_LIMIT_PER_KEY: 'off',
  SMTPY_API_LIMIT_PER_USER: 'off',
  SMTPY_API_LIMIT_PER_ORGANIZATION: 'off',
  SMTPY_API_LIMIT_PER_NETWORK: 'off',
};

/** Boots what is attacked. This machine counts as a proxy, so that one test can come from many networks. */
export async function openHttpTarget(env: Readonly<Record<string, string>> = {}): Promise<HttpTarget> {
  await using stack = new AsyncDisposableStack();
  const database = stack.use(
    await createTestDatabase({ migrate: () => Promise.resolve(), schemaVersion: 'empty' }),
  );
  const server = stack.use(
    await bootServer({
      env: {
        DATABASE_URL: database.url,
        SMTPY_WORKERS: '1',
        SMTPY_HTTP_HOST: '127.0.0.1',
        SMTPY_TRUSTED_PROXIES: '127.0.0.0/8',
        ...env,
      },
    }),
  );
  const db = new pg.Client({ connectionString: database.url });
  await db.connect();
  stack.defer(() => db.end());
  const stranger: HttpTarget['stranger'] = (network = someNetwork()) =>
    new ApiClient(server.httpUrl, { 'x-forwarded-for': network });
  const words = ['--email', 'root@people.example', '--password', password, '--admin'];
  await commandsOf(server).command('user', 'create', ...words);
  const administrator = await signIn(stranger(), 'root@people.example');
  const createPerson: HttpTarget['createPerson'] = (name) => makePerson({ administrator, stranger }, name);
  const kept = stack.move();
  return {
    server,
    db,
    administrator,
    createPerson,
    stranger,
    [Symbol.asyncDispose]: () => kept.disposeAsync(),
  };
}

/** An address in a network in which nobody was. */
export function someNetwork(): string {
  const part = (): string => randomBytes(2).toString('hex');
  return `2001:db8:${part()}:${part()}::1`;
}

async function makePerson(
  { administrator, stranger }: Pick<HttpTarget, 'administrator' | 'stranger'>,
  name: string,
): Promise<Person> {
  const email = `${name}@people.example`;
  const made = await administrator.post('/v1/administration/users', { email, username: name, password });
  expect(made).toMatchObject({ status: 201 });
  const { id } = made.body as { readonly id: string };
  return { client: await signIn(stranger(), email), id, email, username: name };
}

/** Signs a browser in; gives the same browser. */
export async function signIn(client: ApiClient, email: string, secret = password): Promise<ApiClient> {
  expect(await client.post('/v1/auth/sign-in/email', { email, password: secret })).toMatchObject({
    status: 200,
  });
  return client;
}

/** The organization that a person makes, and the person acting on it. */
export async function createOrganization(
  { client }: Person,
  name: string,
): Promise<{ readonly id: string; readonly client: ApiClient }> {
  const made = await client.post('/v1/organizations', { name });
  expect(made).toMatchObject({ status: 201 });
  const { id } = made.body as { readonly id: string };
  return { id, client: client.with({ 'smtpy-organization': id }) };
}

/** Invites a person, who accepts. */
export async function join(
  organization: { readonly id: string; readonly client: ApiClient },
  person: Person,
  role: string,
): Promise<Colleague> {
  const invited = await organization.client.post('/v1/invitations', { email: person.email, role });
  expect(invited).toMatchObject({ status: 201 });
  const { id } = invited.body as { readonly id: string };
  expect(await person.client.post(`/v1/account/invitations/${id}/accept`)).toMatchObject({ status: 200 });
  const { items } = (await organization.client.get('/v1/members?limit=100')).body as {
    readonly items: readonly { readonly id: string; readonly email: string }[];
  };
  const memberId = items.find(({ email }) => email === person.email)?.id ?? '';
  expect(memberId).not.toBe('');
  return { client: person.client.with({ 'smtpy-organization': organization.id }), person, memberId };
}

/** The code of a problem; undefined where the answer is none. */
export function codeOf({ body }: Pick<ApiAnswer, 'body'>): string | undefined {
  return typeof body === 'object' && body !== null && 'code' in body ? String(body.code) : undefined;
}

/** Status and code, which is what attackers tell answers apart by first. */
export function outcomeOf(answer: ApiAnswer): string {
  return `${String(answer.status)} ${codeOf(answer) ?? ''}`.trim();
}

/** How often each outcome came. */
export function tally(answers: readonly ApiAnswer[]): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const outcome of answers.map(outcomeOf)) counts[outcome] = (counts[outcome] ?? 0) + 1;
  return counts;
}

/** A server that has said nothing for so long says nothing. */
const rawTimeoutMs = 10_000;

/** Writes a request as it is given, octet by octet; gives all that comes back until the server closes or one answer is there. */
export async function sendRaw(httpUrl: string, text: string | Buffer): Promise<string> {
  const { hostname, port } = new URL(httpUrl);
  const socket = connect({ host: hostname, port: Number(port) });
  socket.setTimeout(rawTimeoutMs, () => socket.destroy());
  const { promise, resolve } = Promise.withResolvers<string>();
  let heard = '';
  socket.setEncoding('latin1').on('data', (some: string) => {
    heard += some;
    if (isWhole(heard)) socket.destroy();
  });
  // A server that closes while we write resets the connection; what it said counts.
  socket.on('error', () => undefined).on('close', () => resolve(heard));
  socket.write(text);
  return promise;
}

function isWhole(heard: string): boolean {
  const end = heard.indexOf('\r\n\r\n');
  const length = /^content-length: *(\d+)/im.exec(heard.slice(0, end))?.[1];
  if (end !== -1 && /^transfer-encoding: *chunked/im.test(heard.slice(0, end)))
    return heard.endsWith('0\r\n\r\n');
  return end !== -1 && length !== undefined && heard.length >= end + 4 + Number(length);
}

/** The status of a raw answer; 0 where the connection was cut without one. */
export function statusOf(heard: string): number {
  return Number(/^HTTP\/1\.1 (\d{3})/.exec(heard)?.[1] ?? 0);
}
