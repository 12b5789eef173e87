import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';

const shape = z.object({ pid: z.int(), addresses: z.record(z.string(), z.string()) });

/** What a running server listens on. */
export type RunningServer = z.infer<typeof shape>;

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
  // Expected: no file, a file of another version, or a process that is gone.
  try {
    const server = shape.parse(JSON.parse(await readFile(fileOf(dataDir), 'utf8')));
    process.kill(server.pid, 0);
    return server;
  } catch (error) {
    // EPERM: the process is there and belongs to somebody else.
    if ((error as { code?: string }).code !== 'EPERM') return undefined;
    return shape.parse(JSON.parse(await readFile(fileOf(dataDir), 'utf8')));
  }
}
