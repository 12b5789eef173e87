import cluster from 'node:cluster';
import type { Config } from '../config/index.ts';
import { explainStartFailure } from './start-failure.ts';
import { type FromWorker, isToWorker } from './worker-channel.ts';
import type { Worker } from './worker.ts';

/** Whether this process was started by a supervisor. */
export const isWorkerProcess = cluster.isWorker;

/**
 * The life of a worker process: waits for its settings, starts the roles, and resolves after the supervisor said stop and
 * all roles have stopped. Signals of the terminal are the supervisor's business. When the supervisor dies, Node ends
 * this process.
 */
export function runWorkerProcess(config: Config): Promise<void> {
  const self = cluster.worker;
  if (self === undefined) throw new Error('this process is no worker');
  const tell = (message: FromWorker): void => {
    if (self.isConnected()) self.send(message);
  };
  const ended = new Promise<void>((resolve) => {
    let worker: Promise<Worker> | undefined;
    self.on('message', (message: unknown) => {
      if (!isToWorker(message)) return;
      if (message.type === 'start') {
        // Loaded here: the supervisor needs nothing of what workers are made of.
        worker = import('./worker.ts').then(({ startWorker }) => startWorker(config, message.settings));
        worker.then(
          ({ addresses }) => {
            tell({ type: 'started', addresses });
          },
          (error: unknown) => {
            tell({ type: 'failed', reason: explainStartFailure(error) });
            resolve();
          },
        );
        return;
      }
      void stop(worker).then(resolve);
    });
  });
  // The channel to the supervisor is the last thing that keeps this process.
  return ended.then(() => {
    self.disconnect();
  });
}

async function stop(worker: Promise<Worker> | undefined): Promise<void> {
  // Expected: a worker that never started has nothing to stop; its failure was told already.
  try {
    await (await worker)?.[Symbol.asyncDispose]();
  } catch (error) {
    console.error(`a role did not stop cleanly: ${String(error)}`);
  }
}
