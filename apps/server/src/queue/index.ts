/**
 * Purpose: messages at rest, from the commit before 250 to the last final state: enqueue, claim, lease, settle, content, the operator's
 * actions, retention, and the proof that all of it adds up. The states and what leads from one to another are the
 * table in `types.ts`.
 *
 * Standards: RFC 5321 §4.5.4.1 (retries), §4.5.3.2.6 (time to answer content), §6.1 (responsibility after 250); RFC 9562 §5.7.
 *
 * Guarantees:
 * - `enqueue` resolves after the commit of everything that one SMTP transaction brought, or rejects.
 * - A delivery is leased to one owner at a time, by PostgreSQL's clock; only the owner can settle it.
 * - Every accepted recipient has a delivery; every delivery is final, held, due at some time, or leased until some time.
 * - Every final delivery has exactly one event of that name; a discarded one is named by the `accepted` event of its message.
 * - Content is stored exactly while an unfinished delivery needs it; sealed (AES-256-GCM) from before a delivery is in quarantine.
 * - Of a message with a privacy level no sender and no subject is kept once its deliveries have ended and what follows is done.
 * - The counters of an alias, summed over the shards, equal the deliveries: `accepted` counts all of them, the others those of that
 *   state. Retention keeps the sums.
 * - What must follow from a failure, a long delay, a hold, a report or the end of a probe is a row of `followups`, written by the same
 *   statement as the fact.
 * - A settle that was cut off (a crash between the remote's 250 and the commit) leads to another attempt; nothing else sends twice.
 * - Claiming costs the same with a year of history, and takes queue keys in turns.
 *
 * Fails with: the error of the database, or an Error saying that the outcome is unknown; both mean 451 to a peer. While the
 * database is away, `enqueue`, `settle` and `openContent` go on trying for 30 s.
 *
 * Not here: what an attempt is (`delivery/`), who receives what (`inbound/`), what follows (`followups/`), partitions that are to come
 * (`db/`).
 */
export * from './types.ts';
export { createQueue, type Queue, type QueueDependencies } from './queue.ts';
export type { ClaimRequest } from './claim.ts';
export type { LeaseRenewal } from './lease.ts';
export { CHUNK_BYTES, type ContentWriter } from './content-writer.ts';
export { ContentMissingError, type OpenedContent, type ReadableMessage } from './content.ts';
export type { SettleRequest, SettleResult } from './settle.ts';
export type { DeliveryReference, FindResult, FoundDelivery } from './find-delivery.ts';
export type { HeldDelivery, ListHeld, ShowHeldResult } from './held.ts';
export type { DeliveryStanding, LockedQuarantined, QuarantinedReference } from './held-decisions.ts';
export { hideAddress, keptMessageIds, type HidingLevel } from './privacy.ts';
export type { ReleaseRequest, ReleaseResult } from './hold.ts';
export {
  hasDeliveredSince,
  listDeliveriesOfMessage,
  listHeldForMailbox,
  type DeliveryOfMessage,
} from './mailbox-deliveries.ts';
export { beginFollowing, markSenderTold, recordEvent, type Note, type NoteType } from './notes.ts';
export type {
  CancelRequest,
  CancelResult,
  ListedDelivery,
  ListRequest,
  OperatorRefusal,
  RetryRequest,
  RetryResult,
  ShownDelivery,
  ShowResult,
} from './operate.ts';
export type { ChangeDeliveries, RemovedMessage, RemoveMessages } from './many.ts';
export type { QueueDepth } from './depth.ts';
export type { QueueStats } from './stats.ts';
export type { Violation } from './invariants.ts';
export type { RemovedMail } from './organization-erasure.ts';
export type { RemovalResult } from './retention.ts';
export {
  deliveriesChannel,
  followupsChannel,
  holdDays,
  holdDaysOf,
  isQuarantineReason,
  lifetimeDays,
  parseHint,
  quarantineDays,
} from './rules.ts';
