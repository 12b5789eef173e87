import {
  chmod,
  chown,
  lstat,
  mkdir,
  mkdtemp,
  open,
  readdir,
  readFile,
  readlink,
  rename,
  rm,
  symlink,
} from 'node:fs/promises';
import { randomBytes } from 'node:crypto';
import { dirname, join, resolve } from 'node:path';
import type { Events } from '../../observe/index.ts';
import { loadOrCreatePrivateFile, readIfPresent, syncFolder } from '../private-file.ts';
import { canReach, findAccount, isRoot, type Account } from './account.ts';
import type { Binaries } from './binaries.ts';
import { OpenDatabaseError, systemErrorCode, type OpenDatabaseFailure } from './open-database-error.ts';
import { runProgram } from './program.ts';

/** The superuser of the cluster and its one database: there is no one else on this server. */
export const databaseUser = 'smtpy';
export const databaseName = 'smtpy';

/** Where the cluster is, and whose. */
export interface Cluster {
  /** PostgreSQL's data folder: `<dataDir>/postgres`, or where that symbolic link points. */
  readonly folder: string;
  /** The folder around it. */
  readonly home: string;
  /** `undefined`: our own user. */
  readonly account: Account | undefined;
  readonly isInitialised: boolean;
}

/** How to find or make a cluster. */
export interface ClusterOptions {
  readonly dataDir: string;
  /** Where to put the cluster when its account cannot reach `dataDir`. */
  readonly relocationFolder: string;
  readonly events: Events;
}

/** The data folder of a cluster under `dataDir`, which need not exist. Follows the link that {@link locateCluster} makes. */
export async function findClusterFolder(dataDir: string): Promise<string> {
  const path = join(dataDir, 'postgres');
  // Expected: EINVAL, it is no link; ENOENT, there is nothing.
  try {
    return resolve(dataDir, await readlink(path));
  } catch (error) {
    if (!['EINVAL', 'ENOENT', 'UNKNOWN'].includes(systemErrorCode(error) ?? '')) throw error;
    return path;
  }
}

/**
 * Finds the cluster's place and its account. A new cluster whose account cannot enter `dataDir` (a clone in root's home)
 * gets a folder of its own in the relocation folder and a link to it; no folder of the user's is opened to others.
 */
export async function locateCluster(options: ClusterOptions): Promise<Cluster> {
  const folder = await findClusterFolder(options.dataDir);
  const version = await readIfPresent(join(folder, 'PG_VERSION'));
  const account = version === undefined ? await findAccount() : await findOwner(folder);
  const home = dirname(folder);
  if (await canReach(home, account)) return { folder, home, account, isInitialised: version !== undefined };
  if (version !== undefined || folder !== join(options.dataDir, 'postgres')) {
    throw new OpenDatabaseError(
      'account_unusable',
      `PostgreSQL runs as user ${account?.name ?? ''} here, which cannot enter ${home}. Let it enter, or move the folder.`,
    );
  }
  const newHome = await makeHome(options.relocationFolder, account);
  const newFolder = join(newHome, 'postgres');
  await symlink(newFolder, folder);
  options.events.noted(
    'the database is kept outside the data folder, which the user of PostgreSQL cannot enter',
    {
      folder: newFolder,
      user: account?.name,
    },
  );
  return { folder: newFolder, home: newHome, account, isInitialised: false };
}

/** A cluster belongs to the user that PostgreSQL ran as at first, whichever we would choose now. */
async function findOwner(folder: string): Promise<Account | undefined> {
  const { uid, gid } = await lstat(folder);
  if (process.getuid === undefined || uid === process.getuid()) {
    if (!isRoot()) return undefined;
    throw new OpenDatabaseError(
      'wrong_owner',
      `${folder} belongs to root, and PostgreSQL does not run as root. Give it to another user: chown -R nobody ${folder}`,
    );
  }
  if (isRoot()) return { name: `with id ${String(uid)}`, uid, gid };
  throw new OpenDatabaseError(
    'wrong_owner',
    `${folder} belongs to user ${String(uid)}, this process runs as ${String(process.getuid())}. ` +
      'Start SMTPy as the user who made the data folder, or give the folder and all in it to this user.',
  );
}

async function makeHome(relocationFolder: string, account: Account | undefined): Promise<string> {
  if ((await mkdir(relocationFolder, { recursive: true, mode: 0o711 })) !== undefined) {
    await chmod(relocationFolder, 0o711);
  }
  const { uid, mode } = await lstat(relocationFolder);
  // Whoever can write there could swap the folder for a link while we, as root, give it away.
  if (uid !== 0 || (mode & 0o022) !== 0 || !(await canReach(relocationFolder, account))) {
    throw new OpenDatabaseError(
      'account_unusable',
      `The user of PostgreSQL (${account?.name ?? ''}) cannot enter the data folder, and ${relocationFolder} cannot be used ` +
        'instead: it must belong to root and be enterable by all. Set SMTPY_DATA_DIR to a folder that the user can enter.',
    );
  }
  const home = await mkdtemp(join(relocationFolder, 'data-'));
  await chmod(home, 0o711);
  return home;
}

