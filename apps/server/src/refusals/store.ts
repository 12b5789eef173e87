import { newId, type Queryable } from '../db/index.ts';
import type { RefusalBatch } from './buffer.ts';
import type { ListRefusals, Refusal, RefusalCount } from './refusal.ts';
import { otherReason } from './rules.ts';

/**
 * The row of an hour whose reason is empty counts all of it. Whoever adds to it learns the exact total, since a second adder waits for the
 * first; so the events that still fit are those whose place in the hour is within the budget. What is beyond makes no row for a reason
 * and alias of its own: peers can make up any number of them. Rows are taken in one order by everybody, so that two processes wait for
 * each other instead of killing each other. An organization that is gone is left out.
 */
const insertText = `
with given as (
  select g.* from unnest($1::uuid[], $2::timestamptz[], $3::timestamptz[], $4::uuid[], $5::uuid[], $6::text[], $7::text[],
      $8::bigint[], $9::jsonb[])
    with ordinality as g (id, at, hour, organization_id, alias_id, reason, recipient, count, data, position)
  where exists (select from auth.organization o where o.id = g.organization_id)
), totals as (
  insert into refusal_counts as c (organization_id, hour, reason, count)
  select organization_id, hour, '', sum(count)::bigint from given
  group by organization_id, hour order by organization_id, hour
  on conflict (organization_id, hour, reason, recipient) do update set count = c.count + excluded.count
  returning organization_id, hour, count
), placed as (
  select g.*, t.count - sum(g.count) over of_hour + row_number() over (of_hour order by g.data is null, g.position) <= $10 as fits
  from given g join totals t on t.organization_id = g.organization_id and t.hour = g.hour
  window of_hour as (partition by g.organization_id, g.hour)
), named as (
  select p.*, p.fits or exists (
    select from refusal_counts c
    where c.organization_id = p.organization_id and c.hour = p.hour and c.reason = p.reason and c.recipient = p.recipient
  ) as has_row
  from placed p
), counted as (
  insert into refusal_counts as c (organization_id, hour, reason, recipient, count)
  select organization_id, hour, case when has_row then reason else $11 end as shown_reason,
    case when has_row then recipient else '' end as shown_recipient, sum(count)::bigint
  from named group by 1, 2, 3, 4 order by 1, 2, 3, 4
  on conflict (organization_id, hour, reason, recipient) do update set count = c.count + excluded.count
)
insert into events (id, at, organization_id, message_id, delivery_id, alias_id, type, data)
select id, at, organization_id, null, null, alias_id, 'refused', data from placed where fits and data is not null`;

/** Counts a batch, and keeps those of its refusals for which the hour has room. */
export async function insertRefusals(
  db: Queryable,
  { refusals, surplus }: RefusalBatch,
  { maxEventsPerHour }: { readonly maxEventsPerHour: number },
): Promise<void> {
  const rows = [
    ...refusals.map((refusal) => ({
      ...refusal,
      id: newId(refusal.at),
      count: 1,
      data: JSON.stringify(refusal.data),
    })),
    ...surplus.map((counted) => ({ ...counted, id: null, at: counted.hour, aliasId: undefined, data: null })),
  ];
  await db.query({
    name: 'refusals-insert',
    text: insertText,
    params: [
      rows.map(({ id }) => id),
      rows.map(({ at }) => at),
      rows.map(({ hour }) => hour),
      rows.map(({ organizationId }) => organizationId),
      rows.map(({ aliasId }) => aliasId ?? null),
      rows.map(({ reason }) => reason),
      rows.map(({ recipient }) => recipient),
      rows.map(({ count }) => count),
      rows.map(({ data }) => data),
      maxEventsPerHour,
      otherReason,
    ],
  });
}

/** A page of refusals, newest first. */
export async function listRefusals(
  db: Queryable,
  { organizationId, limit, before }: ListRefusals,
): Promise<readonly Refusal[]> {
  const rows = await db.query<RefusalRow>({
    text: `select id, at, alias_id, data from events
      where type = 'refused' and organization_id = $1 and ($2::uuid is null or id < $2) order by id desc limit $3`,
    params: [organizationId, before ?? null, limit],
  });
  return rows.map(refusalOf);
}

/** A row of `events` of the type `refused`. */
export interface RefusalRow {
  readonly id: string;
  readonly at: Date;
  readonly alias_id: string | null;
  readonly data: Omit<Refusal, 'id' | 'at' | 'aliasId'>;
}

/** A refusal out of its row. */
export function refusalOf({ id, at, alias_id, data }: RefusalRow): Refusal {
  return {
    id,
    at,
    aliasId: alias_id ?? undefined,
    recipient: data.recipient,
    mailFrom: data.mailFrom,
    ip: data.ip,
    stage: data.stage,
    code: data.code,
    reason: data.reason,
  };
}

/** The counts of an organization, newest hour first, and the most frequent first within it. */
export async function listCounts(
  db: Queryable,
  organizationId: string,
  maxRows: number,
): Promise<readonly RefusalCount[]> {
  const rows = await db.query<{
    readonly hour: Date;
    readonly reason: string;
    readonly recipient: string;
    readonly count: number;
  }>({
    text: `select hour, reason, recipient, count from refusal_counts
      where organization_id = $1 and reason <> '' order by hour desc, count desc, reason, recipient limit $2`,
    params: [organizationId, maxRows],
  });
  return rows.map(({ recipient, ...row }) => ({
    ...row,
    recipient: recipient === '' ? undefined : recipient,
  }));
}

/** Deletes the counts of hours that began before an instant; gives how many rows. */
export async function deleteCountsBefore(db: Queryable, instant: Date): Promise<number> {
  const [row] = await db.query<{ readonly deleted: number }>({
    text: `with gone as (delete from refusal_counts where hour < $1 returning 1) select count(*) as deleted from gone`,
    params: [instant],
  });
  return row?.deleted ?? 0;
}
