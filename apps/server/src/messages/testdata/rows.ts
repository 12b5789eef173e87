import type { Db } from '../../db/index.ts';

/** What the audit log tells of a thing, oldest first. */
export async function findActions(db: Db, subjectId: string): Promise<readonly string[]> {
  const rows = await db.query<{ readonly action: string }>({
    text: 'select action from audit_entries where subject_id = $1 order by id',
    params: [subjectId],
  });
  return rows.map(({ action }) => action);
}

/** How many rows there are of a message, of its deliveries and of its events. */
export async function countRows(db: Db, messageId: string): Promise<readonly number[]> {
  const [row] = await db.query<{ readonly counts: readonly number[] }>({
    text: `select array[(select count(*) from messages where id = $1), (select count(*) from deliveries where message_id = $1),
      (select count(*) from events where message_id = $1)]::integer[] as counts`,
    params: [messageId],
  });
  return row?.counts ?? [];
}
