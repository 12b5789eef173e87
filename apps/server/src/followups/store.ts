import type { Queryable, Tx } from '../db/index.ts';
import { followupOf, type Followup, type FollowupRow } from './followup.ts';

/** The followup that has been due longest and that nobody else holds; nobody else gets it until `tx` ends. */
export async function claimDue(tx: Tx): Promise<Followup | undefined> {
  const [row] = await tx.query<FollowupRow>({
    name: 'followups-claim',
    text: `select id, at, organization_id, message_id, delivery_id, kind, data, header, attempts from followups
      where due_at <= now() order by due_at limit 1 for update skip locked`,
  });
  return row && followupOf(row);
}

/** Deletes what was followed up. */
export async function deleteFollowup(tx: Tx, id: string): Promise<void> {
  await tx.query({ text: 'delete from followups where id = $1', params: [id] });
}

/** Puts off what failed. No row of that id: someone else has followed it up. */
export async function postpone(
  db: Queryable,
  { id, delayMs }: { readonly id: string; readonly delayMs: number },
): Promise<void> {
  await db.query({
    text: `update followups set attempts = attempts + 1, due_at = now() + $2 * interval '1 millisecond' where id = $1`,
    params: [id, delayMs],
  });
}
