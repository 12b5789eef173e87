import type { Db, Queryable, Sealer, Tx } from '../db/index.ts';
import type { Clock, Events } from '../observe/index.ts';
import { createClaim, type ClaimRequest } from './claim.ts';
import { createContentReaders, type OpenedContent, type ReadableMessage } from './content.ts';
import { createContentWriter, removeOrphanChunks, type ContentWriter } from './content-writer.ts';
import { readDepth, type QueueDepth } from './depth.ts';
import { createEnqueue, enqueueIn } from './enqueue.ts';
import { findDelivery, type DeliveryReference, type FindResult } from './find-delivery.ts';
import { createQuarantineDecisions, type QuarantineDecisions } from './held-decisions.ts';
import { listHeld, showHeld, type HeldDelivery, type ListHeld, type ShowHeldResult } from './held.ts';
import { expireHeld, release, type ReleaseRequest, type ReleaseResult } from './hold.ts';
import { findViolations, type Violation } from './invariants.ts';
import {
  createRecoverLapsedLeases,
  createReleaseLeases,
  createRenewLeases,
  type LeaseRenewal,
} from './lease.ts';
import {
  createManyChanges,
  type ChangeDeliveries,
  type RemovedMessage,
  type RemoveMessages,
} from './many.ts';
import {
  cancel,
  list,
  retry,
  show,
  type CancelRequest,
  type CancelResult,
  type ListedDelivery,
  type ListRequest,
  type RetryRequest,
  type RetryResult,
  type ShowResult,
} from './operate.ts';
import {
  cancelOfOrganizations,
  removeCountersOf,
  removeOfOrganization,
  type RemovedMail,
} from './organization-erasure.ts';
import { resumeMailbox } from './resume-mailbox.ts';
import { removeExpired, type RemovalResult } from './retention.ts';
import { createSettle, type SettleRequest, type SettleResult } from './settle.ts';
import { readStats, type QueueStats } from './stats.ts';
import type { Acceptance, ClaimedDelivery } from './types.ts';

