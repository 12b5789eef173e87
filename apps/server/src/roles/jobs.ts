import { createDriverPool, ensureMonthPartitions } from '../db/index.ts';
import { maintenanceJobs, startJobs } from '../jobs/index.ts';
import type { Dependencies } from './dependencies.ts';
import type { RunningRole } from './running.ts';

/** Does what has a timetable: the `jobs` role. */
export async function startJobsRole(dependencies: Dependencies): Promise<RunningRole> {
  const { config, settings, db, queue, sandbox, events } = dependencies;
  const pool = createDriverPool({
    ...settings.connection,
    applicationName: 'smtpy jobs',
    maxConnections: 3,
    events,
  });
  const jobs = await startJobs({
    pool,
    events,
    jobs: maintenanceJobs({
      ensurePartitions: () => ensureMonthPartitions(db),
      removeOrphanChunks: () => queue.removeOrphanChunks(),
      removeExpired: () => queue.removeExpired(config.retentionDays),
      trimSandbox: () => sandbox.trim(),
    }),
  });
  return {
    role: 'jobs',
    addresses: {},
    async [Symbol.asyncDispose]() {
      await jobs[Symbol.asyncDispose]();
      await pool.end();
    },
  };
}
