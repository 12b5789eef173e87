import { createHash } from 'node:crypto';
import { newId, type Queryable, type Tx } from '../db/index.ts';

/*
 * Things that are remembered for a time, and then forgotten: devices and networks of a user, codes that were used. They stand in the table of
 * Better Auth that is made for this, under names with a space, which none of its own has.
 */

/** What is remembered: its kind, whose it is, and what. The last may be anything; its hash is stored. */
export interface Mark {
  readonly kind: 'device' | 'network' | 'used-code';
  readonly userId: string;
  readonly subject: string;
}

/** Whether it is remembered. */
export async function hasMark(db: Queryable, mark: Mark, now: Date): Promise<boolean> {
  const rows = await db.query({
    text: 'select 1 from auth.verification where identifier = $1 and "expiresAt" > $2 limit 1',
    params: [nameOf(mark), now],
  });
  return rows.length > 0;
}

/** Remembers it, or remembers it longer. */
export async function setMark(
  tx: Tx,
  mark: Mark,
  { now, lifetimeMs }: { readonly now: Date; readonly lifetimeMs: number },
): Promise<void> {
  const params = [nameOf(mark), new Date(now.getTime() + lifetimeMs), now];
  const updated = await tx.query({
    text: `update auth.verification set "expiresAt" = $2, "updatedAt" = $3 where identifier = $1 returning 1`,
    params,
  });
  if (updated.length > 0) return;
  await tx.query({
    text: `insert into auth.verification (id, identifier, value, "expiresAt", "createdAt", "updatedAt") values ($4, $1, '', $2, $3, $3)`,
    params: [...params, newId(now)],
  });
}

function nameOf({ kind, userId, subject }: Mark): string {
  return `${kind} ${userId} ${createHash('sha256').update(subject).digest('base64url')}`;
}
