import type { Job } from './jobs.ts';
import { sentence } from './sentence.ts';

/** The job that finds out whether paused mailboxes work again. `sendDueProbes` gives how many probes it sent. */
export function probeJobs({
  sendDueProbes,
}: {
  readonly sendDueProbes: () => Promise<number>;
}): readonly Job[] {
  return [
    {
      name: 'send_probes',
      schedule: '* * * * *',
      work: async () => sentence(await sendDueProbes(), 'paused mailboxes were sent a test message'),
    },
  ];
}
