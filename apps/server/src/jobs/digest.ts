import type { Job } from './jobs.ts';
import { sentence } from './sentence.ts';

/** The job that tells mailboxes of what is in quarantine. `sendDueDigests` gives how many mails it sent. */
export function digestJobs({
  sendDueDigests,
}: {
  readonly sendDueDigests: () => Promise<number>;
}): readonly Job[] {
  return [
    {
      name: 'send_digests',
      // Before most people in Europe read their mail; each organization has at most one a day, so that more runs would do no harm.
      schedule: '5 5 * * *',
      work: async () => sentence(await sendDueDigests(), 'digests of held mail were sent'),
    },
  ];
}
