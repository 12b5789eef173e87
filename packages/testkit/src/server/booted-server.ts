import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { killTree, listTree, startWatchdog, waitUntilGone, type ProcessTree } from '../processes/index.ts';
import { OutputLog } from './output-log.ts';
import { makeProgram, runProgram, spawnProgram, type RunOptions } from './program.ts';
import type { Program, ProgramResult } from './program-types.ts';

/** How to start the program. */
export interface BootServerOptions {
  /**
   * Environment beyond the defaults: own data folder, SMTP and HTTP ports chosen by the system. Nothing named `SMTPY_*`
   * and no `DATABASE_URL` is inherited.
   */
  readonly env?: Readonly<Record<string, string>>;
  /** Folder to use and keep; the default is a temporary one, removed at dispose. */
  readonly dataDir?: string;
  /** Default: the root of the repository. */
  readonly cwd?: string;
  /** Deadline for the ready line. Default 60,000: the first start makes a database cluster. */
  readonly timeoutMs?: number;
  /** Another file for Node to run instead of the server's main file. */
  readonly programFile?: string;
}

/** A started server. */
export interface BootedServer extends AsyncDisposable {
  /** 0 when the ready line has no `smtp`. */
  readonly smtpPort: number;
  /** Without a slash at the end; empty when the ready line has no `http`. */
  readonly httpUrl: string;
  /** Every `key=value` of the last ready line. */
  readonly ready: Readonly<Record<string, string>>;
  readonly dataDir: string;
  /** Of the main process, also after its end. */
  readonly pid: number;
  /** Whether the main process runs. */
  readonly isRunning: boolean;
  /** What the program wrote so far, over all its starts: the last 16 MiB of both streams. */
  log(): string;
  /** Runs another command of the program with the same environment: `run(['domain', 'add', 'example.com'])`. */
  run(args: readonly string[], options?: RunOptions): Promise<ProgramResult>;
  /** Sends SIGTERM and waits for the end; gives the exit code. Rejects when 30 s were not enough or a process was left. */
  stop(): Promise<number | null>;
  /** Kills the program and every process below it, PostgreSQL too, with SIGKILL, and waits until they are gone. */
  kill9(): Promise<void>;
  /** Starts again on the same ports and data folder; stops first when it still runs. */
  restart(): Promise<void>;
}

const defaultReadyTimeoutMs = 60_000;
/** The program drains its roles and stops PostgreSQL; beyond this it hangs. */
const stopTimeoutMs = 30_000;
/** Killed processes vanish at once, unless the disk holds them in an uninterruptible wait. */
const goneTimeoutMs = 5_000;

/** Starts the real program, `serve`, and waits until it says it is ready. Rejects with its output when it does not. */
export async function bootServer(options: BootServerOptions = {}): Promise<BootedServer> {
  const folder = options.dataDir === undefined ? await makeFolder() : undefined;
  const dataDir = resolve(options.dataDir ?? join(folder ?? '', 'data'));
  const env = { SMTPY_DATA_DIR: dataDir, SMTPY_SMTP_PORT: '0', SMTPY_HTTP_PORT: '0', ...options.env };
  const program = makeProgram({ file: options.programFile, cwd: options.cwd, env });
  const timeoutMs = options.timeoutMs ?? defaultReadyTimeoutMs;
  const server = new ServerProcess({ program, dataDir, folder, timeoutMs });
  try {
    await server.start();
    return server;
  } catch (error) {
    // Whatever failed, nothing of it may stay; the error goes on to the caller.
    await server[Symbol.asyncDispose]();
    throw error;
  }
}

/** Others may pass through it, as PostgreSQL runs under another user when the program runs as root. */
async function makeFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'smtpy-server-'));
  await chmod(folder, 0o711);
  return folder;
}

class ServerProcess implements BootedServer {
  readonly dataDir: string;
  readonly #folder: string | undefined;
  readonly #timeoutMs: number;
  readonly #log = new OutputLog();
  #program: Program;
  #child: ChildProcess | undefined;
  #ready: Readonly<Record<string, string>> = {};

  constructor(options: {
    readonly program: Program;
    readonly dataDir: string;
    readonly folder: string | undefined;
    readonly timeoutMs: number;
  }) {
    this.#program = options.program;
    this.dataDir = options.dataDir;
    this.#folder = options.folder;
    this.#timeoutMs = options.timeoutMs;
  }

