import type { Queryable } from '../db/index.ts';

/** The name of an event and whose it is. */
export interface EventId {
  readonly id: string;
  readonly organizationId: string;
}

/** The newest events of each of these organizations behind an id, `limit` of each at most, in no order; also those for the timeline alone. */
export function listEventIds(
  db: Queryable,
  {
    organizationIds,
    afterId,
    limit,
  }: { readonly organizationIds: readonly string[]; readonly afterId: string; readonly limit: number },
): Promise<readonly EventId[]> {
  return db.query<EventId & Record<string, unknown>>({
    name: 'facts-list-ids',
    text: `select e.id, o.id as "organizationId" from unnest($1::uuid[]) as o (id)
      cross join lateral (select e.id from events e
        where e.organization_id = o.id and e.id > $2 order by e.id desc limit $3) e`,
    params: [organizationIds, afterId, limit],
  });
}
