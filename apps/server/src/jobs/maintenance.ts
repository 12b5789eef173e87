import type { RemovalResult } from '../queue/index.ts';
import type { Job } from './jobs.ts';
import { sentence } from './sentence.ts';

/** What keeps the database in shape, as the features offer it. */
export interface MaintenanceDependencies {
  readonly ensurePartitions: () => Promise<number>;
  readonly removeOrphanChunks: () => Promise<number>;
  readonly removeExpired: () => Promise<RemovalResult>;
  readonly trimSandbox: () => Promise<number>;
  readonly expireHeld: () => Promise<number>;
  readonly removeOldNotices: () => Promise<number>;
  readonly removeLapsedLogins: () => Promise<number>;
  readonly removeLapsedCounts: () => Promise<number>;
  readonly removeOldWebhookDeliveries: () => Promise<number>;
}

/** The jobs that every installation has. */
export function maintenanceJobs(dependencies: MaintenanceDependencies): readonly Job[] {
  return [
    {
      name: 'ensure_partitions',
      schedule: '17 * * * *',
      work: async () => sentence(await dependencies.ensurePartitions(), 'partitions were made'),
    },
    {
      name: 'remove_orphan_chunks',
      schedule: '27 * * * *',
      work: async () =>
        sentence(
          await dependencies.removeOrphanChunks(),
          'chunks of messages that were never accepted were removed',
        ),
    },
    {
      name: 'remove_expired',
      schedule: '41 3 * * *',
      work: async () => describeRemoval(await dependencies.removeExpired()),
    },
    {
      name: 'trim_sandbox',
      schedule: '*/10 * * * *',
      work: async () => sentence(await dependencies.trimSandbox(), 'old captures were removed'),
    },
    {
      name: 'expire_held',
      schedule: '*/5 * * * *',
      work: async () =>
        sentence(await dependencies.expireHeld(), 'held deliveries expired: nobody let them go in time'),
    },
    ...recordJobs(dependencies),
  ];
}

/** What is kept about mail, logins and senders for a time. */
function recordJobs(dependencies: MaintenanceDependencies): readonly Job[] {
  return [
    {
      name: 'remove_old_notices',
      schedule: '51 3 * * *',
      work: async () => sentence(await dependencies.removeOldNotices(), 'old notices were removed'),
    },
    {
      name: 'remove_lapsed_logins',
      schedule: '56 3 * * *',
      work: async () =>
        sentence(await dependencies.removeLapsedLogins(), 'records of logins lapsed and were removed'),
    },
    {
      name: 'remove_old_webhook_deliveries',
      schedule: '37 * * * *',
      work: async () =>
        sentence(await dependencies.removeOldWebhookDeliveries(), 'old deliveries to webhooks were removed'),
    },
    {
      name: 'remove_lapsed_counts',
      schedule: '7 * * * *',
      work: async () =>
        sentence(
          await dependencies.removeLapsedCounts(),
          'counts of senders and refusals lapsed and were removed',
        ),
    },
  ];
}

/** A month that cannot go because of unfinished work holds up all later ones, so it is told each time. */
function describeRemoval(result: RemovalResult): string | undefined {
  const { months } = result;
  if (result.kind === 'blocked') {
    return `the month ${result.blockedMonth} stays: ${String(result.unfinished)} of its deliveries are unfinished`;
  }
  return months.length === 0 ? undefined : `dropped after retention: ${months.join(', ')}`;
}
