import type { Db } from '../db/index.ts';
import type { Clock } from '../observe/index.ts';
import type { Queue } from '../queue/index.ts';
import { eraseStatistics } from '../statistics/index.ts';
import { eraseDeliveries } from '../webhooks/index.ts';
import type { Audit } from '../audit/index.ts';
import { cancelledBy } from './erase-organization.ts';
import {
  deleteOrganizationErasure,
  listErasedAliases,
  listOrganizationErasures,
  lockRemains,
  removeTraces,
} from './store.ts';

/** What removing needs. */
export interface RemainsDependencies {
  readonly db: Db;
  readonly clock: Clock;
  readonly audit: Pick<Audit, 'eraseOrganization'>;
  readonly queue: Pick<Queue, 'cancelOfOrganizations' | 'removeOfOrganization' | 'removeCountersOf'>;
}

/** What a call removed, and how many organizations it ended with. */
export interface RemainsResult {
  readonly messages: number;
  readonly finished: number;
  /** Organizations of which something is left for later calls. */
  readonly remaining: number;
}

/**
 * How long after its end mail may still come for an organization: a connection that was accepted by what a cache said hands its message over
 * within the ten minutes that a client may take for it (RFC 5321 §4.5.3.2.6), and leases of dead processes lapse within minutes.
 */
const settlingMs = 60 * 60 * 1000;

/** Transactions of one call for one organization: a million messages are done in a few calls, and none keeps the job from the others for long. */
const maxBatches = 1_000;

/** See `Erasure.removeRemains`. */
export async function removeRemains(dependencies: RemainsDependencies): Promise<RemainsResult> {
  const erasures = await listOrganizationErasures(dependencies.db);
  let messages = 0;
  let finished = 0;
  for (const erasure of erasures) {
    await cancelWaiting(dependencies, erasure.organizationId);
    const removed = await removeMail(dependencies, erasure.organizationId);
    messages += removed.messages;
    await removeLog(dependencies, erasure.organizationId);
    await removeStatistics(dependencies, erasure.organizationId);
    await removeSent(dependencies, erasure.organizationId);
    const isSettled = dependencies.clock.now().getTime() - erasure.erasedAt.getTime() >= settlingMs;
    if (isSettled && removed.isEmpty && (await finish(dependencies, erasure.organizationId))) finished += 1;
  }
  return { messages, finished, remaining: erasures.length - finished };
}

/** Each batch is a transaction of its own: nothing else waits for it long. False: the remains are another process's. */
async function inBatches(
  { db }: RemainsDependencies,
  organizationId: string,
  batch: (tx: Parameters<Parameters<Db['transaction']>[0]>[0]) => Promise<'more' | 'done'>,
): Promise<boolean> {
  for (let count = 0; count < maxBatches; count += 1) {
    const result = await db.transaction(async (tx) =>
      (await lockRemains(tx, organizationId)) ? batch(tx) : 'taken',
    );
    if (result !== 'more') return result === 'done';
  }
  return false;
}

async function cancelWaiting(dependencies: RemainsDependencies, organizationId: string): Promise<void> {
  await inBatches(dependencies, organizationId, async (tx) => {
    const organizationIds = [organizationId];
    const { hasMore } = await dependencies.queue.cancelOfOrganizations(tx, {
      organizationIds,
      by: cancelledBy,
    });
    return hasMore ? 'more' : 'done';
  });
}

async function removeMail(
  dependencies: RemainsDependencies,
  organizationId: string,
): Promise<{ readonly messages: number; readonly isEmpty: boolean }> {
  let messages = 0;
  let isEmpty = false;
  await inBatches(dependencies, organizationId, async (tx) => {
    const removed = await dependencies.queue.removeOfOrganization(tx, organizationId);
    await removeTraces(tx, { organizationId, ...removed });
    messages += removed.messages;
    isEmpty = removed.rest === 'empty';
    return removed.rest === 'more' ? 'more' : 'done';
  });
  return { messages, isEmpty };
}

async function removeLog(dependencies: RemainsDependencies, organizationId: string): Promise<void> {
  await inBatches(dependencies, organizationId, async (tx) =>
    (await dependencies.audit.eraseOrganization(tx, organizationId)) > 0 ? 'more' : 'done',
  );
}

/** After the mail, of which the last that happens to it is counted. */
async function removeStatistics(dependencies: RemainsDependencies, organizationId: string): Promise<void> {
  await inBatches(dependencies, organizationId, async (tx) =>
    (await eraseStatistics(tx, organizationId)) > 0 ? 'more' : 'done',
  );
}

/** What was sent to webhooks: of a busy organization millions. */
async function removeSent(dependencies: RemainsDependencies, organizationId: string): Promise<void> {
  await inBatches(dependencies, organizationId, async (tx) =>
    (await eraseDeliveries(tx, organizationId)) > 0 ? 'more' : 'done',
  );
}

/** Nothing is left and nothing comes any more: the counters go, and with them the last that names the organization. */
async function finish({ db, queue }: RemainsDependencies, organizationId: string): Promise<boolean> {
  return db.transaction(async (tx) => {
    if (!(await lockRemains(tx, organizationId))) return false;
    await queue.removeCountersOf(tx, await listErasedAliases(tx, organizationId));
    await deleteOrganizationErasure(tx, organizationId);
    return true;
  });
}
