import { idFloor, type Queryable } from '../db/index.ts';
import type { CountRefusals, Refusal, RefusalTotals, SearchRefusals } from './refusal.ts';
import { refusalOf, type RefusalRow } from './store.ts';

/** Rows of counts by reason and by alias; by hour there are 744 at most. */
const maxGroups = 100;

/**
 * A page of refusals, newest first. Instants become ids, which carry their time, so that the index of refusals is walked from where the range
 * begins to where the page is full. An organization has 12,000 a day at most.
 */
export async function searchRefusals(
  db: Queryable,
  { organizationId, aliasId, reason, search, from, to, limit, before }: SearchRefusals,
): Promise<readonly Refusal[]> {
  const params: unknown[] = [organizationId, limit];
  const conditions = [`type = 'refused'`, 'organization_id = $1'];
  const add = (make: (place: string) => string, value: unknown): void => {
    if (value !== undefined) conditions.push(make(`$${String(params.push(value))}`));
  };
  add((place) => `id < ${place}`, before);
  add((place) => `id >= ${place}`, from && floorOf(from));
  add((place) => `id < ${place}`, to && floorOf(to));
  add((place) => `alias_id = ${place}`, aliasId);
  add((place) => `data ->> 'reason' = ${place}`, reason);
  add(
    (place) =>
      `(strpos(lower(data ->> 'mailFrom'), lower(${place})) > 0 or strpos(lower(data ->> 'recipient'), lower(${place})) > 0)`,
    search,
  );
  const rows = await db.query<RefusalRow>({
    text: `select id, at, alias_id, data from events where ${conditions.join(' and ')} order by id desc limit $2`,
    params,
  });
  return rows.map(refusalOf);
}

/** Ids know no time before 1970. */
function floorOf(instant: Date): string {
  return idFloor(new Date(Math.max(instant.getTime(), 0)));
}

interface CountRow {
  readonly hour: Date | null;
  readonly reason: string | null;
  readonly recipient: string | null;
  readonly count: number;
}

const groups: Readonly<Record<CountRefusals['by'], { readonly columns: string; readonly order: string }>> = {
  hour: { columns: 'hour, null as reason, null as recipient', order: 'hour' },
  reason: { columns: 'null::timestamptz as hour, reason, null as recipient', order: 'count desc, reason' },
  alias: {
    columns: `null::timestamptz as hour, null as reason, nullif(recipient, '') as recipient`,
    order: 'count desc, recipient',
  },
};

/** Counts of a range of hours in groups, and of all of it. */
export async function countRefusals(
  db: Queryable,
  { organizationId, by, recipient, reason, from, to }: CountRefusals,
): Promise<RefusalTotals> {
  const filter = `organization_id = $1 and reason <> '' and hour >= date_trunc('hour', $2::timestamptz, 'UTC') and hour < $3
    and ($4::text is null or recipient = $4) and ($5::text is null or reason = $5)`;
  const params = [organizationId, from, to, recipient ?? null, reason ?? null];
  const { columns, order } = groups[by];
  const rows = await db.query<CountRow>({
    text: `select ${columns}, sum(count)::bigint as count from refusal_counts where ${filter}
      group by 1, 2, 3 order by ${order} limit $6`,
    params: [...params, by === 'hour' ? maxHours : maxGroups],
  });
  const [all] = await db.query<{ readonly total: number }>({
    text: `select coalesce(sum(count), 0)::bigint as total from refusal_counts where ${filter}`,
    params,
  });
  return { counts: rows.map(countOf), total: all?.total ?? 0 };
}

/** Of 31 days, with one that the range cuts in two. */
const maxHours = 31 * 24 + 1;

function countOf({ hour, reason, recipient, count }: CountRow): RefusalTotals['counts'][number] {
  return {
    hour: hour ?? undefined,
    reason: reason ?? undefined,
    recipient: recipient ?? undefined,
    count,
  };
}