/** Messages at rest. One per process; several processes share the tables. */
export interface Queue extends QuarantineDecisions {
  /**
   * Commits one SMTP transaction: messages, content, deliveries, events, counters. Resolves after the commit, so 250 may be sent.
   * Rejects when it failed or when the outcome is unknown; the peer hears 451 then (RFC 5321 §4.2.5). The chunks of large
   * content are the caller's to abandon.
   */
  enqueue(acceptance: Acceptance): Promise<void>;
  /**
   * The same in the caller's transaction, for mail of our own making; not grouped with others. It takes the counters of the aliases:
   * once per transaction, and late in it, so that mail waits for it shortly and never in a ring.
   */
  enqueueIn(tx: Tx, acceptance: Acceptance): Promise<void>;
  /** Takes the octets of large content before its acceptance. `contentId` is the UUIDv7 of the coming {@link Acceptance}. */
  createContentWriter(contentId: string): ContentWriter;
  /** Deletes chunks whose acceptance never came. Returns the number of contents they belonged to. */
  removeOrphanChunks(): Promise<number>;
  /**
   * Leases due deliveries to `owner`. An empty array: nothing is due, or all that is due is busy. Without hints it looks at up to some
   * thousand queue keys, so call it for a reason: a hint, a free place after a full claim, the poll.
   */
  claim(request: ClaimRequest): Promise<readonly ClaimedDelivery[]>;
  /** Makes deliveries of dead or hanging owners due again, and reports them to the events. Returns how many. */
  recoverLapsedLeases(): Promise<number>;
  /**
   * Makes the deliveries of owners that are known to be dead due again at once, instead of when their leases lapse. `ownerPrefix`
   * names one owner or, ending in a slash, all of a machine. Reports them to the events and returns how many.
   */
  releaseLeases(ownerPrefix: string): Promise<number>;
  /** Extends leases. Returns the ids that are still the owner's; an attempt on any other must stop. */
  renewLeases(renewal: LeaseRenewal): Promise<ReadonlySet<string>>;
  /** Records the end of an attempt. Resolves after the commit. A rejection leaves the lease to lapse: it is tried again. */
  settle(request: SettleRequest): Promise<SettleResult>;
  /**
   * The content of a leased or held delivery, for sending it. Rejects when it is gone, which the holder of a lease never sees, and when it is
   * sealed with another key.
   */
  openContent(contentId: string): Promise<OpenedContent>;
  /**
   * The content of a message of an organization for its members to read: the only way in which they may. Rejects as {@link Queue.openContent}, and also,
   * as if it were gone, for what SMTPy wrote itself: links in it are for whoever reads the mail of its recipient.
   */
  openForReading(message: ReadableMessage): Promise<OpenedContent>;
  /** Deliveries in the order of their ids, unfinished ones unless a state is asked for. */
  list(request: ListRequest): Promise<readonly ListedDelivery[]>;
  /** Everything known of one delivery. */
  show(id: string): Promise<ShowResult>;
  /**
   * Makes a waiting delivery due now; of one organization where one is given. `by`, for the timeline, is `operator` where nobody else is
   * named. In the caller's transaction when `tx` is given.
   */
  retry(id: string, request?: RetryRequest, tx?: Tx): Promise<RetryResult>;
  /** Makes those due now that wait; gives their ids. */
  retryMany(tx: Tx, request: ChangeDeliveries): Promise<readonly string[]>;
  /** Ends those that wait or are held; gives their ids. Once per transaction and late in it, as {@link Queue.cancel}. */
  cancelMany(tx: Tx, request: ChangeDeliveries): Promise<readonly string[]>;
  /**
   * For a transaction that does more before {@link Queue.removeMessages}, and before anything else in it: retention, and whoever does what follows
   * from these messages, wait for it or make it wait, and never in a ring.
   */
  beginRemoval(tx: Tx, request: RemoveMessages): Promise<void>;
  /**
   * Removes messages of which every delivery has ended, with their deliveries, events and what would follow; counters keep what they have
   * counted. Gives those that it removed. What comes later about one of them finds nothing, and nothing follows from it.
   */
  removeMessages(tx: Tx, request: RemoveMessages): Promise<readonly RemovedMessage[]>;
  /**
   * Ends a waiting or held delivery without another attempt. In the caller's transaction when `tx` is given, and late in it: it takes
   * the counters of the alias.
   */
  cancel(request: CancelRequest, tx?: Tx): Promise<CancelResult>;
  /**
   * Lets a held delivery go: it is due now and has its full lifetime before it. In the caller's transaction when `tx` is given. What
   * was sealed stays sealed; nobody who reads it notices.
   */
  release(request: ReleaseRequest, tx?: Tx): Promise<ReleaseResult>;
  /** What is held, newest first, with what its message says. */
  listHeld(request: ListHeld): Promise<readonly HeldDelivery[]>;
  /** One held delivery; of one organization where one is given. {@link Queue.openForReading} shows its content. */
  showHeld(deliveryId: string, organizationId?: string): Promise<ShowHeldResult>;
  /** Expires held deliveries that nobody let go in time, up to some thousand in a call. Returns how many. */
  expireHeld(): Promise<number>;
  /**
   * Makes the forwards that are deferred for a mailbox due now. Returns how many deliveries. In the caller's transaction when `tx` is given: nothing is
   * tried before the mailbox is seen to be open again.
   */
  resumeMailbox(mailboxId: string, tx?: Tx): Promise<number>;
  /** Finds the delivery that a return path or a link speaks of; in the caller's transaction when `tx` is given. */
  findDelivery(reference: DeliveryReference, tx?: Queryable): Promise<FindResult>;
  /** What is unfinished, by state and by queue key. */
  stats(): Promise<QueueStats>;
  /** How much waits, for measurements: one statement over what is unfinished. */
  depth(): Promise<QueueDepth>;
  /** What contradicts the guarantees of this folder; empty when all is well. Reads every partition: not for a timer. */
  findViolations(): Promise<readonly Violation[]>;
  /**
   * Drops the months that ended longer ago than anybody keeps anything, oldest first, up to one that holds unfinished work; then deletes
   * the older messages and events of organizations that keep them for less, up to some ten thousand in a call. `retentionDays` is for
   * those that did not choose.
   */
  removeExpired(retentionDays: number): Promise<RemovalResult>;
  /**
   * Cancels waiting and held deliveries of organizations that are being erased, up to some thousand in a call, with their events; what is
   * being sent goes on. Once per transaction and late in it, as {@link Queue.cancel}.
   */
  cancelOfOrganizations(
    tx: Tx,
    request: { readonly organizationIds: readonly string[]; readonly by: string },
  ): Promise<{ readonly cancelled: number; readonly hasMore: boolean }>;
  /** Removes some hundred messages of an erased organization whose deliveries have ended, with all that is theirs; then its loose events. */
  removeOfOrganization(tx: Tx, organizationId: string): Promise<RemovedMail>;
  /** Forgets the counters of aliases that are gone. All their deliveries must be removed. */
  removeCountersOf(tx: Tx, aliasIds: readonly string[]): Promise<void>;
}

