import { randomUUID } from 'node:crypto';
import { link, open, readFile, readlink, rename, rm, stat, unlink, utimes } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { systemErrorCode } from './open-database-error.ts';
import { isAlive, processStart } from './process-identity.ts';

/** `serve` holds the folder for long; a `command` for as long as it runs. */
export type HolderRole = 'serve' | 'command';

/** Who holds the data folder. */
export interface Holder {
  readonly pid: number;
  readonly role: HolderRole;
  /** Whether its process can be seen from here; if not, it may have died within the last 20 s. */
  readonly isVisible: boolean;
}

/** The data folder is ours until `release`. */
export interface DataFolderLock {
  release(): Promise<void>;
}

/** What trying for the lock came to. */
export type LockOutcome =
  | { readonly kind: 'acquired'; readonly lock: DataFolderLock }
  | { readonly kind: 'held'; readonly holder: Holder };

/** The content of the lock file. */
interface LockRecord extends Omit<Holder, 'isVisible'> {
  /** See `processStart`. */
  readonly start: string | undefined;
  /** The machine and, on Linux, its process id space: elsewhere the pid says nothing. */
  readonly host: string;
  /** Different for each time the lock was taken. */
  readonly nonce: string;
}

/** A record and the file it was read from. */
interface Link {
  readonly path: string;
  readonly record: LockRecord;
}

/** The holder touches the file this often, for those who cannot see its process: another container, another machine. */
const heartbeatMs = 5_000;
/** A holder elsewhere that missed this many milliseconds is dead. */
const foreignLapseMs = 20_000;
/** Each round means that another process moved; this many in a row do not happen. */
const maxRounds = 100;

/**
 * Tries once for the lock of a data folder, `<dataDir>/serve.lock`. A lock whose process was killed is taken over.
 *
 * The file appears whole by hard link, which fails when it exists. To take over from a dead holder, a process links its
 * own record to a name made of the dead one's nonce: of several that try, one succeeds. That one replaces the lock file,
 * then removes the claim. Who comes so late that the claim is gone finds the lock file changed, and gives way. When the
 * successor dies half way, its record is the one to succeed to: the chain of claims says who is last.
 */
export async function tryDataFolderLock(dataDir: string, role: HolderRole): Promise<LockOutcome> {
  const path = join(dataDir, 'serve.lock');
  const own = await describeOurselves(role);
  const draft = `${path}.${own.nonce}`;
  await writeDraft(draft, own);
  try {
    for (let round = 0; round < maxRounds; round++) {
      const outcome = await contend({ path, draft, own });
      if (outcome !== undefined) return outcome;
    }
  } finally {
    await rm(draft, { force: true });
  }
  throw new Error(`${path} keeps changing`);
}

interface Contest {
  readonly path: string;
  readonly draft: string;
  readonly own: LockRecord;
}

/** One round; `undefined` when something changed meanwhile. */
async function contend({ path, draft, own }: Contest): Promise<LockOutcome | undefined> {
  if (await linkUnlessTaken(draft, path)) return { kind: 'acquired', lock: hold(path, own) };
  const chain = await readChain(path);
  const last = chain.at(-1);
  if (last === undefined) return undefined;
  const isVisible = last.record.host === own.host;
  if (await (isVisible ? isProcessAlive(last.record) : showsLife(last.path))) {
    return { kind: 'held', holder: { pid: last.record.pid, role: last.record.role, isVisible } };
  }
  const claim = claimPath(path, last.record);
  if (!(await linkUnlessTaken(draft, claim))) return undefined;
  const before = nonces(chain);
  if (nonces(await readChain(path)) !== `${before},${own.nonce}`) {
    await unlink(claim);
    return undefined;
  }
  await rename(draft, path);
  for (const spent of [...chain.slice(1).map((link) => link.path), claim]) await unlink(spent);
  return { kind: 'acquired', lock: hold(path, own) };
}

function claimPath(path: string, dead: LockRecord): string {
  return `${path}.after-${dead.nonce}`;
}

function nonces(chain: readonly Link[]): string {
  return chain.map(({ record }) => record.nonce).join();
}

async function linkUnlessTaken(source: string, target: string): Promise<boolean> {
  // Expected: the name is taken.
  try {
    await link(source, target);
    return true;
  } catch (error) {
    if (systemErrorCode(error) === 'EEXIST') return false;
    throw error;
  }
}

async function readChain(path: string): Promise<readonly Link[]> {
  const chain: Link[] = [];
  let next = path;
  for (;;) {
    const record = await readRecord(next);
    if (record === undefined) return chain;
    chain.push({ path: next, record });
    next = claimPath(path, record);
  }
}

async function readRecord(path: string): Promise<LockRecord | undefined> {
  // Expected: there is no such file.
  try {
    const { mtimeMs } = await stat(path);
    return parseRecord(await readFile(path, 'utf8'), { host: await describeHost(), mtimeMs });
  } catch (error) {
    if (systemErrorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}

/** What a power cut left of a file counts as the record of a dead process of this machine. */
function parseRecord(text: string, file: { readonly host: string; readonly mtimeMs: number }): LockRecord {
  // Expected: the text is cut off.
  try {
    return JSON.parse(text) as LockRecord;
  } catch {
    const nonce = `damaged-${String(file.mtimeMs)}`;
    return { pid: 0, role: 'command', start: undefined, host: file.host, nonce };
  }
}

async function describeOurselves(role: HolderRole): Promise<LockRecord> {
  const start = await processStart(process.pid);
  return { pid: process.pid, role, start, host: await describeHost(), nonce: randomUUID() };
}

async function describeHost(): Promise<string> {
  // Expected: not Linux.
  const processSpace = await readlink('/proc/self/ns/pid').catch(() => undefined);
  return processSpace === undefined ? hostname() : `${hostname()} ${processSpace}`;
}

async function isProcessAlive({ pid, start }: LockRecord): Promise<boolean> {
  return (await isAlive(pid)) && (await processStart(pid)) === start;
}

async function showsLife(path: string): Promise<boolean> {
  // Expected: the holder let go just now.
  const status = await stat(path).catch(() => undefined);
  return status !== undefined && Date.now() - status.mtimeMs < foreignLapseMs;
}

async function writeDraft(path: string, record: LockRecord): Promise<void> {
  const file = await open(path, 'wx', 0o600);
  try {
    await file.writeFile(JSON.stringify(record));
    await file.sync();
  } finally {
    await file.close();
  }
}

function hold(path: string, own: LockRecord): DataFolderLock {
  const heartbeat = setInterval(() => {
    const now = new Date();
    // Expected: the data folder was removed under us; PostgreSQL will say so itself.
    utimes(path, now, now).catch(() => undefined);
  }, heartbeatMs);
  heartbeat.unref();
  return {
    release: async () => {
      clearInterval(heartbeat);
      const current = await readRecord(path);
      if (current?.nonce === own.nonce) await unlink(path);
    },
  };
}
