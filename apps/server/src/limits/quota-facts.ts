import { recordFact } from '../facts/index.ts';
import type { Db, Queryable, Tx } from '../db/index.ts';
import type { Notices } from '../notices/index.ts';
import { percentsUpTo, type ReachedLimit, type ToldLimit } from './reached.ts';

/** What telling of reached limits needs. */
export interface QuotaFactsDependencies {
  readonly db: Db;
  readonly notices: Pick<Notices, 'record'>;
}

/** What limits are called in events and notices. */
const quotaNames: Readonly<Record<ToldLimit, string>> = {
  alias: 'messages_per_alias',
  organization: 'messages_per_organization',
};

/**
 * Tells organizations of reached limits: a fact and a notice for the highest share of each, once for each limit and window over all processes.
 * All or none: whoever calls it again after a failure tells nothing twice. Marks are set in one order by everybody, so that processes which tell
 * the same wait for each other and never in a ring.
 */
export async function tellReached(
  { db, notices }: QuotaFactsDependencies,
  reached: readonly ReachedLimit[],
): Promise<void> {
  const placeOf = ({ limit, key, windowStartMs }: ReachedLimit) => `${limit} ${key} ${String(windowStartMs)}`;
  const inOrder = reached.toSorted((a, b) => (placeOf(a) < placeOf(b) ? -1 : 1));
  await db.transaction(async (tx) => {
    for (const one of inOrder) {
      const organizationId = await mark(tx, one);
      if (organizationId !== undefined) await tell(tx, notices, { ...one, organizationId });
    }
  });
}

/** The organization that is to be told; undefined: it was told, or is gone. */
async function mark(
  tx: Tx,
  { limit, key, windowStartMs, percent }: ReachedLimit,
): Promise<string | undefined> {
  const owner =
    limit === 'alias'
      ? 'select organization_id from aliases where id = $5::uuid'
      : 'select id as organization_id from auth.organization where id = $5::uuid';
  const [row] = await tx.query<{ readonly organization_id: string }>({
    text: `with marked as (
        insert into quota_marks (subject, window_start, percent)
        select $1, $2, p from unnest($3::smallint[]) as p order by p on conflict do nothing returning percent
      )
      ${owner} and exists (select from marked where percent = $4)`,
    params: [`${limit} ${key}`, new Date(windowStartMs), percentsUpTo(percent), percent, key],
  });
  return row?.organization_id;
}

async function tell(
  tx: Tx,
  notices: Pick<Notices, 'record'>,
  reached: ReachedLimit & { readonly organizationId: string },
): Promise<void> {
  const { organizationId, limit, key, percent, used, rate, windowStartMs } = reached;
  const aliasId = limit === 'alias' ? key : undefined;
  const data = { quota: quotaNames[limit], percent, limit: rate.count, used };
  await recordFact(tx, { organizationId, type: 'quota_reached', aliasId, data: { ...data, aliasId } });
  await notices.record(tx, {
    organizationId,
    kind: 'quota_reached',
    subjectId: aliasId,
    topic: data.quota,
    mailed: 0,
    facts: { ...data, windowMs: rate.windowMs, windowStart: new Date(windowStartMs).toISOString() },
    at: new Date(),
  });
}

/** Forgets what was told of windows that began before an instant; gives how many marks. */
export async function deleteMarks(db: Queryable, before: Date): Promise<number> {
  const rows = await db.query({
    text: 'delete from quota_marks where window_start < $1 returning percent',
    params: [before],
  });
  return rows.length;
}
