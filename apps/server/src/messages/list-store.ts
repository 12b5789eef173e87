import type { Queryable } from '../db/index.ts';
import type { DeliveryKind, DeliveryState } from '../queue/index.ts';
import { deliveriesBelow } from './filter.ts';
import { maxListedDeliveries, type ListedDeliverySummary, type ListedMessage } from './listed.ts';

interface MessageRow {
  readonly id: string;
  readonly received_at: Date;
  readonly mail_from: string;
  readonly header_from: string | null;
  readonly subject: string | null;
  readonly size_bytes: number;
  readonly states: readonly DeliveryState[] | null;
  readonly kinds: readonly DeliveryKind[] | null;
  readonly delivery_count: number;
}

interface DeliveryRow {
  readonly id: string;
  readonly message_id: string;
  readonly state: DeliveryState;
  readonly kind: DeliveryKind;
  readonly recipient: string;
  readonly destination: string | null;
  readonly alias_id: string | null;
  readonly alias_address: string | null;
  readonly mailbox_id: string | null;
  readonly mailbox_address: string | null;
  readonly next_attempt_at: Date | null;
  readonly reason: string | null;
}

/**
 * $1 ids of messages, $2 organization, $3 and $4 the smallest and largest of the ids, $5 above the ids of their deliveries. "Not distinct" as in
 * {@link addressedJoins}: between the smallest and the largest may be all messages of the organization.
 */
export const messagesText = `
select m.id, m.received_at, m.mail_from, m.header_from, m.subject, m.size_bytes, s.states, s.kinds, s.delivery_count
from messages m cross join lateral (
  select array_agg(distinct d.state) as states, array_agg(distinct d.kind) as kinds, count(*)::integer as delivery_count
  from deliveries d where d.message_id = m.id and d.id >= m.id and d.id < $5::uuid
) s
where m.id = any ($1::uuid[]) and m.organization_id is not distinct from $2 and m.id >= $3::uuid and m.id <= $4::uuid
order by m.id desc`;

/** What is read of a delivery `d` with the addresses of what it names. */
export const addressedColumns = `d.id, d.message_id, d.state, d.kind, d.recipient, d.destination, d.next_attempt_at, d.reason,
  a.id as alias_id, a.local_part || '@' || n.name as alias_address, b.id as mailbox_id, b.address as mailbox_address`;

/**
 * Joins of {@link addressedColumns}: rows of the same organization alone. "Not distinct" is what no index can be asked: an alias is to be
 * found by its id, never among all of the organization.
 */
export const addressedJoins = `left join aliases a on a.id = d.alias_id and a.organization_id is not distinct from d.organization_id
  left join domains n on n.id = a.domain_id
  left join mailboxes b on b.id = d.mailbox_id and b.organization_id is not distinct from d.organization_id`;

/** $1 ids of messages, $2 organization, $3 and $4 as above. */
export const deliveriesText = `
select ${addressedColumns}
from unnest($1::uuid[]) as i (id) cross join lateral (
  select d.* from deliveries d
  where d.message_id = i.id and d.organization_id = $2 and d.id >= $3::uuid and d.id < $4::uuid
  order by d.id limit ${String(maxListedDeliveries)}
) d
${addressedJoins}
order by d.id`;

/** The messages with these ids, the newest first; those that are gone meanwhile are missing. */
export async function loadListed(
  db: Queryable,
  organizationId: string,
  ids: readonly string[],
): Promise<readonly ListedMessage[]> {
  const [largest, smallest] = [ids[0], ids.at(-1)];
  if (largest === undefined || smallest === undefined) return [];
  const below = deliveriesBelow(largest);
  const [messages, deliveries] = await Promise.all([
    db.query<MessageRow>({
      name: 'messages-listed',
      text: messagesText,
      params: [ids, organizationId, smallest, largest, below],
    }),
    db.query<DeliveryRow>({
      name: 'messages-listed-deliveries',
      text: deliveriesText,
      params: [ids, organizationId, smallest, below],
    }),
  ]);
  const byMessage = Map.groupBy(deliveries, ({ message_id: id }) => id);
  return messages.map((row) => toListed(row, byMessage.get(row.id) ?? []));
}

function toListed(row: MessageRow, deliveries: readonly DeliveryRow[]): ListedMessage {
  return {
    id: row.id,
    receivedAt: row.received_at,
    mailFrom: row.mail_from,
    headerFrom: row.header_from ?? undefined,
    subject: row.subject ?? undefined,
    sizeBytes: row.size_bytes,
    states: row.states ?? [],
    kinds: row.kinds ?? [],
    deliveryCount: row.delivery_count,
    deliveries: deliveries.map(toSummary),
  };
}

function toSummary(row: DeliveryRow): ListedDeliverySummary {
  return {
    id: row.id,
    state: row.state,
    kind: row.kind,
    recipient: row.recipient,
    destination: row.destination ?? undefined,
    ...addressesOf(row),
    nextAttemptAt: row.next_attempt_at ?? undefined,
    reason: row.reason ?? undefined,
  };
}

/** The alias and the mailbox of a row of {@link addressedColumns}. */
export function addressesOf(
  row: Pick<DeliveryRow, 'alias_id' | 'alias_address' | 'mailbox_id' | 'mailbox_address'>,
): Pick<ListedDeliverySummary, 'alias' | 'mailbox'> {
  const { alias_id: aliasId, alias_address: alias, mailbox_id: mailboxId, mailbox_address: mailbox } = row;
  return {
    alias: aliasId === null || alias === null ? undefined : { id: aliasId, address: alias },
    mailbox: mailboxId === null || mailbox === null ? undefined : { id: mailboxId, address: mailbox },
  };
}
