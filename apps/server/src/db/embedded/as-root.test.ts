import { chown, lstat, mkdir, readdir, readlink, realpath, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { canReach, findAccount, isRoot } from './account.ts';
import { makeDataFolder, withDb, type DataFolder } from './testdata/data-folder.ts';

const question = { text: 'select 1 as n' };

/** A data folder in a folder that root alone may enter, like a clone in root's home. */
async function makeHiddenFolder(): Promise<DataFolder> {
  const folder = await makeDataFolder('clone');
  await mkdir(dirname(folder.dataDir), { mode: 0o700 });
  return folder;
}

describe.runIf(isRoot())('started by root (root only)', () => {
  it('runs the server as another user, who owns the cluster and nothing else', async () => {
    await using folder = await makeDataFolder();
    const database = await folder.open('serve');
    const account = await findAccount();
    const server = await stat(`/proc/${String(await folder.serverPid())}`);
    expect([server.uid, server.gid]).toEqual([account?.uid, account?.gid]);
    expect((await stat(join(folder.dataDir, 'postgres'))).uid).toBe(account?.uid);
    expect((await stat(folder.dataDir)).uid).toBe(0);
    expect((await stat(join(folder.dataDir, 'postgres.password'))).uid).toBe(0);
    await database.close();
  });

  it('keeps the cluster elsewhere when the user cannot enter the data folder, and opens no folder to it', async () => {
    await using folder = await makeHiddenFolder();
    const database = await folder.open('serve');
    await withDb(database.connectionSettings, (db) => db.query({ text: 'create table letters (word text)' }));
    await database.close();
    expect(folder.noted).toContain(
      'the database is kept outside the data folder, which the user of PostgreSQL cannot enter',
    );
    expect((await lstat(dirname(folder.dataDir))).mode & 0o777).toBe(0o700);
    const home = dirname(await readlink(join(folder.dataDir, 'postgres')));
    expect((await lstat(home)).uid).toBe(0);
    expect((await lstat(dirname(home))).mode & 0o777).toBe(0o711);

    const again = await folder.open('serve');
    await withDb(again.connectionSettings, (db) => db.query({ text: 'select * from letters' }));
    const command = await folder.open('command');
    await withDb(command.connectionSettings, (db) => db.query(question));
    await command.close();
    await again.close();
    expect(await readdir(dirname(home))).toHaveLength(1);
  });

  it('makes the cluster in the folder of an earlier start that was killed before', async () => {
    await using folder = await makeHiddenFolder();
    await expect(folder.open('serve', { signal: AbortSignal.timeout(1) })).rejects.toThrow(/abort/i);
    const link = await readlink(join(folder.dataDir, 'postgres'));
    const database = await folder.open('serve');
    expect(await realpath(join(folder.dataDir, 'postgres'))).toBe(link);
    await database.close();
  });

  it('does not use a place for clusters that others can change', async () => {
    await using folder = await makeHiddenFolder();
    const relocated = join(dirname(dirname(folder.dataDir)), 'relocated');
    await mkdir(relocated);
    await chown(relocated, 65_534, 65_534);
    const opening = folder.open('serve');
    await expect(opening).rejects.toMatchObject({ kind: 'account_unusable' });
    await expect(opening).rejects.toThrow(/SMTPY_DATA_DIR/);
  });

  it('refuses a cluster that belongs to root', async () => {
    await using folder = await makeDataFolder();
    await (await folder.open('serve')).close();
    await chown(join(folder.dataDir, 'postgres'), 0, 0);
    const opening = folder.open('serve');
    await expect(opening).rejects.toMatchObject({ kind: 'wrong_owner' });
    await expect(opening).rejects.toThrow(/chown -R/);
  });

  it('tries really whether a user can reach a folder', async () => {
    await using folder = await makeHiddenFolder();
    const account = await findAccount();
    expect(await canReach(dirname(dirname(folder.dataDir)), account)).toBe(true);
    expect(await canReach(folder.dataDir, account)).toBe(false);
  });
});
