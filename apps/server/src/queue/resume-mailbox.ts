import type { Db, Queryable, Tx } from '../db/index.ts';
import { deliveriesChannel, formatHint } from './rules.ts';

/** Rows of one statement. */
const batch = 2_000;

/**
 * $1 mailbox. Forwards alone: a reply has the mailbox that wrote it. Only what waits for a later time: what is due already needs no help,
 * and so each row is met once.
 */
export const resumeText = `
with waiting as materialized (
  select d.id from deliveries d
  where d.mailbox_id = $1 and d.state = 'deferred' and d.kind = 'forward' and d.next_attempt_at > now()
  limit ${String(batch)} for update skip locked
)
update deliveries d set next_attempt_at = now()
where d.id = any (array(select waiting.id from waiting))
returning d.queue_key`;

/** See `Queue.resumeMailbox`. */
export async function resumeMailbox(db: Db, mailboxId: string, tx?: Tx): Promise<number> {
  if (tx !== undefined) return resumeAll(tx, mailboxId);
  return db.transaction((own) => resumeAll(own, mailboxId));
}

async function resumeAll(tx: Queryable, mailboxId: string): Promise<number> {
  const keys = new Set<string>();
  let count = 0;
  for (;;) {
    const rows = await tx.query<{ readonly queue_key: string }>({ text: resumeText, params: [mailboxId] });
    for (const row of rows) keys.add(row.queue_key);
    count += rows.length;
    if (rows.length < batch) break;
  }
  if (count > 0) {
    await tx.query({ text: 'select pg_notify($1, $2)', params: [deliveriesChannel, formatHint(keys)] });
  }
  return count;
}