/** The password of the cluster's user, made on first use and kept in `<dataDir>/postgres.password`. */
export async function loadPassword(dataDir: string): Promise<string> {
  const path = join(dataDir, 'postgres.password');
  const text = await loadOrCreatePrivateFile(path, () => `${randomBytes(24).toString('base64url')}\n`);
  return text.trim();
}

/**
 * Makes the cluster, or checks that the one which is there fits the programs. It is made under another name and then
 * renamed, so that what is called `postgres` is whole.
 */
export async function ensureCluster(options: {
  readonly cluster: Cluster;
  readonly binaries: Binaries;
  readonly password: string;
  readonly signal: AbortSignal | undefined;
}): Promise<void> {
  const { cluster, binaries } = options;
  if (cluster.isInitialised) {
    await checkVersion(cluster, binaries);
    return;
  }
  await checkEmpty(cluster.folder);
  const unfinished = `${cluster.folder}.new`;
  await rm(unfinished, { recursive: true, force: true });
  await mkdir(unfinished, { mode: 0o700 });
  await giveTo(cluster.account, unfinished);
  await initialise(options, unfinished);
  await rename(unfinished, cluster.folder);
  await syncFolder(cluster.home);
}

async function checkVersion({ folder }: Cluster, { version, majorVersion }: Binaries): Promise<void> {
  const found = (await readFile(join(folder, 'PG_VERSION'), 'utf8')).trim();
  if (found === String(majorVersion)) return;
  throw new OpenDatabaseError(
    'version_mismatch',
    `${folder} was made by PostgreSQL ${found}, this program brings ${version}, and their files differ. ` +
      `Start the version of SMTPy that made it, dump the database there and restore it into a new data folder.`,
  );
}

async function checkEmpty(folder: string): Promise<void> {
  // Expected: it does not exist yet.
  const entries = await readdir(folder).catch((error: unknown) => {
    if (systemErrorCode(error) === 'ENOENT') return [];
    throw error;
  });
  if (entries.length === 0) return;
  throw new OpenDatabaseError(
    'damaged',
    `${folder} is not empty and is not a database of PostgreSQL. Move it away.`,
  );
}

async function giveTo(account: Account | undefined, path: string): Promise<void> {
  if (account !== undefined) await chown(path, account.uid, account.gid);
}

const initialiseTimeoutMs = 120_000;

async function initialise(options: Parameters<typeof ensureCluster>[0], folder: string): Promise<void> {
  const { cluster, binaries, password, signal } = options;
  const passwordFile = join(cluster.home, `postgres.password.${randomBytes(6).toString('hex')}`);
  // Expected: any failure; the file with the password must not stay.
  try {
    await writePasswordFile(passwordFile, password, cluster.account);
    const args = [
      ...[
        '-D',
        folder,
        '-U',
        databaseUser,
        `--pwfile=${passwordFile}`,
        '--auth=scram-sha-256',
        '--no-instructions',
      ],
      // The built-in provider sorts the same on every system and in every version of its C library.
      ...['--encoding=UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'],
    ];
    const call = {
      program: binaries.initdb,
      args,
      account: cluster.account,
      timeoutMs: initialiseTimeoutMs,
      signal,
    };
    const result = await runProgram(call);
    if (result.kind === 'ended' && result.code === 0) return;
    throw initialiseError(
      cluster.folder,
      result.kind === 'ended' ? result.output.trim() : result.error.message,
    );
  } finally {
    await rm(passwordFile, { force: true });
  }
}

/** What initdb says, and what it means for the operator where that is not plain. */
const initialiseFailures: readonly (readonly [RegExp, OpenDatabaseFailure, string])[] = [
  [/No space left on device/, 'disk_full', 'The disk is full.'],
  [
    /could not look up effective user ID/,
    'account_unusable',
    'PostgreSQL needs the user to have a name: start SMTPy as a user of /etc/passwd, or set DATABASE_URL.',
  ],
];

function initialiseError(folder: string, output: string): OpenDatabaseError {
  const known = initialiseFailures.find(([pattern]) => pattern.test(output));
  const [, kind, advice] = known ?? [undefined, 'start_failed' as const, ''];
  return new OpenDatabaseError(kind, `PostgreSQL could not make ${folder}: ${output}\n${advice}`.trimEnd());
}

async function writePasswordFile(
  path: string,
  password: string,
  account: Account | undefined,
): Promise<void> {
  const file = await open(path, 'wx', 0o600);
  try {
    await file.writeFile(`${password}\n`);
    if (account !== undefined) await file.chown(account.uid, account.gid);
  } finally {
    await file.close();
  }
}
