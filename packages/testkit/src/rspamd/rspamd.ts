import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../port/free-port.ts';
import { startWatchdog } from '../processes/index.ts';
import { waitFor } from '../time/index.ts';
import { writeConfiguration } from './configuration.ts';

export { rspamdSpamWord } from './configuration.ts';

const program = '/usr/bin/rspamd';
/** What Debian makes for it; it refuses to serve as root. */
const debianUser = '_rspamd';
/** It starts within a second on a machine with nothing else to do. */
const startTimeoutMs = 20_000;
/** It gives its children 10 s to end. */
const stopTimeoutMs = 15_000;
const keptOutput = 4_000;

/** Whether Rspamd is installed. */
export const hasRspamd = existsSync(program);

/** How to start it. */
export interface RspamdOptions {
  /** `address:port`. Default: one that answers nothing. */
  readonly dnsServer?: string;
  /** Default: a free one. Given to start it again where it was. */
  readonly port?: number;
}

/** A running Rspamd. */
export interface Rspamd extends AsyncDisposable {
  /** Its worker; the form that `SMTPY_RSPAMD_URL` takes. */
  readonly url: string;
  readonly port: number;
  /** The end of what it printed so far; a line for each message. */
  output(): string;
  /** Ends it and waits for that. May be called twice. */
  stop(): Promise<void>;
}

/** Starts Rspamd in a folder of its own and waits until it answers. GTUBE is `reject`, a subject with the spam word `add header`. */
export async function startRspamd({ dnsServer = '127.0.0.1:9', port }: RspamdOptions = {}): Promise<Rspamd> {
  const folder = await mkdtemp(join(tmpdir(), 'smtpy-rspamd-'));
  const settings = { folder, port: port ?? (await freePort()), dnsServer, user: findUser() };
  const file = await writeConfiguration(settings);
  const running = launch(file, folder);
  const url = `http://127.0.0.1:${String(settings.port)}`;
  const rspamd: Rspamd = {
    url,
    port: settings.port,
    output: () => running.output(),
    stop: () => running.stop(),
    [Symbol.asyncDispose]: () => running.stop(),
  };
  try {
    await waitFor(() => isAnswering(url, running), { what: `Rspamd on ${url}`, timeoutMs: startTimeoutMs });
    return rspamd;
  } catch (error) {
    // Expected: it ended at once, or the deadline.
    await running.stop();
    throw new Error(`Rspamd did not start: ${running.output()}`, { cause: error });
  }
}

function findUser(): { readonly uid: number; readonly gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const idOf = (flag: '-u' | '-g') => Number(execFileSync('/usr/bin/id', [flag, debianUser]).toString());
  return { uid: idOf('-u'), gid: idOf('-g') };
}

interface Running {
  readonly child: ChildProcess;
  output(): string;
  stop(): Promise<void>;
}

function launch(file: string, folder: string): Running {
  const users = process.getuid?.() === 0 ? ['-u', debianUser, '-g', debianUser] : [];
  const child = spawn(program, ['-f', '-c', file, ...users], { stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => (output = `${output}${chunk.toString()}`.slice(-keptOutput)));
  const watchdog =
    child.pid === undefined ? undefined : startWatchdog({ pid: child.pid, signal: 'TERM', folder });
  let stopping: Promise<void> | undefined;
  const stop = async () => {
    await endProcess(child);
    watchdog?.release();
    await rm(folder, { recursive: true, force: true });
  };
  return { child, output: () => output, stop: () => (stopping ??= stop()) };
}

/** Its main process ends its workers, so it is asked before it is killed. */
async function endProcess(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  const timer = setTimeout(() => child.kill('SIGKILL'), stopTimeoutMs);
  child.kill('SIGTERM');
  await ended;
  clearTimeout(timer);
}

async function isAnswering(url: string, { child, output }: Running): Promise<boolean> {
  if (child.exitCode !== null) throw new Error(`it ended with ${String(child.exitCode)}: ${output()}`);
  try {
    const response = await fetch(`${url}/ping`, { signal: AbortSignal.timeout(1_000) });
    return (await response.text()).startsWith('pong');
  } catch {
    // Expected: it does not listen yet.
    return false;
  }
}
