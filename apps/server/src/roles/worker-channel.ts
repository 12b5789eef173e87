import type { WorkerSettings } from './dependencies.ts';

/** What the supervisor says to a worker process. */
export type ToWorker =
  { readonly type: 'start'; readonly settings: WorkerSettings } | { readonly type: 'stop' };

/** What a worker process says to its supervisor. */
export type FromWorker =
  | { readonly type: 'started'; readonly addresses: Readonly<Record<string, string>> }
  /** The worker cannot start and ends; `reason` is for the operator. */
  | { readonly type: 'failed'; readonly reason: string };

/** Whether an IPC message is one of ours: metrics use the same channel. */
export function isFromWorker(message: unknown): message is FromWorker {
  return (
    typeof message === 'object' &&
    message !== null &&
    'type' in message &&
    ['started', 'failed'].includes(String(message.type))
  );
}

/** Whether an IPC message is one of ours: metrics use the same channel. */
export function isToWorker(message: unknown): message is ToWorker {
  return (
    typeof message === 'object' &&
    message !== null &&
    'type' in message &&
    ['start', 'stop'].includes(String(message.type))
  );
}
