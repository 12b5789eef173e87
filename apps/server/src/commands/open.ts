import { createAccounts, type Accounts } from '../accounts/index.ts';
import { createAudit } from '../audit/index.ts';
import { createAliases, createPins, type Aliases, type Pins } from '../aliases/index.ts';
import { createAppPasswords, type AppPasswords } from '../app-passwords/index.ts';
import type { Config } from '../config/index.ts';
import { createContacts, type Contacts } from '../contacts/index.ts';
import {
  connect,
  createSealer,
  ensureMonthPartitions,
  loadMasterKey,
  migrate,
  MigrationError,
  openDatabase,
  OpenDatabaseError,
  type Db,
  type Migration,
} from '../db/index.ts';
import { createDomains, type Domains } from '../domains/index.ts';
import { createMailboxKeys, type MailboxKeys } from '../encryption/index.ts';
import {
  createMailboxConfirmations,
  type MailboxConfirmations,
  type MailboxConfirmationsDependencies,
} from '../mailbox-confirmation/index.ts';
import {
  createMailboxes,
  createMailboxPauses,
  type Mailboxes,
  type MailboxPauses,
} from '../mailboxes/index.ts';
import { createMessages, type Messages } from '../messages/index.ts';
import { createNotices, type Notices } from '../notices/index.ts';
import { silentEvents, systemClock } from '../observe/index.ts';
import { createOrganizationSettingsStore, type OrganizationSettingsStore } from '../organizations/index.ts';
import { createQuarantine, type Quarantine } from '../quarantine/index.ts';
import { createQueue, hasDeliveredSince, type Queue } from '../queue/index.ts';
import { createRequestLimits } from '../request-limits/index.ts';
import { createRefusals, type Refusals } from '../refusals/index.ts';
import { createRuleEditing, type RuleEditing } from '../rules/index.ts';
import { createSenderEntries, type SenderEntries } from '../senders/index.ts';
import { composeAccountFeatures, type AccountFeatures } from './account-features.ts';

/** The features over an open database with a current schema. Disposing it stops the database where it was started here. */
export interface Installation extends AccountFeatures, AsyncDisposable {
  readonly config: Config;
  /** For `doctor`, which examines the connection itself. Rows belong to the features. */
  readonly db: Db;
  readonly accounts: Accounts;
  readonly aliases: Aliases;
  readonly appPasswords: AppPasswords;
  readonly contacts: Contacts;
  readonly domains: Domains;
  readonly mailboxes: Mailboxes;
  readonly mailboxConfirmations: MailboxConfirmations;
  readonly mailboxKeys: MailboxKeys;
  readonly messages: Messages;
  readonly notices: Notices;
  readonly organizationSettings: OrganizationSettingsStore;
  readonly pauses: MailboxPauses;
  readonly pins: Pins;
  readonly quarantine: Quarantine;
  readonly queue: Queue;
  readonly refusals: Pick<Refusals, 'list' | 'counts'>;
  readonly rules: RuleEditing;
  readonly senders: SenderEntries;
  /** What opening had to change in the schema; empty as a rule. */
  readonly migrations: readonly Migration[];
}

/** An installation, or why there is none, in words for the operator. */
export type OpenedInstallation =
  | { readonly kind: 'open'; readonly installation: Installation }
  | { readonly kind: 'refused'; readonly reason: string };

/** A command runs one statement at a time; the second connection is for what a feature does beside it. */
const maxConnections = 2;

/** The last shard of the counters: serving processes count theirs from 0. */
const commandShard = 32_767;

/** Opens the database (the running one, or the embedded one for as long as the command takes) and composes the features. */
export async function openInstallation({
  config,
  signal,
}: {
  readonly config: Config;
  readonly signal: AbortSignal;
}): Promise<OpenedInstallation> {
  await using opening = new AsyncDisposableStack();
  try {
    const database = await openDatabase({ config, role: 'command', events: silentEvents, signal });
    opening.use(database);
    const db = connect({
      ...database.connectionSettings,
      applicationName: 'command',
      maxConnections,
      events: silentEvents,
    });
    opening.defer(() => db.close());
    const migrations = await migrate(db);
    await ensureMonthPartitions(db);
    const features = composeFeatures(db, await loadMasterKey(config), config);
    const resources = opening.move();
    const installation = {
      config,
      migrations,
      ...features,
      [Symbol.asyncDispose]: () => resources.disposeAsync(),
    };
    return { kind: 'open', installation };
  } catch (error) {
    // Expected: the database folder is in use, the server is away, the schema is newer. Their texts are for the operator.
    if (error instanceof OpenDatabaseError || error instanceof MigrationError)
      return { kind: 'refused', reason: error.message };
    throw error;
  }
}

function composeFeatures(
  db: Db,
  masterKey: Buffer,
  config: Config,
): Omit<Installation, 'config' | 'migrations' | typeof Symbol.asyncDispose> {
  const clock = systemClock;
  const sealer = createSealer(masterKey);
  const domains = createDomains({ db, clock, sealer });
  const mailboxes = createMailboxes({ db, clock, domains });
  const contacts = createContacts({ db, clock });
  const senders = createSenderEntries({ db, clock });
  const queue = createQueue({ db, sealer, clock, events: silentEvents, shard: commandShard });
  const accounts = createAccounts({ db, clock, audit: createAudit({ db, clock }) });
  const notices = createNotices({ db, clock });
  const accountFeatures = composeAccountFeatures({ db, clock, sealer, queue, domains, accounts, config });
  return {
    db,
    accounts,
    ...accountFeatures,
    mailboxConfirmations: composeConfirmations(config, {
      ...accountFeatures,
      db,
      clock,
      domains,
      mailboxes,
      notices,
    }),
    aliases: createAliases({ db, clock, domains, mailboxes, contacts }),
    appPasswords: createAppPasswords({ db, clock }),
    contacts,
    domains,
    mailboxes,
    mailboxKeys: createMailboxKeys({ db, clock, queue }),
    messages: createMessages({ db }),
    notices,
    organizationSettings: createOrganizationSettingsStore({ db }),
    pauses: createMailboxPauses({
      config: config.failures,
      hasDeliveredSince,
      resumeDeliveries: (tx, mailboxId) => queue.resumeMailbox(mailboxId, tx),
    }),
    pins: createPins({ db, clock }),
    queue,
    refusals: createRefusals({ db, clock, events: silentEvents }),
    rules: createRuleEditing({ db, clock }),
    quarantine: createQuarantine({ queue, senders }),
    senders,
  };
}

function composeConfirmations(
  { web, publicUrl }: Config,
  parts: Omit<MailboxConfirmationsDependencies, 'limits' | 'publicUrl'>,
): MailboxConfirmations {
  const limits = createRequestLimits({ ...parts, rates: web.limits });
  return createMailboxConfirmations({ ...parts, limits, publicUrl });
}
