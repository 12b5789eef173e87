import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { Socket } from 'node:net';
import { fileURLToPath } from 'node:url';
import type { Program, ProgramResult } from './program-types.ts';

const serverFolder = new URL('../../../../apps/server/', import.meta.url);
const commandsModule = new URL('src/commands/index.ts', serverFolder);
const cacheFolder = fileURLToPath(new URL('../../node_modules/.cache/smtpy', serverFolder));
const script = fileURLToPath(new URL('command-process.mjs', import.meta.url));

/** Longer than loading takes on a machine with much other work. */
const readyTimeoutMs = 60_000;

interface Answer {
  readonly id: number;
  readonly result: ProgramResult;
}

/** One process that runs commands one beside the other, each in its own environment. */
class CommandProcess {
  readonly #child: ChildProcess;
  readonly #ready: Promise<unknown>;
  readonly #waiting = new Map<number, (result: ProgramResult) => void>();
  #said = '';
  #count = 0;

  constructor(cwd: string) {
    const { version } = JSON.parse(readFileSync(new URL('package.json', serverFolder), 'utf8')) as {
      readonly version: string;
    };
    this.#child = fork(script, [commandsModule.href, cacheFolder, version], {
      cwd,
      // A warning or a crash of the process itself belongs to all commands that it runs.
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      execArgv: [],
    });
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => (this.#said += text));
      // A pipe is a socket, which its type does not say; like the channel below it keeps no program from ending.
      if (stream instanceof Socket) stream.unref();
    }
    const late = AbortSignal.timeout(readyTimeoutMs);
    // A process that ends before says why when the first command is run.
    this.#ready = Promise.race([once(this.#child, 'message', { signal: late }), once(this.#child, 'exit')]);
    this.#child.on('message', (message: Answer | 'ready') => {
      if (message !== 'ready') this.#settle(message);
    });
    this.#child.once('exit', (code) => {
      const stderr = `the process of commands ended with ${String(code)}\n${this.#said}`;
      for (const id of this.#waiting.keys()) this.#settle({ id, result: { code, stdout: '', stderr } });
    });
    // The test run ends when its tests have: the channel is closed then, and this process with it.
    this.#child.unref();
    this.#child.channel?.unref();
  }

  get isAlive(): boolean {
    return this.#child.connected;
  }

  async run(program: Program, args: readonly string[]): Promise<ProgramResult> {
    this.#child.channel?.ref();
    await this.#ready;
    this.#count += 1;
    const id = this.#count;
    const { promise, resolve } = Promise.withResolvers<ProgramResult>();
    this.#waiting.set(id, resolve);
    if (this.isAlive) this.#child.send({ id, args, env: program.env });
    else this.#settle({ id, result: { code: 1, stdout: '', stderr: this.#said } });
    return await promise.finally(() => {
      if (this.#waiting.size === 0) this.#child.channel?.unref();
    });
  }

  kill(): void {
    this.#child.kill('SIGKILL');
  }

  #settle({ id, result }: Answer): void {
    this.#waiting.get(id)?.(result);
    this.#waiting.delete(id);
  }
}

const processes = new Map<string, CommandProcess>();

/** Runs a command of the server in the process that this test file has for them; a command that does not end ends all that run there. */
export async function runInCommandProcess(
  program: Program,
  args: readonly string[],
  timeoutMs: number,
): Promise<ProgramResult> {
  let shared = processes.get(program.cwd);
  if (shared?.isAlive !== true) {
    shared = new CommandProcess(program.cwd);
    processes.set(program.cwd, shared);
  }
  const running = shared;
  const late = AbortSignal.timeout(timeoutMs);
  const kill = (): void => running.kill();
  late.addEventListener('abort', kill, { once: true });
  try {
    const result = await running.run(program, args);
    if (late.aborted)
      throw new Error(`${args.join(' ')} did not end within ${timeoutMs} ms\n${result.stderr}`);
    return result;
  } finally {
    late.removeEventListener('abort', kill);
  }
}
