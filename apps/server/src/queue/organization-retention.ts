import { idFloor, type Db, type Tx } from '../db/index.ts';
import { beginFollowing } from './notes.ts';
import { keepCountersSql, lockRetention } from './removal.ts';

/** Messages of one transaction: some 50 ms of row locks that nobody waits for, since all of it has ended. */
const messagesPerBatch = 500;

/** Events without a message (refusals) of one transaction. */
const eventsPerBatch = 2_000;

/** Transactions of one call and kind: what is left waits for the next day. */
const maxBatches = 100;

const longestText = `select greatest($1::int, max(s.retention_days)) as days from organization_settings s`;

/** The most days that anybody keeps anything: the installation's own, or more where an organization chose more. */
export async function findLongestRetention(db: Db, defaultDays: number): Promise<number> {
  const [row] = await db.query<{ readonly days: number }>({ text: longestText, params: [defaultDays] });
  return row?.days ?? defaultDays;
}

/** Organizations that keep less than the longest. */
const shorterText = `
select o.id, coalesce(s.retention_days, $1::int) as days
from auth.organization o left join organization_settings s on s.organization_id = o.id
where coalesce(s.retention_days, $1::int) < $2::int order by o.id`;

/**
 * Messages of which every delivery ended a day ago: what follows from the end is done by then. $1 organizations, $2 the smallest id that
 * each keeps. The conditions are scalar subqueries so that they are asked by index for each row, never by reading the other table whole.
 */
export const endedMessagesText = `
select m.id from unnest($1::uuid[], $2::uuid[]) as o (id, kept_from)
cross join lateral (
  select m.id from messages m
  where m.organization_id = o.id and m.id < o.kept_from and (
    select d.id from deliveries d
    where d.message_id = m.id and (d.finished_at is null or d.finished_at > now() - interval '1 day') limit 1) is null
  order by m.id limit ${String(messagesPerBatch)}
) m
limit ${String(messagesPerBatch)}`;

const ofMessages = 'd.message_id = any ($1::uuid[])';

/** In the order in which all that writes takes the tables. */
const deleteTexts = [
  'delete from messages m where m.id = any ($1::uuid[])',
  `delete from deliveries d where ${ofMessages}`,
  'delete from events e where e.message_id = any ($1::uuid[])',
] as const;

/**
 * Events of no message, and those that came when theirs had gone. A message that is kept because it has not ended keeps its events. $1 and
 * $2 as above.
 */
export const looseEventsText = `
delete from events e where e.id = any (array(
  select f.id from unnest($1::uuid[], $2::uuid[]) as o (id, kept_from)
  cross join lateral (
    select e.id from events e
    where e.organization_id = o.id and e.id < o.kept_from
      and (select m.id from messages m where m.id = e.message_id) is null
    order by e.id limit ${String(eventsPerBatch)}
  ) f
  limit ${String(eventsPerBatch)}
))
returning e.id`;

/** Who keeps what from which id on. */
interface Bounds {
  readonly organizationIds: readonly string[];
  readonly keptFrom: readonly string[];
}

/**
 * Deletes what organizations keep no longer, who keep it for less than the longest of all; months are dropped for that. Bounded: what is
 * left is deleted by later calls. Gives how many messages.
 */
export async function removeForOrganizations(
  db: Db,
  days: { readonly now: Date; readonly defaultDays: number; readonly longestDays: number },
): Promise<number> {
  const bounds = await findBounds(db, days);
  if (bounds.organizationIds.length === 0) return 0;
  const params = [bounds.organizationIds, bounds.keptFrom];
  let messages = 0;
  for (let batch = 0; batch < maxBatches; batch += 1) {
    const count = await db.transaction((tx) => removeBatch(tx, params));
    messages += count;
    if (count < messagesPerBatch) break;
  }
  for (let batch = 0; batch < maxBatches; batch += 1) {
    const events = await db.query({ text: looseEventsText, params });
    if (events.length < eventsPerBatch) break;
  }
  return messages;
}

async function findBounds(
  db: Db,
  { now, defaultDays, longestDays }: Parameters<typeof removeForOrganizations>[1],
): Promise<Bounds> {
  const rows = await db.query<{ readonly id: string; readonly days: number }>({
    text: shorterText,
    params: [defaultDays, longestDays],
  });
  return {
    organizationIds: rows.map(({ id }) => id),
    keptFrom: rows.map(({ days }) => idFloor(new Date(now.getTime() - days * 24 * 60 * 60 * 1000))),
  };
}

async function removeBatch(tx: Tx, params: readonly unknown[]): Promise<number> {
  await lockRetention(tx);
  await beginFollowing(tx);
  const rows = await tx.query<{ readonly id: string }>({ text: endedMessagesText, params });
  if (rows.length === 0) return 0;
  const ids = [rows.map(({ id }) => id)];
  await tx.query({ text: keepCountersSql(`deliveries d where ${ofMessages}`), params: ids });
  for (const text of deleteTexts) await tx.query({ text, params: ids });
  return rows.length;
}
