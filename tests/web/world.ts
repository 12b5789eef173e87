import { randomBytes } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import pg from 'pg';
import {
  ApiClient,
  type ApiAnswer,
  type ApiRequest,
  bootServer,
  type BootedServer,
  createTestDatabase,
  type DnsServer,
  type ScriptedMx,
  startDnsServer,
  startScriptedMx,
  waitFor,
} from '@smtpy/testkit';
import { commandsOf, setupLinkOf, type Installation } from '../e2e/installation.ts';
import { textOf } from '../e2e/mail-text.ts';

/** Every password of these tests. */
export const password = 'correct horse battery staple';
/** The name of the server in the mail world. */
export const hostname = 'mx.smtpy.example';

/** A production server that serves the built pages, with the mail world around it: DNS and an MX that all mailboxes are behind. */
export interface World extends AsyncDisposable {
  readonly server: BootedServer;
  readonly dns: DnsServer;
  readonly mx: ScriptedMx;
  readonly command: Installation['command'];
  /** The database that the server uses. */
  readonly databaseUrl: string;
}

/** How often what is prepared is asked for anew, and after how long. */
const patience = { most: 20, pauseMs: 500 };

/**
 * Asks again while the server says that it is too busy (503), as it does on a machine with much other work. For what is prepared alone: what a page
 * asks for is never asked for twice here.
 */
async function whenCalm<Answered extends { readonly status: number }>(
  ask: () => Promise<Answered>,
): Promise<Answered> {
  for (let tried = 1; ; tried += 1) {
    const answer = await ask();
    if (answer.status !== 503 || tried === patience.most) return answer;
    await setTimeout(patience.pauseMs);
  }
}

/** Prepares over HTTP, with the patience that this may need. */
class PatientClient extends ApiClient {
  override request(method: string, path: string, request?: ApiRequest): Promise<ApiAnswer> {
    return whenCalm(() => super.request(method, path, request));
  }
}

/** Domains whose mail goes to the scripted MX. */
const mailDomains = ['account.example', 'provider.example', 'office.example', 'home.example', 'slow.example'];

/** What is particular to a world. */
export interface WorldOptions {
  readonly env?: Readonly<Record<string, string>>;
  /** For whom it is open. */
  readonly registration?: 'open' | 'invitation';
}

/** Starts one; the administrator is `root@account.example`. */
export async function openWorld({ env = {}, registration = 'open' }: WorldOptions = {}): Promise<World> {
  await using stack = new AsyncDisposableStack();
  const dns = stack.use(await startDnsServer({ ttlSeconds: 0 }));
  const mx = stack.use(await startScriptedMx({ tls: 'starttls' }));
  for (const name of mailDomains) dns.set(name, 'MX', [{ preference: 10, exchange: 'mx.people.example' }]);
  for (const name of ['mx.people.example', hostname]) dns.set(name, 'A', ['127.0.0.1']);
  dns.set(hostname, 'TXT', ['v=spf1 a -all']);
  dns.set('sender.example', 'TXT', ['v=spf1 ip4:127.0.0.1 -all']);
  const database = stack.use(
    await createTestDatabase({ migrate: () => Promise.resolve(), schemaVersion: 'empty' }),
  );
  const server = stack.use(
    await bootServer({
      env: {
        DATABASE_URL: database.url,
        SMTPY_SECRET_KEY: randomBytes(32).toString('base64'),
        SMTPY_WORKERS: '1',
        SMTPY_DNS_SERVERS: dns.address,
        SMTPY_MODE: 'production',
        SMTPY_HOSTNAME: hostname,
        SMTPY_PUBLIC_URL: 'http://127.0.0.1',
        SMTPY_HTTP_HOST: '127.0.0.1',
        SMTPY_SMTP_HOST: '127.0.0.1',
        SMTPY_MX_PORT: String(mx.port),
        SMTPY_LOG_LEVEL: 'info',
        // Many people from one address, as no people are.
        ...Object.fromEntries(
          ['KEY', 'USER', 'ORGANIZATION', 'NETWORK'].map((subject) => [
            `SMTPY_API_LIMIT_PER_${subject}`,
            'off',
          ]),
        ),
        ...env,
      },
    }),
  );
  await makeAdministrator(server, registration);
  const { command } = commandsOf(server);
  const kept = stack.move();
  return {
    server,
    dns,
    mx,
    command,
    databaseUrl: database.url,
    [Symbol.asyncDispose]: () => kept.disposeAsync(),
  };
}

