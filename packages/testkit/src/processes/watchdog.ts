import { spawn } from 'node:child_process';
import { Socket } from 'node:net';

/** A process that waits for the end of this one. */
export interface Watchdog {
  /** Calls it off: to be done when the watched process has ended. May be called twice. */
  release(): void;
}

/**
 * Waits for the end of its input, which this process holds open until it dies. The process is asked to end first, so that it
 * can take its own children along, and killed after 30 s.
 */
const script = `
read -r _
kill -s "$2" "$1" 2>/dev/null
rounds=0
while kill -0 "$1" 2>/dev/null && [ "$rounds" -lt 300 ]; do sleep 0.1; rounds=$((rounds + 1)); done
kill -s KILL "$1" 2>/dev/null
[ -z "$3" ] || rm -rf "$3"
`;

/** Sends `signal` to a process when this one has died before `release`, and then removes `folder`; an exit hook would not do for SIGKILL. */
export function startWatchdog(options: {
  readonly pid: number;
  readonly signal: 'TERM' | 'INT';
  readonly folder: string | undefined;
}): Watchdog {
  const args = ['-c', script, 'watchdog', String(options.pid), options.signal, options.folder ?? ''];
  const child = spawn('/bin/sh', args, { detached: true, stdio: ['pipe', 'ignore', 'ignore'] });
  child.on('error', () => undefined);
  child.unref();
  // An open pipe alone must not keep the test run alive.
  if (child.stdin instanceof Socket) child.stdin.on('error', () => undefined).unref();
  return { release: () => void child.kill('SIGKILL') };
}
