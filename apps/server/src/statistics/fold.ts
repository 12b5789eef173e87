import type { Db, Tx } from '../db/index.ts';
import { addTakenSql } from './fold-sql.ts';

/** Deltas of one transaction: some 100 ms. Readers are not held up by it, and the next fold begins where it ends. */
const deltasPerBatch = 5_000;

const foldText = `
with taken as (
  delete from statistics_deltas where ctid = any (array(select ctid from statistics_deltas limit ${String(deltasPerBatch)}))
  returning *
)${addTakenSql}`;

/** Takes the right to change roll-ups until `tx` ends; false: somebody else has it. */
export async function tryLockRollups(tx: Tx): Promise<boolean> {
  const [row] = await tx.query<{ readonly taken: boolean }>({
    text: `select pg_try_advisory_xact_lock(hashtext('smtpy statistics')) as taken`,
  });
  return row?.taken === true;
}

/** The same, waiting for whoever has it. */
export async function lockRollups(tx: Tx): Promise<void> {
  await tx.query({ text: `select pg_advisory_xact_lock(hashtext('smtpy statistics'))` });
}

/**
 * Of relations that a statement makes for itself nobody knows how large they are. Taken for small they are joined in nested loops: a fold of
 * 8,000 deltas took seconds. Where an index is asked row by row, the statement says so itself.
 */
export async function forbidNestedLoops(tx: Tx): Promise<void> {
  await tx.query({ text: 'set local enable_nestloop = off; set local jit = off' });
}

/** What a fold came to. */
export type FoldResult =
  | { readonly kind: 'folded'; readonly deltas: number; readonly isMoreLeft: boolean }
  /** Another process is at it. */
  | { readonly kind: 'taken' };

/**
 * Moves a batch of deltas into the roll-ups, in one transaction: readers add both and see the same numbers before and after. Whatever breaks
 * it off leaves everything as it was.
 */
export async function foldOnce(db: Db): Promise<FoldResult> {
  return db.transaction(async (tx) => {
    if (!(await tryLockRollups(tx))) return { kind: 'taken' };
    await forbidNestedLoops(tx);
    const [row] = await tx.query<{ readonly count: number }>({ name: 'statistics-fold', text: foldText });
    const deltas = row?.count ?? 0;
    return { kind: 'folded', deltas, isMoreLeft: deltas === deltasPerBatch };
  });
}

/** Folds until nothing is left, or somebody else does; gives how many deltas. */
export async function foldAll(db: Db): Promise<number> {
  let deltas = 0;
  for (;;) {
    const result = await foldOnce(db);
    if (result.kind === 'taken') return deltas;
    deltas += result.deltas;
    if (!result.isMoreLeft) return deltas;
  }
}
