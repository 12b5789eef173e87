import type { Job } from './jobs.ts';

/** What keeps the database in shape, as the features offer it. */
export interface MaintenanceDependencies {
  readonly ensurePartitions: () => Promise<number>;
  readonly removeOrphanChunks: () => Promise<number>;
  readonly removeExpired: () => Promise<readonly string[]>;
  readonly trimSandbox: () => Promise<number>;
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
      work: async () => {
        const dropped = await dependencies.removeExpired();
        return dropped.length === 0 ? undefined : `dropped after retention: ${dropped.join(', ')}`;
      },
    },
    {
      name: 'trim_sandbox',
      schedule: '*/10 * * * *',
      work: async () => sentence(await dependencies.trimSandbox(), 'old captures were removed'),
    },
  ];
}

function sentence(count: number, words: string): string | undefined {
  return count === 0 ? undefined : `${count} ${words}`;
}
