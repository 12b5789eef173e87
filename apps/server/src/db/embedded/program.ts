import { spawn } from 'node:child_process';
import { asAccount, type Account } from './account.ts';

/** A program of PostgreSQL to run to its end. */
export interface ProgramCall {
  readonly program: string;
  readonly args: readonly string[];
  readonly account: Account | undefined;
  readonly timeoutMs: number;
  readonly signal?: AbortSignal | undefined;
}

/** How it ended. `code` is `null` when it was killed; `output` is standard output and standard error together. */
export type ProgramResult =
  | { readonly kind: 'ended'; readonly code: number | null; readonly output: string }
  /** It could not be started. `code` is the system's, like `EACCES`. */
  | { readonly kind: 'not_started'; readonly code: string | undefined; readonly error: Error };

/** Variables that programs need to find their libraries, temporary files and, on Windows, the system. */
const passedVariables = [
  'PATH',
  'LD_LIBRARY_PATH',
  'DYLD_LIBRARY_PATH',
  'TMPDIR',
  'TEMP',
  'TMP',
  'SystemRoot',
  'windir',
];

/** The environment of PostgreSQL: nothing of ours, since it holds secrets; messages in English, since we read them. */
export function programEnvironment(): NodeJS.ProcessEnv {
  const environment: NodeJS.ProcessEnv = { LC_ALL: 'C' };
  for (const name of passedVariables) {
    const value = process.env[name];
    if (value !== undefined) environment[name] = value;
  }
  return environment;
}

/** Runs a program to its end. Rejects when the signal aborts; a program that runs longer than its time is killed. */
export function runProgram(call: ProgramCall): Promise<ProgramResult> {
  const child = spawn(call.program, call.args, {
    ...asAccount(call.account),
    // Our own working folder may be one that the account cannot enter.
    cwd: '/',
    env: programEnvironment(),
    stdio: ['ignore', 'pipe', 'pipe'],
    ...(call.signal ? { signal: call.signal } : {}),
  });
  // Not the option `timeout` of spawn: its timer is not cleared when the program cannot be started, and keeps this process for as long.
  const timer = setTimeout(() => child.kill('SIGKILL'), call.timeoutMs);
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  }
  return new Promise((resolve, reject) => {
    child.on('error', (error: NodeJS.ErrnoException) => {
      clearTimeout(timer);
      if (error.name === 'AbortError') reject(error);
      else resolve({ kind: 'not_started', code: error.code, error });
    });
    child.on('close', (code) => {
      clearTimeout(timer);
      resolve({ kind: 'ended', code, output });
    });
  });
}
