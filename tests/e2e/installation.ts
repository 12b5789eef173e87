import {
  bootServer,
  type BootedServer,
  createTestDatabase,
  type DnsServer,
  type ProgramResult,
  type ScriptedMx,
  type ScriptedMxOptions,
  startDnsServer,
  startScriptedMx,
  waitFor,
} from '@smtpy/testkit';

/** A server in production mode with the world it needs: DNS, the MX of the mailbox, one user, domain, mailbox and alias. */
export interface Installation extends AsyncDisposable {
  readonly server: BootedServer;
  readonly dns: DnsServer;
  readonly mx: ScriptedMx;
  /** Runs a command and parses what it prints with `--json`; throws when it fails. */
  readonly command: (...words: string[]) => Promise<unknown>;
  /** Runs a command that may fail. */
  readonly tryCommand: (...words: string[]) => Promise<ProgramResult>;
}

export const userEmail = 'owner@account.example';
export const userPassword = 'correct horse battery staple';
export const aliasDomain = 'alias.example';
export const alias = `shop@${aliasDomain}`;
export const mailboxDomain = 'mailbox.example';
export const mailbox = `jane@${mailboxDomain}`;

/** How to set it up. */
export interface InstallOptions {
  /** `direct`: by MX and DNS; `relay`: through `SMTPY_RELAY_URL`, which the scripted MX plays. */
  readonly route?: 'direct' | 'relay';
  readonly mx?: ScriptedMxOptions;
  readonly env?: Readonly<Record<string, string>>;
  /** How long its DNS answers may be kept. Default 0: a change is seen at once. */
  readonly dnsTtlSeconds?: number;
}

/** Boots and fills an installation. With `DATABASE_URL` set it uses a fresh database on that server. */
export async function install({
  route = 'direct',
  mx: mxOptions,
  env = {},
  dnsTtlSeconds = 0,
}: InstallOptions = {}): Promise<Installation> {
  await using stack = new AsyncDisposableStack();
  const dns = stack.use(await startDnsServer({ ttlSeconds: dnsTtlSeconds }));
  const mx = stack.use(await startScriptedMx(mxOptions ?? { tls: 'starttls' }));
  publishMailboxMx(dns);
  const database =
    process.env['DATABASE_URL'] === undefined
      ? undefined
      : stack.use(await createTestDatabase({ migrate: () => Promise.resolve(), schemaVersion: 'empty' }));
  const server = stack.use(
    await bootServer({
      env: {
        SMTPY_MODE: 'production',
        SMTPY_HOSTNAME: 'mx.smtpy.example',
        SMTPY_PUBLIC_URL: 'http://127.0.0.1',
        SMTPY_HTTP_HOST: '127.0.0.1',
        SMTPY_SMTP_HOST: '127.0.0.1',
        SMTPY_DNS_SERVERS: dns.address,
        SMTPY_LOG_LEVEL: 'info',
        ...(database && { DATABASE_URL: database.url }),
        ...(route === 'relay'
          ? { SMTPY_RELAY_URL: `smtp://127.0.0.1:${mx.port}` }
          : { SMTPY_MX_PORT: String(mx.port) }),
        ...env,
      },
    }),
  );
  const { command, tryCommand } = commandsOf(server);
  await makeOwner(command);
  await publishDkim(dns, command);
  const kept = stack.move();
  return { server, dns, mx, command, tryCommand, [Symbol.asyncDispose]: () => kept.disposeAsync() };
}

/** The two ways to run commands against a server. */
export function commandsOf(server: BootedServer): Pick<Installation, 'command' | 'tryCommand'> {
  const tryCommand = (...words: string[]): Promise<ProgramResult> => server.run(words);
  const command = async (...words: string[]): Promise<unknown> => {
    const result = await tryCommand(...words, '--json');
    if (result.code !== 0)
      throw new Error(
        `smtpy ${words.join(' ')}: exit ${String(result.code)}\n${result.stdout}${result.stderr}`,
      );
    return JSON.parse(result.stdout) as unknown;
  };
  return { command, tryCommand };
}

/** Makes the owner with a domain, a mailbox and an alias. */
export async function makeOwner(command: Installation['command']): Promise<void> {
  await command('user', 'create', '--email', userEmail, '--password', userPassword);
  await command('domain', 'add', aliasDomain, '--user', userEmail, '--trust');
  await command('mailbox', 'add', mailbox, '--user', userEmail, '--trust');
  await command('alias', 'add', alias, '--to', mailbox);
}

/** The one-time link that makes the first administrator; it is printed behind the ready line. */
export function setupLinkOf(server: BootedServer): Promise<string> {
  return waitFor(() => /http:\/\/\S+\/setup\/[\w-]{43}/u.exec(server.log())?.[0], {
    what: 'the link for the first administrator',
    timeoutMs: 5_000,
  });
}

/** Publishes where mail for the mailbox's domain goes. */
export function publishMailboxMx(dns: DnsServer): void {
  dns.set(mailboxDomain, 'MX', [{ preference: 10, exchange: `mx.${mailboxDomain}` }]);
  dns.set(`mx.${mailboxDomain}`, 'A', ['127.0.0.1']);
}

interface RecordsOutput {
  readonly records: readonly {
    readonly purpose: string;
    readonly type: string;
    readonly name: string;
    readonly value: string;
  }[];
}

/** Publishes the DKIM record that `domain records` prints, so that others can verify our signature. */
async function publishDkim(dns: DnsServer, command: Installation['command']): Promise<void> {
  const { records } = (await command('domain', 'records', aliasDomain)) as RecordsOutput;
  const dkim = records.find((record) => record.purpose === 'dkim');
  if (dkim === undefined) throw new Error('domain records printed no DKIM record');
  dns.set(dkim.name, 'TXT', [dkim.value]);
}

/** One delivery as `message show --json` prints it. */
export interface ShownDelivery {
  readonly id: string;
  readonly recipient: string;
  readonly destination: string | null;
  readonly state: string;
  readonly attempts: number;
}

/** A message as `message show --json` prints it. */
export interface ShownMessage {
  readonly id: string;
  readonly subject: string | null;
  readonly deliveries: readonly ShownDelivery[];
  readonly timeline: readonly { readonly kind: string; readonly label: string; readonly sentence: string }[];
}

/** The newest message that came for an address of ours; what SMTPy wrote itself is left out. */
export async function newestMessage(
  { command }: Pick<Installation, 'command'>,
  domain = aliasDomain,
): Promise<ShownMessage> {
  const { items } = (await command('message', 'list')) as {
    items: readonly { id: string; rcpt_to: readonly string[] }[];
  };
  const isOurs = (rcptTo: string) => rcptTo.endsWith(`@${domain}`);
  const newest = items.find(({ rcpt_to: recipients }) => recipients.some(isOurs));
  if (newest === undefined) throw new Error('there is no message');
  return (await command('message', 'show', newest.id)) as ShownMessage;
}
