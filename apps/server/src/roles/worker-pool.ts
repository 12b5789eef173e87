import cluster, { type Worker as ClusterWorker } from 'node:cluster';
import { setTimeout as delay } from 'node:timers/promises';
import type { Events } from '../observe/index.ts';
import type { WorkerSettings } from './dependencies.ts';
import { isFromWorker, type ToWorker } from './worker-channel.ts';

/** How long a worker may take to start: connecting to a database that is recovering takes longest. */
const startTimeoutMs = 60_000;

/** How long stopping may take before a worker is killed: the drain times of all roles and some. */
const stopTimeoutMs = 45_000;

/** Pause before a worker that died soon after its start is replaced; doubles each time. */
const firstPauseMs = 200;
const longestPauseMs = 30_000;

/** A worker that lived this long counts as healthy. */
const healthyAfterMs = 10_000;

/** The worker processes of one machine. */
export interface WorkerPool {
  /** Starts all; resolves to what they listen on when every one of them is ready. Rejects when one cannot start. */
  start(): Promise<Readonly<Record<string, string>>>;
  /** Stops all and waits; those that do not end in time are killed, and their leases lapse. */
  stop(): Promise<void>;
}

interface Fork {
  readonly worker: ClusterWorker;
  readonly owner: string;
  readonly started: Promise<Readonly<Record<string, string>>>;
}

/** What a pool of workers is made of. */
export interface WorkerPoolOptions {
  readonly count: number;
  readonly settings: Omit<WorkerSettings, 'workerNumber' | 'owner'>;
  readonly events: Events;
  /** Names this machine and data folder; the beginning of every lease owner here. */
  readonly node: string;
  /** Called with the lease owner of a worker that died. */
  readonly onDeath: (owner: string) => void;
}

/** Makes the pool. A worker that dies is replaced under the same number. */
export function createWorkerPool(options: WorkerPoolOptions): WorkerPool {
  const slots = new Map<number, ClusterWorker>();
  const stopping = new AbortController();
  const fork = (workerNumber: number): Fork => {
    const worker = cluster.fork();
    slots.set(workerNumber, worker);
    const started = waitForStart(worker);
    const owner = `${options.node}/${String(workerNumber)}/${String(worker.process.pid ?? 0)}`;
    send(worker, { type: 'start', settings: { ...options.settings, workerNumber, owner } });
    return { worker, owner, started };
  };
  return {
    async start() {
      const forks = Array.from({ length: options.count }, (_, index) => fork(index + 1));
      const addresses = await Promise.all(forks.map(({ started }) => started));
      forks.forEach(
        (first, index) =>
          void keepAlive({ ...options, fork, workerNumber: index + 1, first, signal: stopping.signal }),
      );
      return Object.assign({}, ...addresses) as Record<string, string>;
    },
    async stop() {
      stopping.abort();
      await Promise.all([...slots.values()].map(stopWorker));
    },
  };
}

/** Replaces one worker each time it dies, until the signal aborts. */
async function keepAlive(options: {
  readonly fork: (workerNumber: number) => Fork;
  readonly workerNumber: number;
  readonly first: Fork;
  readonly signal: AbortSignal;
  readonly events: Events;
  readonly onDeath: (owner: string) => void;
}): Promise<void> {
  const { fork, workerNumber, signal, events, onDeath } = options;
  const fact = { worker: workerNumber };
  let { worker, owner } = options.first;
  let pauseMs = firstPauseMs;
  const isStopping = (): boolean => signal.aborted;
  while (!isStopping()) {
    const bornAt = Date.now();
    const exit = await waitForExit(worker);
    if (isStopping()) return;
    onDeath(owner);
    events.failed(
      'worker',
      new Error(`worker ${String(workerNumber)} ended (${exit.signal ?? `code ${String(exit.code)}`})`),
      fact,
    );
    pauseMs = Date.now() - bornAt > healthyAfterMs ? firstPauseMs : Math.min(pauseMs * 2, longestPauseMs);
    // Expected: the abort of a stop ends the pause; the loop ends then.
    const isOver = await delay(pauseMs, false, { signal }).catch(() => true);
    if (isOver) return;
    const replacement = fork(workerNumber);
    ({ worker, owner } = replacement);
    replacement.started.catch((error: unknown) => {
      events.failed('worker start', error, fact);
      replacement.worker.kill('SIGKILL');
    });
  }
}

function send(worker: ClusterWorker, message: ToWorker): void {
  // A worker that is gone already needs no message; its exit is handled where it is awaited.
  if (worker.isConnected()) worker.send(message, () => undefined);
}

function waitForStart(worker: ClusterWorker): Promise<Readonly<Record<string, string>>> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      reject(new Error(`a worker was not ready within ${startTimeoutMs / 1000} s`));
    }, startTimeoutMs);
    const settle = (): void => {
      clearTimeout(timer);
    };
    worker.on('message', (message: unknown) => {
      if (!isFromWorker(message)) return;
      settle();
      if (message.type === 'started') resolve(message.addresses);
      else reject(new Error(message.reason));
    });
    worker.once('exit', (code) => {
      settle();
      reject(new Error(`a worker ended while it started (code ${code})`));
    });
  });
}

function waitForExit(
  worker: ClusterWorker,
): Promise<{ readonly code: number; readonly signal: string | null }> {
  return new Promise((resolve) => {
    if (worker.isDead()) resolve({ code: worker.process.exitCode ?? 1, signal: worker.process.signalCode });
    worker.once('exit', (code, signal: string | null) => {
      resolve({ code, signal });
    });
  });
}

async function stopWorker(worker: ClusterWorker): Promise<void> {
  if (worker.isDead()) return;
  const ended = waitForExit(worker);
  send(worker, { type: 'stop' });
  const timer = setTimeout(() => worker.process.kill('SIGKILL'), stopTimeoutMs);
  await ended;
  clearTimeout(timer);
}
