import type { Job } from './jobs.ts';
import { sentence } from './sentence.ts';

/** The job that keeps statistics for as long as is wanted. `removeOldStatistics` gives how many sums it removed. */
export function statisticsJobs({
  removeOldStatistics,
}: {
  readonly removeOldStatistics: () => Promise<number>;
}): readonly Job[] {
  return [
    {
      name: 'remove_old_statistics',
      schedule: '46 3 * * *',
      work: async () => sentence(await removeOldStatistics(), 'old statistics were removed'),
    },
  ];
}