  get smtpPort(): number {
    return portOf(this.#ready['smtp']) ?? 0;
  }
  get httpUrl(): string {
    return (this.#ready['http'] ?? '').replace(/\/$/, '');
  }
  get ready(): Readonly<Record<string, string>> {
    return this.#ready;
  }
  get pid(): number {
    return this.#child?.pid ?? 0;
  }
  get isRunning(): boolean {
    const child = this.#child;
    return child?.pid !== undefined && child.exitCode === null && child.signalCode === null;
  }
  get #tree(): ProcessTree {
    return { rootPids: [this.pid], dataDir: this.dataDir };
  }

  log(): string {
    return this.#log.text();
  }

  run(args: readonly string[], options: RunOptions = {}): Promise<ProgramResult> {
    return runProgram(this.#program, args, options);
  }

  async start(): Promise<void> {
    const child = spawnProgram(this.#program, ['serve']);
    this.#child = child;
    child.stdin?.on('error', () => undefined).end();
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      this.#log.add(text);
    });
    child.on('error', (error) => {
      this.#log.add(`${error.message}\n`);
    });
    if (child.pid !== undefined) {
      const watchdog = startWatchdog({ pid: child.pid, signal: 'TERM', folder: this.#folder });
      child.once('exit', () => {
        watchdog.release();
      });
    }
    this.#ready = await this.#waitForReady(child);
  }

  async stop(): Promise<number | null> {
    const child = this.#child;
    if (child === undefined || !this.isRunning) return child?.exitCode ?? null;
    const pids = listTree(this.#tree);
    const ended = once(child, 'exit');
    child.kill('SIGTERM');
    const inTime = await Promise.race([ended.then(() => true), delay(stopTimeoutMs, false, { ref: false })]);
    try {
      if (!inTime) throw new Error(`the server did not stop within ${stopTimeoutMs} ms`);
      await waitUntilGone(pids, goneTimeoutMs);
    } catch (error) {
      // Expected: the two failures above; what is left must not outlive them.
      await waitUntilGone(killTree({ rootPids: pids, dataDir: this.dataDir }), goneTimeoutMs);
      throw new Error(`${String(error)}\n${this.#log.tail()}`, { cause: error });
    }
    return child.exitCode;
  }

  async kill9(): Promise<void> {
    const child = this.#child;
    const ended = child !== undefined && this.isRunning ? once(child, 'exit') : undefined;
    await waitUntilGone(killTree(this.#tree), goneTimeoutMs);
    await ended;
  }

  async restart(): Promise<void> {
    await this.stop();
    this.#program = { ...this.#program, env: { ...this.#program.env, ...this.#portsInUse() } };
    await this.start();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    try {
      await this.stop();
    } finally {
      await this.kill9();
      if (this.#folder !== undefined) await rm(this.#folder, { recursive: true, force: true, maxRetries: 3 });
    }
  }

  /** The ports chosen by the system, so that peers find the server again after a restart. */
  #portsInUse(): Readonly<Record<string, string>> {
    const variables = { SMTPY_SMTP_PORT: 'smtp', SMTPY_HTTP_PORT: 'http', SMTPY_METRICS_PORT: 'metrics' };
    const entries = Object.entries(variables).flatMap(([variable, key]) => {
      const port = portOf(this.#ready[key]);
      const isChosen = this.#program.env[variable] === '0';
      return port === undefined || !isChosen ? [] : [[variable, String(port)] as const];
    });
    return Object.fromEntries(entries);
  }

  #waitForReady(child: ChildProcess): Promise<Readonly<Record<string, string>>> {
    const { promise, resolve: isReady, reject } = Promise.withResolvers<Readonly<Record<string, string>>>();
    const fail = (what: string): void => {
      reject(new Error(`the server ${what}\n${this.#log.tail()}`));
    };
    const timer = setTimeout(() => {
      fail(`was not ready after ${this.#timeoutMs} ms`);
    }, this.#timeoutMs);
    child.once('close', (code, signal) => {
      fail(`ended with ${String(code ?? signal)} before it was ready`);
    });
    child.once('error', () => {
      fail('could not be started');
    });
    if (child.stdout !== null) {
      createInterface({ input: child.stdout, crlfDelay: Infinity }).on('line', (line) => {
        this.#log.add(`${line}\n`);
        if (/^ready( |$)/.test(line)) isReady(parseReadyLine(line));
      });
    }
    return promise.finally(() => {
      clearTimeout(timer);
    });
  }
}

/** `ready smtp=127.0.0.1:2525 http=http://127.0.0.1:8080` → its pairs. */
function parseReadyLine(line: string): Readonly<Record<string, string>> {
  const pairs = line.split(/\s+/).flatMap((word) => {
    const at = word.indexOf('=');
    return at === -1 ? [] : [[word.slice(0, at), word.slice(at + 1)] as const];
  });
  return Object.fromEntries(pairs);
}

function portOf(address: string | undefined): number | undefined {
  const port = /:(\d+)\/?$/.exec(address ?? '')?.[1];
  return port === undefined ? undefined : Number(port);
}
