/**
 * Purpose: what has a timetable. Each job is one file's worth of wiring: its name, when it runs, and the feature's
 * function that does the work.
 *
 * Guarantees: over all processes and machines a job runs once per due time, and again when it failed.
 *
 * Fails with: a failed job is logged and tried again with growing pauses.
 */
export { accountJobs, type AccountJobsDependencies } from './accounts.ts';
export { domainJobs, type DomainJobsDependencies } from './domains.ts';
export { digestJobs } from './digest.ts';
export { startJobs, type Job } from './jobs.ts';
export { maintenanceJobs } from './maintenance.ts';
export { probeJobs } from './probes.ts';
export { statisticsJobs } from './statistics.ts';
