import { readFileSync } from 'node:fs';
import process from 'node:process';
import { runProgram } from './commands/index.ts';

/**
 * A terminal's Ctrl-C reaches every process of the group, and a parent may pass it on as well: signals that close to the
 * first are the same request.
 */
const sameRequestMs = 1_000;
const exitAfterSecondSignal = 130;

/** After the command has ended nothing should be left to do; a handle that leaks may hold the process this long. */
const lingerMs = 10_000;

const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
  version: string;
};

process.exitCode = await runProgram(process.argv.slice(2), {
  env: process.env,
  version,
  writeOut: writerTo(process.stdout),
  writeError: writerTo(process.stderr),
  signal: stopSignal(),
});
setTimeout(() => process.exit(), lingerMs).unref();

/** Aborts at the first request to stop; a second one ends the process at once, finished or not. */
function stopSignal(): AbortSignal {
  const controller = new AbortController();
  let firstAt: number | undefined;
  const stop = (): void => {
    firstAt ??= performance.now();
    if (performance.now() - firstAt > sameRequestMs) process.exit(exitAfterSecondSignal);
    controller.abort();
  };
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, stop);
  return controller.signal;
}

/** Writes until nobody reads any more (`smtpy message list | head -1`): then the rest goes nowhere, without a complaint. */
function writerTo(stream: NodeJS.WriteStream): (text: string) => void {
  let isOpen = true;
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    isOpen = false;
  });
  return (text) => {
    if (isOpen) stream.write(text);
  };
}
