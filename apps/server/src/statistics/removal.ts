import type { Db, Tx } from '../db/index.ts';
import type { Clock } from '../observe/index.ts';
import { lockRollups } from './fold.ts';
import { quarterOf } from './spans.ts';

/** Rows of one transaction: some 50 ms, in which folding waits for its next round. */
const rowsPerBatch = 5_000;
const subjectsPerBatch = 500;

/** Subjects that one transaction asks whether anything is left of them: some 100 ms, and there may be millions. */
const subjectsPerLook = 20_000;

/** Transactions of one call: what is left waits for the next day. */
const maxBatches = 1_000;

const dayMs = 86_400_000;

/** The index knows the pages where old rows lie. */
const oldRowsText = `
delete from statistics_rollups where ctid = any (array(
  select r.ctid from statistics_rollups r where r.slot < $1 limit ${String(rowsPerBatch)}
))
returning 1 as gone`;

/** Those behind `$1` up to `$2`. */
const unusedSubjectsText = `
delete from statistics_subjects s where s.id > $1 and s.id <= $2
  and (select r.subject_id from statistics_rollups r where r.subject_id = s.id limit 1) is null`;

/** Where nothing of senders is kept any more, nothing that was counted by them is either. */
const hiddenSendersText = `
select s.id from statistics_subjects s join organization_settings o using (organization_id)
where o.privacy_level = 'none' and s.dimension = 'sender_domain' limit ${String(subjectsPerBatch)}`;

/**
 * Removes sums of days that are older than so many days, subjects of which nothing is left, and what is counted by senders where the
 * organization keeps nothing of them. Gives how many sums.
 */
export async function removeOldStatistics(
  { db, clock }: { readonly db: Db; readonly clock: Clock },
  retentionDays: number,
): Promise<number> {
  const firstDay = Math.floor(clock.now().getTime() / dayMs) - retentionDays;
  const params = [quarterOf(firstDay * dayMs)];
  const old = await inBatches(
    db,
    rowsPerBatch,
    async (tx) => (await tx.query({ text: oldRowsText, params })).length,
  );
  const hidden = await inBatches(db, subjectsPerBatch, (tx) => removeSubjects(tx, hiddenSendersText, []));
  await removeUnusedSubjects(db);
  return old + hidden;
}

async function removeUnusedSubjects(db: Db): Promise<void> {
  const [row] = await db.query<{ readonly last: number }>({
    text: 'select coalesce(max(id), 0) as last from statistics_subjects',
  });
  const last = row?.last ?? 0;
  for (let behind = 0; behind < last; behind += subjectsPerLook) {
    await db.transaction(async (tx) => {
      await lockRollups(tx);
      await tx.query({ text: unusedSubjectsText, params: [behind, behind + subjectsPerLook] });
    });
  }
}

async function inBatches(db: Db, size: number, batch: (tx: Tx) => Promise<number>): Promise<number> {
  let sum = 0;
  for (let count = 0; count < maxBatches; count += 1) {
    const removed = await db.transaction(async (tx) => {
      await lockRollups(tx);
      return batch(tx);
    });
    sum += removed;
    if (removed < size) break;
  }
  return sum;
}

/** Removes the subjects that a query gives, with their sums; gives how many subjects. */
async function removeSubjects(tx: Tx, text: string, params: readonly unknown[]): Promise<number> {
  const ids = (await tx.query<{ readonly id: number }>({ text, params })).map(({ id }) => id);
  await tx.query({
    text: 'delete from statistics_rollups where subject_id = any ($1::int[])',
    params: [ids],
  });
  await tx.query({ text: 'delete from statistics_subjects where id = any ($1::int[])', params: [ids] });
  return ids.length;
}

const ofOrganizationText = `
select s.id from statistics_subjects s where s.organization_id = $1 limit ${String(subjectsPerBatch)}`;

/** Removes statistics of an organization that is gone, a batch in the caller's transaction; 0: nothing is left. */
export async function eraseStatistics(tx: Tx, organizationId: string): Promise<number> {
  await lockRollups(tx);
  const deltas = await tx.query({
    text: 'delete from statistics_deltas where organization_id = $1 returning 1 as gone',
    params: [organizationId],
  });
  return deltas.length + (await removeSubjects(tx, ofOrganizationText, [organizationId]));
}