async function makeAdministrator(server: BootedServer, registration: string): Promise<void> {
  const link = new URL(await setupLinkOf(server));
  const form = new URLSearchParams({ email: 'root@account.example', password });
  const made = await whenCalm(() => fetch(server.httpUrl + link.pathname, { method: 'POST', body: form }));
  if (made.status !== 200) throw new Error(`the setup page answered ${String(made.status)}`);
  const root = new PatientClient(server.httpUrl);
  await root.post('/v1/auth/sign-in/email', { email: 'root@account.example', password });
  bodyOf(await root.patch('/v1/administration/settings', { registration }), 200);
}

/** What an answer holds; fails with all of it where it is not of this status. */
// eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- what an answer holds is said where it is asked for
export function bodyOf<Body>({ status, body }: ApiAnswer, wanted: number): Body {
  if (status !== wanted)
    throw new Error(`${String(status)} instead of ${String(wanted)}: ${JSON.stringify(body)}`);
  return body as Body;
}

/** The newest link to a page with this path in mail to an address, at this server whatever its public name says. */
export async function linkInMail(
  world: World,
  { rcptTo, path }: { readonly rcptTo: string; readonly path: string },
): Promise<string> {
  const pattern = new RegExp(`/${path}\\?token=[\\w-]+`, 'u');
  const found = await waitFor(
    () =>
      world.mx.messages
        .filter((mail) => mail.rcptTo.includes(rcptTo))
        .toReversed()
        .map(({ data }) => pattern.exec(textOf(data))?.[0])
        .find((link) => link !== undefined),
    { what: `a mail to ${rcptTo} with a link to ${path}`, timeoutMs: 20_000 },
  );
  return world.server.httpUrl + found;
}

/** Follows the link of the mail to a mailbox, as who reads it does. */
export async function confirmMailbox(world: World, rcptTo: string): Promise<void> {
  const link = new URL(await linkInMail(world, { rcptTo, path: 'confirm-mailbox' }));
  const form = new URLSearchParams({ token: link.searchParams.get('token') ?? '', decision: 'confirm' });
  const answer = await whenCalm(() => fetch(link.origin + link.pathname, { method: 'POST', body: form }));
  if (answer.status !== 200)
    throw new Error(
      `${rcptTo} was not confirmed by ${link.href}: ${String(answer.status)}\n${await answer.text()}`,
    );
}

/** A person with a confirmed account, made by the operator, who is signed in over HTTP. */
export async function makePerson(
  world: World,
  { email, name }: { readonly email: string; readonly name: string },
): Promise<ApiClient> {
  const username = name.toLowerCase().replaceAll(/[^a-z]/g, '');
  await world.command('user', 'create', '--email', email, '--username', username, '--password', password);
  const person = new PatientClient(world.server.httpUrl);
  bodyOf(await person.post('/v1/auth/sign-in/email', { email, password }), 200);
  bodyOf(await person.post('/v1/auth/update-user', { name }), 200);
  return person;
}

/** A record as the API tells to publish it. */
export interface WantedRecord {
  readonly type: 'TXT' | 'MX' | 'CNAME';
  readonly name: string;
  readonly value: string;
}

/** Does what a person does at the DNS provider. */
export function publish(dns: DnsServer, records: readonly WantedRecord[]): void {
  for (const [key, group] of Map.groupBy(records, ({ type, name }) => `${type} ${name}`)) {
    const name = key.slice(key.indexOf(' ') + 1);
    const values = group.map(({ value }) => value);
    if (key.startsWith('TXT')) dns.set(name, 'TXT', values);
    if (key.startsWith('MX')) dns.set(name, 'MX', values.map(readMx));
    if (key.startsWith('CNAME')) dns.set(name, 'CNAME', values);
  }
}

function readMx(value: string): { readonly preference: number; readonly exchange: string } {
  const [preference = '', exchange = ''] = value.split(' ');
  return { preference: Number(preference), exchange: exchange.replace(/\.$/, '') };
}

/** Lets what was wrong with the records of a domain be wrong since long: a drift is told of after ten minutes, which no test waits for. */
export async function ageDrift({ databaseUrl }: World, domainId: string): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  await using _end = { [Symbol.asyncDispose]: () => client.end() };
  await client.query(
    `update domain_checks set wrong_since = wrong_since - interval '15 minutes' where domain_id = $1`,
    [domainId],
  );
}
