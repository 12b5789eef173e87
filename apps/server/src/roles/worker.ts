import type { Config } from '../config/index.ts';
import { createEvents, createLogger, createMetrics, shareMetrics } from '../observe/index.ts';
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
  const logger = createLogger({ level: config.logLevel, role: `worker-${settings.workerNumber}` });
  const events = createEvents({ logger, metrics });
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
      for (const role of stopOrder(running)) await role[Symbol.asyncDispose]();
      await dependencies.directory[Symbol.asyncDispose]();
      await dependencies.db.close();
    },
  };
}

function stopOrder(running: readonly RunningRole[]): readonly RunningRole[] {
  const order = ['web', 'smtp', 'jobs', 'delivery'];
  return running.toSorted((a, b) => order.indexOf(a.role) - order.indexOf(b.role));
}
