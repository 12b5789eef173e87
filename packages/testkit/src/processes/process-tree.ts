import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { waitFor } from '../time/index.ts';

/** A process of this machine. */
interface ProcessEntry {
  readonly pid: number;
  readonly parentPid: number;
  /** Whether it has ended and only waits for its parent to notice. */
  readonly isZombie: boolean;
  readonly args: readonly string[];
}

/** What belongs to one started program. */
export interface ProcessTree {
  /** The program itself, and what it is known to have started where the links to that are gone. */
  readonly rootPids: readonly number[];
  /** A PostgreSQL server working in here belongs to it too, even when its parent is gone. */
  readonly dataDir: string;
}

/** Rounds in which new children may appear while the tree is being stopped; one is normal. */
const maxRounds = 20;

/**
 * The pids of a program and of everything below it. Parent links decide, not process groups: each backend of PostgreSQL
 * has a session of its own.
 */
export function listTree(tree: ProcessTree): readonly number[] {
  const processes = listProcesses().filter((one) => !one.isZombie);
  const found = new Set(
    processes
      .filter((one) => tree.rootPids.includes(one.pid) || isPostgresIn(one, tree.dataDir))
      .map((one) => one.pid),
  );
  for (let size = -1; size !== found.size;) {
    size = found.size;
    for (const { pid, parentPid } of processes) if (found.has(parentPid)) found.add(pid);
  }
  return [...found];
}

function isPostgresIn(entry: ProcessEntry, dataDir: string): boolean {
  const [program = '', ...args] = entry.args;
  return basename(program) === 'postgres' && args.some((arg) => arg.startsWith(`${dataDir}/`));
}

/** Kills a tree with SIGKILL and gives its pids. Everything is stopped first, so that nothing forks out of the net. */
export function killTree(tree: ProcessTree): readonly number[] {
  const stopped = new Set<number>();
  for (let round = 0; round < maxRounds; round += 1) {
    const found = listTree(tree).filter((pid) => !stopped.has(pid));
    if (found.length === 0) break;
    for (const pid of found) {
      sendSignal(pid, 'SIGSTOP');
      stopped.add(pid);
    }
  }
  for (const pid of stopped) sendSignal(pid, 'SIGKILL');
  return [...stopped];
}

/** Waits until none of the processes runs. */
export async function waitUntilGone(pids: readonly number[], timeoutMs: number): Promise<void> {
  const areGone = (): boolean => {
    const running = new Set(listProcesses().flatMap((one) => (one.isZombie ? [] : [one.pid])));
    return pids.every((pid) => !running.has(pid));
  };
  await waitFor(areGone, { timeoutMs, what: `the end of the processes ${pids.join(', ')}` });
}

function sendSignal(pid: number, signal: 'SIGSTOP' | 'SIGKILL'): void {
  try {
    process.kill(pid, signal);
  } catch {
    // Expected: ESRCH, it has ended by itself.
  }
}

function listProcesses(): readonly ProcessEntry[] {
  if (process.platform !== 'linux') return listWithPs();
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  return pids.flatMap((pid) => readProcess(pid) ?? []);
}

function readProcess(pid: string): ProcessEntry | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    // The name in parentheses may hold anything; the fields after the last one are fixed (proc_pid_stat(5)).
    const [state, parentPid] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const args = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
    return { pid: Number(pid), parentPid: Number(parentPid), isZombie: state === 'Z' || state === 'X', args };
  } catch {
    // Expected: ENOENT or ESRCH, it has ended meanwhile.
    return undefined;
  }
}

function listWithPs(): readonly ProcessEntry[] {
  const output = execFileSync('ps', ['-A', '-o', 'pid=,ppid=,stat=,args='], { encoding: 'utf8' });
  return output
    .trim()
    .split('\n')
    .map((line) => {
      const [pid, parentPid, state = '', ...args] = line.trim().split(/\s+/);
      return { pid: Number(pid), parentPid: Number(parentPid), isZombie: state.startsWith('Z'), args };
    });
}
