import { createAccounts } from '../accounts/index.ts';
import { createAudit } from '../audit/index.ts';
import { createAliases, createDirectory } from '../aliases/index.ts';
import { createAppPasswords } from '../app-passwords/index.ts';
import type { Config } from '../config/index.ts';
import { createContacts } from '../contacts/index.ts';
import { connect, type ConnectionSettings, createSealer, type Db, deriveKey } from '../db/index.ts';
import { createResolver } from '../dns/index.ts';
import { createDomains } from '../domains/index.ts';
import { createMailboxKeys } from '../encryption/index.ts';
import { createInstallation } from '../installation/index.ts';
import { createMailboxes, createMailboxPauses, type MailboxPauses } from '../mailboxes/index.ts';
import { createMessages } from '../messages/index.ts';
import { createNotices } from '../notices/index.ts';
import { type Events, type Metrics, systemClock } from '../observe/index.ts';
import { createQueue, hasDeliveredSince, type Queue } from '../queue/index.ts';
import { createSandbox } from '../sandbox/index.ts';
import { createServiceMail } from '../service-mail/index.ts';

/** Connections a worker may hold: group commit needs few, look-ups and content reads the rest. */
const connectionsPerWorker = 12;

/** What all workers of a machine share; the embedded server allows 300, and commands, jobs and listeners want some. */
const connectionsPerMachine = 220;

/** Deadline of one DNS question; RFC 7208 §4.6.4 suggests 20 s for all of an SPF evaluation. */
const dnsTimeoutMs = 5_000;

/** What a worker process is told by its supervisor. */
export interface WorkerSettings {
  readonly connection: ConnectionSettings;
  /** The master key, in base64: it travels over the private channel between the two processes. */
  readonly masterKey: string;
  /** PEM. */
  readonly tls: { readonly key: string; readonly cert: string };
  /** 1 for the first worker, and so on; a replaced worker's successor gets the same number. */
  readonly workerNumber: number;
  /** Names this process among all that claim deliveries: node, worker, and a part that no other life of the worker shares. */
  readonly owner: string;
}

interface DependencyOptions {
  readonly config: Config;
  readonly settings: WorkerSettings;
  readonly events: Events;
  readonly metrics: Metrics;
}

export type Dependencies = Awaited<ReturnType<typeof createDependencies>>;

/** Makes everything that the roles of one process share. */
export async function createDependencies(options: DependencyOptions) {
  const { config, settings, events, metrics } = options;
  const clock = systemClock;
  const masterKey = Buffer.from(settings.masterKey, 'base64');
  const db = connectWorker({ config, settings, events });
  const sealer = createSealer(masterKey);
  const domains = createDomains({ db, clock, sealer });
  const contacts = createContacts({ db, clock });
  const mailboxes = createMailboxes({ db, clock, domains });
  const { delayNoticeAfterMs } = config.failures;
  const shard = settings.workerNumber;
  const queue = createQueue({ db, sealer, clock, events, shard, delayNoticeAfterMs });
  const installation = createInstallation({ db, mode: config.mode });
  return {
    config,
    settings,
    events,
    metrics,
    clock,
    db,
    sealer,
    installation,
    serviceMail: createServiceMail({ ...config, db, clock, sealer, queue, domains, installation }),
    accounts: createAccounts({ db, clock, audit: createAudit({ db, clock }) }),
    appPasswords: createAppPasswords({ db, clock }),
    aliases: createAliases({ db, clock, domains, mailboxes, contacts }),
    contacts,
    directory: await createDirectory({ db, clock }),
    domains,
    mailboxes,
    mailboxKeys: createMailboxKeys({ db, clock, queue }),
    messages: createMessages({ db }),
    notices: createNotices({ db, clock }),
    pauses: createPauses(config, queue),
    queue,
    resolver: createResolver({ servers: config.dnsServers, timeoutMs: dnsTimeoutMs, clock }),
    sandbox: createSandbox({ db }),
    ...deriveKeys(masterKey),
  };
}

function connectWorker({
  config,
  settings,
  events,
}: Pick<DependencyOptions, 'config' | 'settings' | 'events'>): Db {
  return connect({
    ...settings.connection,
    applicationName: `worker ${settings.workerNumber}`,
    maxConnections: Math.max(
      2,
      Math.min(connectionsPerWorker, Math.floor(connectionsPerMachine / config.workers)),
    ),
    events,
  });
}

/** Keys of what leaves and comes back. */
function deriveKeys(masterKey: Buffer) {
  return {
    returnPathKey: deriveKey(masterKey, 'return-path'),
    loopKey: deriveKey(masterKey, 'loop-token'),
    messageIdKey: deriveKey(masterKey, 'message-id'),
    confirmationKey: deriveKey(masterKey, 'confirmation'),
    quarantineKey: deriveKey(masterKey, 'quarantine'),
    accountsKey: deriveKey(masterKey, 'accounts'),
  };
}

function createPauses({ failures }: Config, queue: Queue): MailboxPauses {
  return createMailboxPauses({
    config: failures,
    hasDeliveredSince,
    resumeDeliveries: (tx, mailboxId) => queue.resumeMailbox(mailboxId, tx),
  });
}
