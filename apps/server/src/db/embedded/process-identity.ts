import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { systemErrorCode } from './open-database-error.ts';

/** Whether a process of this id exists, whoever it belongs to. One that ended but was not yet reaped does not count. */
export async function isAlive(pid: number): Promise<boolean> {
  // The system takes these for groups of processes.
  if (pid <= 0) return false;
  // Expected: ESRCH, no such process; EPERM, it exists and is another user's.
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (systemErrorCode(error) !== 'EPERM') return false;
  }
  const stat = await readStat(pid);
  return stat === undefined || !/^[ZX]/.test(stat[0] ?? '');
}

/**
 * What tells a process from an earlier one of the same id: the boot and the clock tick of its start. `undefined` where
 * the system does not say (anything but Linux).
 */
export async function processStart(pid: number): Promise<string | undefined> {
  const stat = await readStat(pid);
  const tick = stat?.[startTickIndex];
  if (tick === undefined) return undefined;
  const bootId = await readFile('/proc/sys/kernel/random/boot_id', 'utf8');
  return `${bootId.trim()}:${tick}`;
}

/** proc(5): field 22 of `/proc/<pid>/stat`, counted from the third, which is the first after the name. */
const startTickIndex = 22 - 3;

/** The fields after the name, which is in parentheses and may itself hold spaces and parentheses. */
async function readStat(pid: number): Promise<readonly string[] | undefined> {
  if (process.platform !== 'linux') return undefined;
  // Expected: the process ended.
  const text = await readFile(`/proc/${String(pid)}/stat`, 'utf8').catch(() => undefined);
  return text?.slice(text.lastIndexOf(')') + 2).split(' ');
}

/** The arguments of a process, program first; empty when it does not exist or cannot be seen. */
export async function commandLine(pid: number): Promise<readonly string[]> {
  if (process.platform === 'linux') {
    // Expected: the process ended.
    const text = await readFile(`/proc/${String(pid)}/cmdline`, 'utf8').catch(() => '');
    return text.split('\0').filter((argument) => argument !== '');
  }
  const [program, args] =
    process.platform === 'win32'
      ? ['wmic', ['process', 'where', `ProcessId=${String(pid)}`, 'get', 'CommandLine']]
      : ['ps', ['-ww', '-o', 'command=', '-p', String(pid)]];
  // Expected: no such process, which these programs report by their exit code.
  const { stdout } = await promisify(execFile)(program, args, { timeout: 5_000 }).catch(() => ({
    stdout: '',
  }));
  return stdout.trim().split(/\s+/);
}
