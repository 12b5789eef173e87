import type { Config, Role } from '../config/index.ts';
import { createEvents, createLogger, createMetrics, shareMetrics, startObservers } from '../observe/index.ts';
import { createDependencies, type WorkerSettings } from './dependencies.ts';
import { startDeliveryRole } from './delivery.ts';
import { startJobsRole } from './jobs.ts';
import type { RunningRole } from './running.ts';
import { startSmtpRole } from './smtp.ts';
import { startWebRole } from './web.ts';

/** A worker process at work. */
export interface Worker extends AsyncDisposable {
  /** What its roles listen on. */
  readonly addresses: Readonly<Record<string, string>>;
}

/**
 * Starts the configured roles in this process. Disposing stops them, receivers first, so that what they accepted last is
 * in the queue before the senders stop.
 */
export async function startWorker(config: Config, settings: WorkerSettings): Promise<Worker> {
  const metrics = createMetrics();
  shareMetrics(metrics);
  const role = `worker-${settings.workerNumber}`;
  const logger = createLogger({ level: config.logLevel, role });
  const observers = await startObservers({ ...config.observing, role, mode: config.mode });
  const events = createEvents({ logger, metrics, observers: observers.list });
  const dependencies = await createDependencies({ config, settings, events, metrics });
  const running: RunningRole[] = [];
  const starts = {
    smtp: startSmtpRole,
    delivery: startDeliveryRole,
    web: startWebRole,
    jobs: startJobsRole,
  } as const;
  const isWorking = (role: keyof typeof starts): boolean =>
    config.roles.includes(role) && (role !== 'jobs' || settings.workerNumber === 1);
  for (const role of ['delivery', 'jobs', 'smtp', 'web'] as const) {
    if (isWorking(role)) running.push(await starts[role](dependencies));
  }
  return {
    addresses: Object.assign({}, ...running.map((role) => role.addresses)) as Record<string, string>,
    async [Symbol.asyncDispose]() {
      for (const roles of stopOrder) {
        const stopping = running.filter(({ role }) => roles.includes(role));
        await Promise.all(stopping.map((role) => role[Symbol.asyncDispose]()));
      }
      await dependencies.directory[Symbol.asyncDispose]();
      await dependencies.db.close();
      await observers[Symbol.asyncDispose]();
    },
  };
}

/** What receives ends before what sends, so that what was accepted last is in the queue; what stands together ends together. */
const stopOrder: readonly (readonly Role[])[] = [
  ['web', 'smtp'],
  ['jobs', 'delivery'],
];
