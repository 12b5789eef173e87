import { Logger as GraphileLogger, run } from 'graphile-worker';
import type { DriverPool } from '../db/index.ts';
import type { Events } from '../observe/index.ts';

/** One job with a timetable. */
export interface Job {
  /** Lower case with underscores; names it in the log and in the database. */
  readonly name: string;
  /** Cron expression in UTC. */
  readonly schedule: string;
  /** Does the work; says in a sentence what it did, or undefined when there was nothing to do. */
  readonly work: () => Promise<string | undefined>;
}

/** Starts the jobs on the shared timetable. Disposing lets running jobs end. */
export async function startJobs(options: {
  readonly jobs: readonly Job[];
  readonly pool: DriverPool;
  readonly events: Events;
}): Promise<AsyncDisposable> {
  const { jobs, pool, events } = options;
  const runner = await run({
    pgPool: pool,
    concurrency: 1,
    pollInterval: 30_000,
    noHandleSignals: true,
    crontab: jobs.map((job) => `${job.schedule} ${job.name} ?max=5`).join('\n'),
    logger: quietLogger(events),
    taskList: Object.fromEntries(
      jobs.map((job) => [
        job.name,
        async () => {
          const done = await job.work();
          if (done !== undefined) events.noted(done, { job: job.name });
        },
      ]),
    ),
  });
  return { [Symbol.asyncDispose]: () => runner.stop() };
}

/** The library's own log lines are for its developers; its errors are ours. */
function quietLogger(events: Events): GraphileLogger {
  return new GraphileLogger(() => (level, message, meta) => {
    if (level === 'error') events.failed('job', meta['error'] ?? new Error(message), { what: message });
  });
}
