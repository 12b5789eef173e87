import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
/** What a running server listens on. */
export interface RunningServer {
  readonly pid: number;
  /** By the words of the ready line. */
  readonly addresses: Readonly<Record<string, string>>;
}

const fileOf = (dataDir: string): string => path.join(dataDir, 'serve.json');

/** Notes what this server listens on, for commands on the same machine. Replaces the file as a whole. */
export async function writeAddresses(
  dataDir: string,
  addresses: Readonly<Record<string, string>>,
): Promise<void> {
  const file = fileOf(dataDir);
  await writeFile(`${file}.new`, JSON.stringify({ pid: process.pid, addresses }));
  await rename(`${file}.new`, file);
}

/** Removes the note. */
export function removeAddresses(dataDir: string): Promise<void> {
  return rm(fileOf(dataDir), { force: true });
}

/** The server that runs on this data folder, or undefined when none does or it ended without saying so. */
export async function findRunningServer(dataDir: string): Promise<RunningServer | undefined> {
  // Expected: no file, or half of one.
  try {
    // Written by `writeAddresses` of this or another version, in a folder that is ours alone.
    const server = JSON.parse(await readFile(fileOf(dataDir), 'utf8')) as RunningServer;
    return isRunning(server.pid) ? server : undefined;
  } catch {
    return undefined;
  }
}

function isRunning(pid: number): boolean {
  // Expected: ESRCH, nobody has this id; EPERM, somebody else's process has it.
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
