import type { Job } from './jobs.ts';
import { sentence } from './sentence.ts';

/** What the jobs about domains do; each gives how many. */
export interface DomainJobsDependencies {
  /** Absent: DNS is not asked, as in the sandbox. */
  readonly checkDueDomains: (() => Promise<number>) | undefined;
  readonly tellDomainNews: () => Promise<number>;
  readonly removeRetiredKeys: () => Promise<number>;
  readonly clearRemovedDomains: () => Promise<number>;
}

/** The upkeep of domains. Checks are quiet: there are many, and what comes of them is told. */
export function domainJobs(dependencies: DomainJobsDependencies): readonly Job[] {
  const { checkDueDomains, tellDomainNews, removeRetiredKeys, clearRemovedDomains } = dependencies;
  const checking: readonly Job[] =
    checkDueDomains === undefined
      ? []
      : [
          {
            name: 'check_due_domains',
            schedule: '* * * * *',
            work: async () => {
              await checkDueDomains();
              return undefined;
            },
          },
        ];
  return [
    ...checking,
    {
      name: 'tell_domain_news',
      schedule: '* * * * *',
      work: async () => sentence(await tellDomainNews(), 'mails told of domains'),
    },
    {
      name: 'remove_retired_keys',
      schedule: '37 * * * *',
      work: async () => sentence(await removeRetiredKeys(), 'signing keys had retired and were removed'),
    },
    {
      name: 'clear_removed_domains',
      schedule: '47 * * * *',
      work: async () =>
        sentence(await clearRemovedDomains(), 'domains were removed long ago and are deleted'),
    },
  ];
}
