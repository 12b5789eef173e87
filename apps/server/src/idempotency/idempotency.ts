import { DatabaseError, type Db, type Sealer } from '../db/index.ts';
import type { Clock } from '../observe/index.ts';
import type { RecordKey, RepeatableWork } from './record.ts';
import { createStore } from './store.ts';

/** How long an answer is kept: who was cut off comes back within a day, or starts something new. */
const keptMs = 24 * 60 * 60_000;

/** What {@link createIdempotency} needs. */
export interface IdempotencyDependencies {
  readonly db: Pick<Db, 'query'>;
  readonly clock: Clock;
  readonly sealer: Sealer;
}

/** What is known of a request. */
export type BegunRequest =
  /** It is the first: do the work, then `finish` or `forget`, or undo the transaction. */
  | { readonly kind: 'new' }
  /** The work was done. */
  | { readonly kind: 'answered'; readonly answer: string }
  /** The key was used for a request that differs. */
  | { readonly kind: 'another' }
  /** The first request has not ended in time; the transaction is of no use any more. */
  | { readonly kind: 'busy' };

/** Records of requests. All but `removeLapsed` is called within the transaction of the work (see `Db.joinedTransaction`). */
export interface Idempotency {
  /** Finds or begins the record; waits while another request with the same key is under way, 20 s at most. */
  begin(work: RepeatableWork): Promise<BegunRequest>;
  /** Keeps the answer; `status` is for who looks into the table. */
  finish(record: RecordKey, answered: { readonly status: number; readonly answer: string }): Promise<void>;
  /** Removes a record that was begun, for work that is committed and yet may be asked for again. */
  forget(record: RecordKey): Promise<void>;
  /** Removes what is older than a day; gives how many. Run by a job. */
  removeLapsed(): Promise<number>;
}

/** Records on this database; every process makes its own. */
export function createIdempotency({ db, clock, sealer }: IdempotencyDependencies): Idempotency {
  const store = createStore(db);
  const lapsedBefore = (): Date => new Date(clock.now().getTime() - keptMs);
  return {
    begin: async (work) => {
      // Expected: the lock timeout of the transaction.
      try {
        const found = await store.begin(work, { now: clock.now(), lapsedBefore: lapsedBefore() });
        if (found === undefined) return { kind: 'new' };
        if (found.operation !== work.operation || !found.request_hash.equals(work.requestHash)) {
          return { kind: 'another' };
        }
        return { kind: 'answered', answer: sealer.open(found.answer, contextOf(work)).toString() };
      } catch (error) {
        if (error instanceof DatabaseError && error.code === '55P03') return { kind: 'busy' };
        throw error;
      }
    },
    finish: (record, { status, answer }) =>
      store.finish(record, { status, answer: sealer.seal(Buffer.from(answer), contextOf(record)) }),
    forget: (record) => store.remove(record),
    removeLapsed: () => store.removeOlderThan(lapsedBefore()),
  };
}

/** An answer that was moved to another record does not open. */
function contextOf({ caller, key }: RecordKey): string {
  return `idempotency_keys.answer ${caller} ${key}`;
}
