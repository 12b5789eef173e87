/**
 * Purpose: answers to requests that made something, kept for a day under a key of the caller's choice, so that a request whose answer was
 * lost can be sent again without making it twice.
 *
 * Guarantees: a record is there exactly when the work is committed, for both are one transaction; of requests with one key that come at the
 *   same time, on whichever machine, one does the work and the others wait for it.
 *
 * Fails with: `busy` when the first request does not end in time; a rejection when the database is away.
 *
 * Security: answers are sealed, since they may hold a secret that is shown once; of requests the hash alone is kept.
 *
 * Not here: what the header looks like, who the caller is and what of a request counts (`http/`).
 */
export {
  createIdempotency,
  type BegunRequest,
  type Idempotency,
  type IdempotencyDependencies,
} from './idempotency.ts';
export type { RecordKey, RepeatableWork } from './record.ts';