/** What a queue needs. */
export interface QueueDependencies {
  readonly db: Db;
  /** Seals content in quarantine. */
  readonly sealer: Sealer;
  /** Judges the age of orphan chunks and of partitions. Due times and leases go by PostgreSQL's clock alone. */
  readonly clock: Clock;
  readonly events: Pick<Events, 'failed' | 'leasesRecovered'>;
  /**
   * Number of this process, 0 to 32,767: its own rows of `alias_counters`, so that processes do not wait for each other. Two with the
   * same number are correct, and slower.
   */
  readonly shard: number;
  /** How long a delivery is tried before its delay is noted as a followup, once; absent: never. */
  readonly delayNoticeAfterMs?: number;
}

/** Opens the queue. It holds no connection or timer of its own and needs no closing. */
export function createQueue(dependencies: QueueDependencies): Queue {
  const { db, sealer, clock, events, shard, delayNoticeAfterMs } = dependencies;
  if (!Number.isInteger(shard) || shard < 0 || shard > 32_767) throw new RangeError(`shard ${String(shard)}`);
  const reportGroup = (action: string) => (error: unknown, itemCount: number) => {
    events.failed(action, error, { itemCount });
  };
  const told =
    <Arguments extends readonly unknown[]>(change: (...given: Arguments) => Promise<number>) =>
    async (...given: Arguments): Promise<number> => {
      const count = await change(...given);
      if (count > 0) events.leasesRecovered({ count });
      return count;
    };
  const ending = { sealer, shard, delayNoticeAfterMs, onGroupFailure: reportGroup('queue_settle') };
  return {
    ...createQuarantineDecisions(db, shard),
    enqueue: createEnqueue(db, { sealer, shard, onGroupFailure: reportGroup('queue_enqueue') }),
    enqueueIn: (tx, acceptance) => enqueueIn(tx, acceptance, { sealer, shard }),
    createContentWriter: (contentId) => createContentWriter(db, contentId),
    removeOrphanChunks: () => removeOrphanChunks(db, clock.now()),
    claim: createClaim(db),
    releaseLeases: told(createReleaseLeases(db, shard)),
    recoverLapsedLeases: told(createRecoverLapsedLeases(db, shard)),
    renewLeases: createRenewLeases(db),
    settle: createSettle(db, ending),
    ...createContentReaders({ db, sealer }),
    list: (request) => list(db, request),
    show: (id) => show(db, id),
    retry: (id, request, tx) => retry(db, { ...request, deliveryId: id }, tx),
    ...createManyChanges(shard),
    cancel: (request, tx) => cancel({ db, shard }, request, tx),
    release: (request, tx) => release(db, request, tx),
    listHeld: (request) => listHeld(db, request),
    showHeld: (deliveryId, organizationId) => showHeld(db, deliveryId, organizationId),
    expireHeld: () => expireHeld(db, shard),
    resumeMailbox: (mailboxId, tx) => resumeMailbox(db, mailboxId, tx),
    findDelivery: (reference, tx) => findDelivery(tx ?? db, reference),
    stats: () => readStats(db),
    depth: () => readDepth(db),
    findViolations: () => findViolations(db, clock.now()),
    removeExpired: (retentionDays) => removeExpired(db, clock.now(), retentionDays),
    cancelOfOrganizations: (tx, request) => cancelOfOrganizations(tx, { ...request, shard }),
    removeOfOrganization,
    removeCountersOf,
  };
}
