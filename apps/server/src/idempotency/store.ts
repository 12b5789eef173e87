import type { Db } from '../db/index.ts';
import type { RecordKey, RepeatableWork } from './record.ts';

/** A record whose work is committed. */
export interface AnsweredRow {
  readonly operation: string;
  readonly request_hash: Buffer;
  readonly answer: Buffer;
}

/** As many rows as one statement removes, so that it holds its locks shortly. */
const removedAtOnce = 5_000;

/** The SQL of `idempotency_keys`. */
export function createStore(db: Pick<Db, 'query'>) {
  return {
    begin: (work: RepeatableWork, times: { readonly now: Date; readonly lapsedBefore: Date }) =>
      begin(db, work, times),
    finish: async (
      { caller, key }: RecordKey,
      { status, answer }: { readonly status: number; readonly answer: Buffer },
    ): Promise<void> => {
      await db.query({
        name: 'idempotency-finish',
        text: 'update idempotency_keys set status = $3, answer = $4 where caller = $1 and key = $2',
        params: [caller, key, status, answer],
      });
    },
    remove: async ({ caller, key }: RecordKey): Promise<void> => {
      await db.query({
        text: 'delete from idempotency_keys where caller = $1 and key = $2',
        params: [caller, key],
      });
    },
    removeOlderThan: (instant: Date) => removeOlderThan(db, instant),
  };
}

/**
 * Writes the record, or takes over one that has lapsed; undefined then. Otherwise the row that is there. The insertion waits for the
 * transaction that inserted the same key, as long as the `lock_timeout` of its own allows, and sees how it ended.
 */
async function begin(
  db: Pick<Db, 'query'>,
  { caller, key, operation, requestHash }: RepeatableWork,
  { now, lapsedBefore }: { readonly now: Date; readonly lapsedBefore: Date },
): Promise<AnsweredRow | undefined> {
  const written = await db.query({
    name: 'idempotency-begin',
    text: `insert into idempotency_keys as record (caller, key, operation, request_hash, created_at)
      values ($1, $2, $3, $4, $5)
      on conflict (caller, key) do update
        set operation = excluded.operation, request_hash = excluded.request_hash,
            status = null, answer = null, created_at = excluded.created_at
        where record.created_at < $6 or record.answer is null
      returning key`,
    params: [caller, key, operation, requestHash, now, lapsedBefore],
  });
  if (written.length > 0) return undefined;
  const [row] = await db.query<AnsweredRow>({
    name: 'idempotency-find',
    text: 'select operation, request_hash, answer from idempotency_keys where caller = $1 and key = $2',
    params: [caller, key],
  });
  // The insertion that wrote nothing has locked it.
  if (row === undefined) throw new Error('a record of a repeated request is gone');
  return row;
}

async function removeOlderThan(db: Pick<Db, 'query'>, instant: Date): Promise<number> {
  let removed = 0;
  for (;;) {
    const rows = await db.query({
      text: `delete from idempotency_keys where (caller, key) in
        (select caller, key from idempotency_keys where created_at < $1 order by created_at limit $2)
        returning 1`,
      params: [instant, removedAtOnce],
    });
    removed += rows.length;
    if (rows.length < removedAtOnce) return removed;
  }
}
