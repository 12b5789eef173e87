import type { Queryable } from '../db/index.ts';

/** What is new of one alias. */
export interface Activity {
  readonly aliasId: string;
  /** When a message last came or left; undefined: none did. */
  readonly usedAt: Date | undefined;
  /** Refusals to add. */
  readonly refused: number;
}

/** Brings what is new into the rows of aliases; those that are gone are left out. Rows are locked in one order by everybody. */
export async function addActivity(db: Queryable, activities: readonly Activity[]): Promise<void> {
  await db.query({
    name: 'alias-activity-add',
    text: `with given as (
        select * from unnest($1::uuid[], $2::timestamptz[], $3::bigint[]) as g (alias_id, used_at, refused)
      ), locked as materialized (
        select t.alias_id from alias_activity t where t.alias_id = any($1::uuid[]) order by t.alias_id for no key update
      )
      update alias_activity t set at = greatest(t.at, g.used_at), is_used = t.is_used or g.used_at is not null,
        refused = t.refused + g.refused
      from given g join locked l on l.alias_id = g.alias_id where t.alias_id = g.alias_id`,
    params: [
      activities.map(({ aliasId }) => aliasId),
      activities.map(({ usedAt }) => usedAt ?? null),
      activities.map(({ refused }) => refused),
    ],
  });
}
