import type { Queryable } from '../db/index.ts';

/** A process, by its name among all, and the organizations that it has connections of. */
export interface Watch {
  readonly node: string;
  readonly organizationIds: readonly string[];
  readonly lifetimeMs: number;
}

/** Has the process told of these organizations for so long. */
export async function saveWatches(
  db: Queryable,
  { node, organizationIds, lifetimeMs }: Watch,
): Promise<void> {
  await db.query({
    name: 'live-watch',
    text: `insert into live_watches (organization_id, node, until)
      select o.id, $1, now() + $3::float8 * interval '1 millisecond' from unnest($2::uuid[]) as o (id) order by o.id
      on conflict (organization_id, node) do update set until = excluded.until`,
    params: [node, organizationIds, lifetimeMs],
  });
}

/** Removes what lapsed, of whichever process. */
export async function deleteLapsedWatches(db: Queryable): Promise<void> {
  await db.query({ name: 'live-lapsed', text: 'delete from live_watches where until < now()' });
}

/** The process hears of nothing any more. */
export async function deleteWatches(db: Queryable, node: string): Promise<void> {
  await db.query({ name: 'live-unwatch', text: 'delete from live_watches where node = $1', params: [node] });
}
