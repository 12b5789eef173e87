import { createDriverPool, ensureMonthPartitions } from '../db/index.ts';
import { runFollowups, sendDueProbes, type FollowupDependencies } from '../followups/index.ts';
import {
  accountJobs,
  digestJobs,
  domainJobs,
  maintenanceJobs,
  probeJobs,
  startJobs,
  statisticsJobs,
  type Job,
} from '../jobs/index.ts';
import { sendDueDigests } from '../quarantine/index.ts';
import { createGreylist, createLimits } from '../limits/index.ts';
import { createRefusals } from '../refusals/index.ts';
import { domainAliases } from '../aliases/index.ts';
import { createAudit } from '../audit/index.ts';
import { deleteOldDeliveries, keptDays } from '../webhooks/index.ts';
import { removeLapsedSignIns } from '../authentication/index.ts';
import { createIdempotency } from '../idempotency/index.ts';
import { collectQueueMetrics } from '../observe/index.ts';
import { createRequestLimits } from '../request-limits/index.ts';
import { checkDueDomains, tellDomainNews } from '../domain-upkeep/index.ts';
import { ownNames } from '../domains/index.ts';
import { createResolver } from '../dns/index.ts';
import { removeOldStatistics, runFolding } from '../statistics/index.ts';
import { createAccountErasure } from './api.ts';
import type { Dependencies } from './dependencies.ts';
import type { RunningRole } from './running.ts';
import { startWebhooks } from './webhooks.ts';

/** Notices tell also that the same was mailed before, for as long as a delivery can be reported on. */
const minNoticeDays = 60;

/** Does what has a timetable, and what follows from what happened to deliveries: the `jobs` role. */
export async function startJobsRole(dependencies: Dependencies): Promise<RunningRole> {
  const { config, settings, db, queue, sandbox, events, notices, appPasswords } = dependencies;
  const followupDependencies: FollowupDependencies = dependencies;
  collectQueueMetrics({ metrics: dependencies.metrics, events, readDepth: () => queue.depth() });
  const stop = new AbortController();
  const pool = createDriverPool({
    ...settings.connection,
    applicationName: 'jobs',
    maxConnections: 3,
    events,
  });
  const jobs = await startJobs({
    pool,
    events,
    jobs: [
      ...maintenanceJobs({
        ensurePartitions: () => ensureMonthPartitions(db),
        removeOrphanChunks: () => queue.removeOrphanChunks(),
        removeExpired: () => queue.removeExpired(config.retentionDays),
        trimSandbox: () => sandbox.trim(),
        expireHeld: () => queue.expireHeld(),
        removeOldNotices: () => notices.removeOlderThan(Math.max(config.retentionDays, minNoticeDays)),
        removeLapsedLogins: () => appPasswords.removeLapsed(),
        removeLapsedCounts: () => removeLapsedCounts(dependencies),
        removeOldWebhookDeliveries: () => deleteOldDeliveries(db, keptDays),
      }),
      ...probeJobs({ sendDueProbes: () => sendDueProbes(followupDependencies) }),
      ...digestJobs({ sendDueDigests: () => sendDueDigests(dependencies) }),
      ...statisticsJobs({
        removeOldStatistics: () => removeOldStatistics(dependencies, config.statisticsRetentionDays),
      }),
      ...jobsOfAccounts(dependencies),
      ...jobsOfDomains(dependencies),
    ],
  });
  // It rejects when hints cannot be subscribed to; unhandled until the role stops, that ends this process, which is replaced.
  const followups = runFollowups({ ...followupDependencies, signal: stop.signal });
  const webhooks = await startWebhooks(dependencies, stop.signal);
  const folding = runFolding({ db, events, signal: stop.signal });
  return {
    role: 'jobs',
    addresses: {},
    async [Symbol.asyncDispose]() {
      stop.abort();
      await Promise.all([followups, webhooks.ended, folding]);
      await jobs[Symbol.asyncDispose]();
      await pool.end();
    },
  };
}

function jobsOfAccounts(dependencies: Dependencies): readonly Job[] {
  const { config, db, clock, sealer } = dependencies;
  const erasure = createAccountErasure(dependencies);
  const audit = createAudit({ db, clock });
  const idempotency = createIdempotency({ db, clock, sealer });
  const limits = createRequestLimits({ db, clock, rates: config.web.limits });
  return accountJobs({
    eraseDueAccounts: async () => (await erasure.eraseDueAccounts()).erased,
    removeRemains: async () => (await erasure.removeRemains()).messages,
    removeLapsedSignIns: () => removeLapsedSignIns(db, clock.now()),
    removeLapsedRequests: async () => (await idempotency.removeLapsed()) + (await limits.removeLapsed()),
    removeOldAuditEntries: () => audit.removeOlderThan(config.auditRetentionDays),
  });
}

/** Deadline of one question about a record: nobody waits, but other checks do. */
const recordTimeoutMs = 5_000;

function jobsOfDomains(dependencies: Dependencies): readonly Job[] {
  const { config, clock, domains } = dependencies;
  const check = (): Promise<number> =>
    checkDueDomains({
      ...dependencies,
      names: ownNames(config),
      createResolver: () => createResolver({ servers: config.dnsServers, timeoutMs: recordTimeoutMs, clock }),
    });
  return domainJobs({
    checkDueDomains: config.mode === 'sandbox' ? undefined : check,
    tellDomainNews: () => tellDomainNews({ ...dependencies, publicUrl: config.publicUrl }),
    removeRetiredKeys: () => domains.removeRetiredKeys(),
    clearRemovedDomains: () => domains.clearRemoved(domainAliases),
  });
}

/** What was counted to limit, greylist and tell of refusals, once nothing asks for it any more. */
async function removeLapsedCounts({ config, db, clock, events }: Dependencies): Promise<number> {
  await using limits = createLimits({ db, clock, config: config.policy.limits, events });
  await using refusals = createRefusals({ db, clock, events });
  const greylist = createGreylist({ db, clock, delayMs: config.policy.greylistDelayMs ?? 0 });
  const removed = [
    await limits.removeLapsed(),
    await greylist.removeLapsed(),
    await refusals.removeOlderThan(config.retentionDays),
  ];
  return removed.reduce((sum, count) => sum + count, 0);
}
