import { randomBytes } from 'node:crypto';
import { link, open, readFile, unlink } from 'node:fs/promises';
import { dirname } from 'node:path';

/**
 * The text of a file that only its owner may read, made with what `make` gives when it does not exist. Several processes
 * may call this at once: the file appears whole, one of them wins, and all get the winner's text. It survives a power cut
 * once this has resolved. The folder must exist.
 */
export async function loadOrCreatePrivateFile(path: string, make: () => string): Promise<string> {
  return (await readIfPresent(path)) ?? (await create(path, make()));
}

/** The text of a file; `undefined` when there is none. */
export async function readIfPresent(path: string): Promise<string | undefined> {
  // Expected: the file does not exist.
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** Makes the file under another name and links it into place, because a link never replaces what is there. */
async function create(path: string, text: string): Promise<string> {
  const temporary = `${path}.${randomBytes(6).toString('hex')}.new`;
  const file = await open(temporary, 'wx', 0o600);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
  // Expected: another process linked its file first; that one counts.
  try {
    await link(temporary, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    await unlink(temporary);
  }
  await syncFolder(dirname(path));
  return readFile(path, 'utf8');
}

/** Makes a change of names in a folder survive a power cut, where the system can do that. */
export async function syncFolder(path: string): Promise<void> {
  // Windows cannot open folders.
  if (process.platform === 'win32') return;
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
