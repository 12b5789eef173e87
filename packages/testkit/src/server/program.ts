import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { runInCommandProcess } from './command-process.ts';
import type { Program, ProgramResult } from './program-types.ts';

/** How a command of the program is run. */
export interface RunOptions {
  /** Default 60,000; then it is killed and the call rejects. */
  readonly timeoutMs?: number;
  /** Default: empty. */
  readonly stdin?: string;
}

const repositoryFolder = fileURLToPath(new URL('../../../../', import.meta.url));
const mainFile = fileURLToPath(new URL('../../../../apps/server/bin/start.mjs', import.meta.url));
const defaultRunTimeoutMs = 60_000;

/** The program under test, or `file`. Of this process's environment it gets all but what configures SMTPy and PostgreSQL. */
export function makeProgram(options: {
  readonly file: string | undefined;
  readonly cwd: string | undefined;
  readonly env: Readonly<Record<string, string>>;
}): Program {
  const inherited = Object.entries(process.env).filter(
    ([name]) => !/^(SMTPY_|PG[A-Z]|DATABASE_URL$|VITEST)/.test(name),
  );
  return {
    file: options.file ?? mainFile,
    cwd: options.cwd ?? repositoryFolder,
    env: { ...Object.fromEntries(inherited), ...options.env },
  };
}

/** Starts the program in a process group of its own, so that a signal to the test run does not reach it. */
export function spawnProgram(program: Program, args: readonly string[]): ChildProcess {
  return spawn(process.execPath, [program.file, ...args], {
    cwd: program.cwd,
    env: program.env,
    detached: true,
    stdio: ['pipe', 'pipe', 'pipe'],
  });
}

/** Runs one command of the program to its end; those of the server share a process. */
export async function runProgram(
  program: Program,
  args: readonly string[],
  options: RunOptions = {},
): Promise<ProgramResult> {
  const timeoutMs = options.timeoutMs ?? defaultRunTimeoutMs;
  if (program.file === mainFile && options.stdin === undefined)
    return await runInCommandProcess(program, args, timeoutMs);
  const child = spawnProgram(program, args);
  const output = { stdout: '', stderr: '' };
  child.stdout?.setEncoding('utf8').on('data', (text: string) => (output.stdout += text));
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (output.stderr += text));
  // A program that does not read its input closes the pipe; its exit code says what became of it.
  child.stdin?.on('error', () => undefined).end(options.stdin ?? '');
  const late = AbortSignal.timeout(timeoutMs);
  const kill = (): void => void child.kill('SIGKILL');
  late.addEventListener('abort', kill, { once: true });
  try {
    const [code] = (await once(child, 'close')) as [number | null];
    if (late.aborted) {
      throw new Error(
        `${args.join(' ')} did not end within ${timeoutMs} ms\n${output.stdout}${output.stderr}`,
      );
    }
    return { code, ...output };
  } finally {
    late.removeEventListener('abort', kill);
  }
}
