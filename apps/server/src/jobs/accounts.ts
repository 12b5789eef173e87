import type { Job } from './jobs.ts';
import { sentence } from './sentence.ts';

/** What the jobs about people and requests do; each gives how many. */
export interface AccountJobsDependencies {
  readonly eraseDueAccounts: () => Promise<number>;
  readonly removeRemains: () => Promise<number>;
  readonly removeLapsedSignIns: () => Promise<number>;
  readonly removeLapsedRequests: () => Promise<number>;
  readonly removeOldAuditEntries: () => Promise<number>;
}

/** Accounts that asked to be erased, and what is kept about sign-ins and requests for a time. */
export function accountJobs(dependencies: AccountJobsDependencies): readonly Job[] {
  return [
    {
      name: 'erase_due_accounts',
      schedule: '*/15 * * * *',
      work: async () => sentence(await dependencies.eraseDueAccounts(), 'accounts were erased'),
    },
    {
      name: 'remove_remains',
      schedule: '* * * * *',
      work: async () =>
        sentence(await dependencies.removeRemains(), 'messages of erased organizations were removed'),
    },
    {
      name: 'remove_lapsed_sign_ins',
      schedule: '13 * * * *',
      work: async () =>
        sentence(
          await dependencies.removeLapsedSignIns(),
          'sessions, links and challenges lapsed and were removed',
        ),
    },
    {
      name: 'remove_lapsed_requests',
      schedule: '23 * * * *',
      work: async () =>
        sentence(await dependencies.removeLapsedRequests(), 'records of requests lapsed and were removed'),
    },
    {
      name: 'remove_old_audit_entries',
      schedule: '33 4 * * *',
      work: async () =>
        sentence(await dependencies.removeOldAuditEntries(), 'old entries of the audit log were removed'),
    },
  ];
}
