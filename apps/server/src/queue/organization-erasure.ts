import type { Tx } from '../db/index.ts';
import { cancelEach } from './many.ts';
import { beginFollowing } from './notes.ts';
import { keepCountersSql, lockRetention } from './removal.ts';

/** Deliveries that one call ends: some 100 ms in which others wait for contents and counters that they share with them. */
const deliveriesPerCall = 1_000;

/** Messages that one call removes: some 50 ms of row locks that nobody waits for, since all of it has ended. */
const messagesPerCall = 500;

/** Events without a message that one call removes. */
const eventsPerCall = 2_000;

/** What one call removed of an organization's mail. */
export interface RemovedMail {
  readonly messages: number;
  /** For what else is kept of deliveries, such as captures. */
  readonly deliveryIds: readonly string[];
  readonly aliasIds: readonly string[];
  /** `more`: call again at once; `waiting`: what is left is being sent right now; `empty`: nothing is left. */
  readonly rest: 'more' | 'waiting' | 'empty';
}

/** $1 organizations. The partial indexes over unfinished deliveries know no organization, but hold unfinished ones alone. */
const findWaitingText = `
(select d.id from deliveries d where d.organization_id = any ($1::uuid[]) and d.state in ('queued', 'deferred') limit ${String(deliveriesPerCall)})
union all
(select d.id from deliveries d where d.organization_id = any ($1::uuid[]) and d.state = 'held' limit ${String(deliveriesPerCall)})
limit ${String(deliveriesPerCall)}`;

/** See `Queue.cancelOfOrganizations`. */
export async function cancelOfOrganizations(
  tx: Tx,
  {
    organizationIds,
    by,
    shard,
  }: { readonly organizationIds: readonly string[]; readonly by: string; readonly shard: number },
): Promise<{ readonly cancelled: number; readonly hasMore: boolean }> {
  const found = await tx.query<{ readonly id: string }>({ text: findWaitingText, params: [organizationIds] });
  if (found.length === 0) return { cancelled: 0, hasMore: false };
  const cancelled = await cancelEach(tx, {
    organizationIds,
    deliveryIds: found.map(({ id }) => id),
    by,
    shard,
  });
  return { cancelled: cancelled.length, hasMore: found.length === deliveriesPerCall };
}

/** Asked by index for each message, as in retention. */
const endedMessagesText = `
select m.id from messages m
where m.organization_id = $1 and (
  select d.id from deliveries d where d.message_id = m.id and d.finished_at is null limit 1) is null
order by m.id limit ${String(messagesPerCall)}`;

/** Events of no message, or of one whose month was dropped already. */
const looseEventsText = `
select e.id, e.message_id from events e
where e.organization_id = $1 and (select m.id from messages m where m.id = e.message_id) is null
order by e.id limit ${String(eventsPerCall)}`;

const anyLeftText = `
select exists (select from messages m where m.organization_id = $1)
  or exists (select from events e where e.organization_id = $1) as is_left`;

/** See `Queue.removeOfOrganization`. */
export async function removeOfOrganization(tx: Tx, organizationId: string): Promise<RemovedMail> {
  const params = [organizationId];
  await lockRetention(tx);
  await beginFollowing(tx);
  // Whoever does what follows has the row before anything else.
  await tx.query({ text: 'delete from followups where organization_id = $1', params });
  const messages = await tx.query<{ readonly id: string }>({ text: endedMessagesText, params });
  if (messages.length > 0) {
    const removed = await removeMessages(
      tx,
      messages.map(({ id }) => id),
    );
    return { ...removed, messages: messages.length, rest: 'more' };
  }
  return { ...(await removeLoose(tx, params)), messages: 0 };
}

/** The events that are left, and deliveries that were made in the month after that of their message. */
async function removeLoose(tx: Tx, params: readonly unknown[]): Promise<Omit<RemovedMail, 'messages'>> {
  const events = await tx.query<{ readonly id: string; readonly message_id: string | null }>({
    text: looseEventsText,
    params,
  });
  const messageIds = new Set(events.flatMap(({ message_id: id }) => (id === null ? [] : [id])));
  const removed = await removeMessages(tx, Array.from(messageIds));
  await tx.query({
    text: 'delete from events e where e.id = any ($1::uuid[])',
    params: [events.map(({ id }) => id)],
  });
  if (events.length > 0) return { ...removed, rest: 'more' };
  const [left] = await tx.query<{ readonly is_left: boolean }>({ text: anyLeftText, params });
  return { ...removed, rest: left?.is_left === true ? 'waiting' : 'empty' };
}

const ofMessages = 'd.message_id = any ($1::uuid[])';

/** In the order in which all that writes takes the tables; counters are kept as retention keeps them, so that they add up meanwhile. */
async function removeMessages(
  tx: Tx,
  messageIds: readonly string[],
): Promise<Pick<RemovedMail, 'deliveryIds' | 'aliasIds'>> {
  const params = [messageIds];
  await tx.query({ text: keepCountersSql(`deliveries d where ${ofMessages}`), params });
  await tx.query({ text: 'delete from messages m where m.id = any ($1::uuid[])', params });
  const deliveries = await tx.query<{ readonly id: string; readonly alias_id: string | null }>({
    text: `delete from deliveries d where ${ofMessages} returning d.id, d.alias_id`,
    params,
  });
  await tx.query({ text: 'delete from events e where e.message_id = any ($1::uuid[])', params });
  const aliasIds = deliveries.flatMap(({ alias_id: id }) => (id === null ? [] : [id]));
  return { deliveryIds: deliveries.map(({ id }) => id), aliasIds: Array.from(new Set(aliasIds)) };
}

/** See `Queue.removeCountersOf`. */
export async function removeCountersOf(tx: Tx, aliasIds: readonly string[]): Promise<void> {
  await tx.query({
    text: 'delete from alias_counters where alias_id = any ($1::uuid[])',
    params: [aliasIds],
  });
}
