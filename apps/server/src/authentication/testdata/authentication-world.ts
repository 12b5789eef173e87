import type { AddressInfo } from 'node:net';
import { fastify } from 'fastify';
import { openTestDatabase, type OpenTestDatabase } from '../../../fixtures/index.ts';
import { createAccounts } from '../../accounts/index.ts';
import { createAudit } from '../../audit/index.ts';
import { createSealer, newId, type Db, type Tx } from '../../db/index.ts';
import type { Letter } from '../../followups/index.ts';
import {
  answerBrokenRequest,
  answerFrameworkError,
  createApi,
  registerRequestIds,
} from '../../http/index.ts';
import { createInstallation, type InstallationSettings } from '../../installation/index.ts';
import { createMembers, type Members } from '../../members/index.ts';
import type { Clock, Events } from '../../observe/index.ts';
import { silentEvents } from '../../observe/index.ts';
import { createRequestLimits } from '../../request-limits/index.ts';
import { createAuthentication, type Authentication } from '../index.ts';
import { Browser } from './browser.ts';

/** A mail that was sent. */
export interface SentMail {
  readonly headerTo: string;
  readonly organizationId: string;
  readonly letter: Letter;
}

/** A password that everybody in the tests has. */
export const password = 'correct horse battery';

/** A server with authentication, on a database of its own. */
export interface AuthenticationWorld extends AsyncDisposable {
  readonly db: Db;
  readonly url: string;
  readonly authentication: Authentication;
  readonly members: Members;
  readonly mails: SentMail[];
  readonly failures: unknown[];
  /** Somebody with cookies of his own; `ip` is where the server sees him. */
  browser(ip?: string): Browser;
  /** The clock of the server's own code. */
  readonly clock: Clock;
  /** Sets it ahead. */
  advance(milliseconds: number): void;
  change(settings: Partial<InstallationSettings>): Promise<void>;
  /** A confirmed user with {@link password}. */
  createUser(name: string): Promise<{ readonly id: string; readonly email: string }>;
  /** The token of the link in the newest mail to an address. */
  tokenTo(headerTo: string): string;
  /** The subjects of all mails to an address. */
  subjectsTo(headerTo: string): readonly string[];
  /** Actions in the log, oldest first. */
  actions(): Promise<readonly string[]>;
  /** Empties everything. */
  reset(): Promise<void>;
}

/** Opens a world; production with `publicUrl`, a sandbox without. */
export async function openAuthenticationWorld(
  options: { readonly publicUrl?: string } = {},
): Promise<AuthenticationWorld> {
  const database = await openTestDatabase();
  const { db } = database;
  let aheadMs = 0;
  const clock: Clock = { now: () => new Date(Date.now() + aheadMs) };
  const mails: SentMail[] = [];
  const failures: unknown[] = [];
  const events: Events = { ...silentEvents, failed: (_action, error) => void failures.push(error) };
  const publicUrl = options.publicUrl ?? 'http://localhost:8080';
  const mode = options.publicUrl === undefined ? 'sandbox' : 'production';
  const installation = createInstallation({ db, mode });
  const serviceMail = {
    send: (_tx: Tx, mail: SentMail) => {
      mails.push(mail);
      return Promise.resolve(newId());
    },
  };
  const audit = createAudit({ db, clock });
  const members = createMembers({ db, clock, audit, installation, serviceMail, publicUrl });
  const limits = createRequestLimits({
    db,
    clock,
    rates: { perKey: undefined, perUser: undefined, perOrganization: undefined, perNetwork: undefined },
  });
  const dependencies = {
    db,
    clock,
    events,
    mode,
    publicUrl,
    members,
    installation,
    serviceMail,
    audit,
    limits,
  } as const;
  const authentication = createAuthentication({ ...dependencies, secret: Buffer.alloc(32, 5) });
  const app = fastify({
    forceCloseConnections: true,
    trustProxy: true,
    frameworkErrors: answerFrameworkError,
    clientErrorHandler: answerBrokenRequest,
  });
  registerRequestIds(app);
  createApi(app, {
    db,
    clock,
    events,
    limits,
    sealer: createSealer(Buffer.alloc(32, 7)),
    routes: authentication.routes,
    sessions: authentication,
    keys: { verifyKey: () => Promise.resolve(undefined) },
    memberships: members,
  });
  await app.listen({ host: '127.0.0.1', port: 0 });
  const { port } = app.server.address() as AddressInfo;
  const url = `http://localhost:${port}`;
  const accountsOfTest = createAccounts({ db, clock, audit });
  return {
    db,
    clock,
    url,
    authentication,
    members,
    mails,
    failures,
    browser: (ip = '192.0.2.1') => new Browser(`http://127.0.0.1:${port}`, ip),
    advance: (milliseconds) => {
      aheadMs += milliseconds;
    },
    change: async (settings) => {
      await db.transaction((tx) => installation.change(tx, settings));
    },
    createUser: async (name) => {
      const email = `${name}@people.example`;
      const made = await accountsOfTest.createUser({ email, username: name, password, isAdmin: false });
      if (made.kind !== 'created') throw new Error(made.reason);
      return { id: made.user.id, email };
    },
    tokenTo: (headerTo) => tokenOf(mails, headerTo),
    subjectsTo: (headerTo) =>
      mails.filter((mail) => mail.headerTo === headerTo).map(({ letter }) => letter.subject),
    actions: async () => {
      const rows = await db.query<{ action: string }>({
        text: 'select action from audit_entries order by id',
      });
      return rows.map(({ action }) => action);
    },
    reset: () => reset(database, { mails, failures, restartClock: () => (aheadMs = 0) }),
    [Symbol.asyncDispose]: async () => {
      await app.close();
      await database[Symbol.asyncDispose]();
    },
  };
}

async function reset(
  { db }: OpenTestDatabase,
  state: { readonly mails: unknown[]; readonly failures: unknown[]; readonly restartClock: () => void },
): Promise<void> {
  state.mails.length = 0;
  state.failures.length = 0;
  state.restartClock();
  await db.transaction(async (tx) => {
    await tx.query({ text: `set local smtpy.audit_erasure = 'on'` });
    await tx.query({ text: 'delete from audit_entries' });
    await tx.query({
      text: 'truncate auth."user", auth.organization, auth.verification, request_counts, installation_settings cascade',
    });
  });
}

function tokenOf(mails: readonly SentMail[], headerTo: string): string {
  const blocks = mails.findLast(
    (mail) => mail.headerTo === headerTo && mail.letter.blocks.some(({ kind }) => kind === 'link'),
  )?.letter.blocks;
  const link = blocks?.find((block) => block.kind === 'link');
  const token = link && new URL(link.url).searchParams.get('token');
  if (token === undefined || token === null) throw new Error(`no mail to ${headerTo} has a link`);
  return token;
}
