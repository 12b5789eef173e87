import { readlink } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { createAccounts } from '../accounts/index.ts';
import { createAudit } from '../audit/index.ts';
import type { Config } from '../config/index.ts';
import {
  connect,
  createSealer,
  type Db,
  loadMasterKey,
  loadNodeId,
  migrate,
  type OpenDatabase,
  openDatabase,
  type Sealer,
} from '../db/index.ts';
import { loadTlsFiles } from '../certificates/index.ts';
import { type Events, systemClock } from '../observe/index.ts';
import { createQueue } from '../queue/index.ts';
import { removeAddresses, writeAddresses } from './address-file.ts';
import type { WorkerSettings } from './dependencies.ts';
import { startMetricsListener } from './metrics-listener.ts';
import { createWorkerPool } from './worker-pool.ts';

/** Counters of the supervisor's own queue object; it settles nothing, so nothing is ever counted there. */
const supervisorShard = 0;

/** Pause before the database is started once more after a start that failed; doubles each time. */
const firstRestartPauseMs = 500;
const longestRestartPauseMs = 30_000;

/** What the supervisor works with. */
export interface SupervisorOptions {
  readonly config: Config;
  readonly events: Events;
  /** Its abort is the request to stop. */
  readonly signal: AbortSignal;
  /** Writes one line for the operator. */
  readonly print: (line: string) => void;
}

/**
 * Runs the program on this machine until the signal aborts: database, migrations, workers, metrics; prints the ready line
 * when everything listens. Stops in the opposite order. Rejects when something cannot start.
 */
export async function supervise({ config, events, signal, print }: SupervisorOptions): Promise<void> {
  await using stack = new AsyncDisposableStack();
  const database = stack.use(await startDatabase({ config, events, signal }));
  const connection = database.connectionSettings;
  const db = connect({ ...connection, applicationName: 'supervisor', maxConnections: 1, events });
  stack.defer(() => db.close());
  const setupLink = await prepare(db, events);
  const masterKey = await loadMasterKey(config);
  const pool = createWorkerPool({
    count: config.workers,
    settings: { connection, ...(await loadSecrets(config, masterKey)) },
    events,
    ...(await takeLeases({ db, sealer: createSealer(masterKey), config, events })),
  });
  stack.defer(() => pool.stop());
  const addresses: Record<string, string> = { ...(await pool.start()) };
  if (config.metricsPort !== undefined) {
    const metrics = stack.use(
      await startMetricsListener({ host: config.http.host, port: config.metricsPort }),
    );
    addresses['metrics'] = metrics.url;
  }
  await writeAddresses(config.dataDir, addresses);
  stack.defer(() => removeAddresses(config.dataDir));
  announce({ config, addresses, setupLink, print });
  await tellOfLink(config.dataDir, print);
  await aborted(signal);
  events.noted('stopping');
}

/** The database, started again whenever it ends by itself. */
async function startDatabase(
  options: Pick<SupervisorOptions, 'config' | 'events' | 'signal'>,
): Promise<OpenDatabase> {
  const { config, events, signal } = options;
  const database = await openDatabase({
    config,
    role: 'serve',
    events,
    signal,
    onExit: () => {
      void restartUntilUp(database, { events, signal });
    },
  });
  return database;
}

/** Tries until the database is up again or the program is to stop. Its workers answer 451 and wait meanwhile. */
async function restartUntilUp(
  database: OpenDatabase,
  { events, signal }: Pick<SupervisorOptions, 'events' | 'signal'>,
): Promise<void> {
  for (
    let pauseMs = firstRestartPauseMs;
    !signal.aborted;
    pauseMs = Math.min(pauseMs * 2, longestRestartPauseMs)
  ) {
    // Expected: a full disk, a damaged file: what an operator can mend while we wait.
    try {
      await database.restart();
      return;
    } catch (error) {
      events.failed('database restart', error);
    }
    await delay(pauseMs, undefined, { signal }).catch(() => undefined);
  }
}

async function loadSecrets(
  config: Config,
  masterKey: Buffer,
): Promise<Pick<WorkerSettings, 'masterKey' | 'tls'>> {
  const tls = await loadTlsFiles({ smtp: config.smtp, dataDir: config.dataDir, hostname: config.hostname });
  return { masterKey: masterKey.toString('base64'), tls };
}

/** Frees what earlier lives of this node left leased: the data folder is ours alone, so whoever held it in its name is dead. */
async function takeLeases(options: {
  readonly db: Db;
  readonly sealer: Sealer;
  readonly config: Config;
  readonly events: Events;
}): Promise<{ readonly node: string; readonly onDeath: (owner: string) => void }> {
  const { db, sealer, config, events } = options;
  const { releaseLeases } = createQueue({ db, sealer, clock: systemClock, events, shard: supervisorShard });
  const node = await loadNodeId(config.dataDir);
  await releaseLeases(`${node}/`);
  return {
    node,
    onDeath: (owner) => {
      releaseLeases(owner).catch((error: unknown) => {
        events.failed('release of leases', error, { owner });
      });
    },
  };
}

/** Brings the schema up to date and makes the setup link while there is no administrator; its token, or undefined. */
async function prepare(db: Db, events: Events): Promise<string | undefined> {
  for (const migration of await migrate(db))
    events.noted(`migration ${migration.number} ${migration.name} applied`);
  const clock = systemClock;
  const accounts = createAccounts({ db, clock, audit: createAudit({ db, clock }) });
  return (await accounts.hasAdministrator()) ? undefined : await accounts.createSetupLink();
}

function announce(options: {
  readonly config: Config;
  readonly addresses: Readonly<Record<string, string>>;
  readonly setupLink: string | undefined;
  readonly print: (line: string) => void;
}): void {
  const { config, addresses, setupLink, print } = options;
  const pairs = Object.entries(addresses).map(([name, address]) => `${name}=${address}`);
  const lines = [`ready ${pairs.join(' ')}`];
  const web = config.mode === 'sandbox' ? addresses['http'] : config.publicUrl;
  if (web !== undefined && config.mode === 'sandbox')
    lines.push(`sandbox: no mail leaves this machine; what would be sent is shown on ${web}/sandbox`);
  if (web !== undefined && setupLink !== undefined)
    lines.push(`first administrator (works once): ${web}/setup/${setupLink}`);
  // At once: who waits for the first line finds the others behind it.
  print(lines.join('\n'));
}

/** Where the database could not live in the data folder, whoever makes backups must know. */
async function tellOfLink(dataDir: string, print: (line: string) => void): Promise<void> {
  // Expected: no folder of that name (external database), or a folder and no link.
  const target = await readlink(path.join(dataDir, 'postgres')).catch(() => undefined);
  if (target !== undefined)
    print(`database: in ${target}, since its user may not enter ${dataDir}; back up both`);
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => {
      resolve();
    });
  });
}
