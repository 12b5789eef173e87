import type { Queryable } from '../../db/index.ts';
import type { Pairing } from './rules.ts';

/** Whether the pairing was learned and has not expired at `now`. */
export async function isLearned(db: Queryable, pairing: Pairing, now: Date): Promise<boolean> {
  const rows = await db.query({
    name: 'learned-rewrites-find',
    text: `select 1 from learned_rewrites where author_domain = $1 and destination_domain = $2 and expires_at > $3`,
    params: [pairing.authorDomain, pairing.destinationDomain, now],
  });
  return rows.length > 0;
}

/** Writes down what was learned, or that it was learned again. */
export async function saveLearned(
  db: Queryable,
  learned: Pairing & { readonly learnedAt: Date; readonly expiresAt: Date },
): Promise<void> {
  await db.query({
    name: 'learned-rewrites-save',
    text: `insert into learned_rewrites (author_domain, destination_domain, learned_at, expires_at) values ($1, $2, $3, $4)
      on conflict (author_domain, destination_domain)
      do update set learned_at = excluded.learned_at, expires_at = greatest(learned_rewrites.expires_at, excluded.expires_at)`,
    params: [learned.authorDomain, learned.destinationDomain, learned.learnedAt, learned.expiresAt],
  });
}

/** Most rows that one call of {@link deleteExpired} takes with it; learning is rare, and must stay quick. */
const maxDeleted = 1_000;

/** Deletes pairings that expired before `now`. */
export async function deleteExpired(db: Queryable, now: Date): Promise<void> {
  await db.query({
    name: 'learned-rewrites-delete-expired',
    text: `delete from learned_rewrites where ctid = any (array(
      select ctid from learned_rewrites where expires_at <= $1 limit ${String(maxDeleted)} for update skip locked))`,
    params: [now],
  });
}
