import type { EventType } from '@smtpy/contract';
import type { Queryable } from '../db/index.ts';
import type { DeliveryKind } from '../queue/index.ts';

/** A row of `events` with what it is about. */
export interface EventRow {
  readonly id: string;
  readonly at: Date;
  readonly organizationId: string;
  readonly type: string;
  /** Where it is told as something else than its type: what an acceptance decided for one delivery. */
  readonly toldAs: EventType | undefined;
  readonly aliasId: string | undefined;
  readonly data: Readonly<Record<string, unknown>>;
  readonly message: MessageOfEvent | undefined;
  /** Of an acceptance all, of others the one that it is about. */
  readonly deliveries: readonly DeliveryOfEvent[];
}

interface MessageOfEvent {
  readonly id: string;
  readonly mailFrom: string;
  readonly headerFrom: string | undefined;
  readonly subject: string | undefined;
  readonly sizeBytes: number;
  readonly receivedAt: Date;
}

/** A delivery as it is when the event is read. */
export interface DeliveryOfEvent {
  readonly id: string;
  readonly kind: DeliveryKind;
  readonly aliasId: string | undefined;
  readonly aliasAddress: string | undefined;
  readonly recipient: string;
  readonly mailboxId: string | undefined;
  readonly destination: string | undefined;
  readonly state: string;
  readonly reason: string | undefined;
}

/** Which event to tell, and as what. */
export interface EventKey {
  readonly eventId: string;
  /** With `toldAs`: the delivery that an acceptance decided at once. */
  readonly deliveryId?: string | undefined;
  readonly toldAs?: EventType | undefined;
}

interface Row {
  readonly id: string;
  readonly at: Date;
  readonly organization_id: string;
  readonly type: string;
  readonly told_as: EventType | null;
  readonly alias_id: string | null;
  readonly data: Readonly<Record<string, unknown>>;
  readonly message: {
    readonly id: string;
    readonly mail_from: string;
    readonly header_from: string | null;
    readonly subject: string | null;
    readonly size_bytes: number;
    readonly received_at: string;
  } | null;
  readonly deliveries: readonly {
    readonly id: string;
    readonly kind: DeliveryKind;
    readonly alias_id: string | null;
    readonly alias_address: string | null;
    readonly recipient: string;
    readonly mailbox_id: string | null;
    readonly destination: string | null;
    readonly state: string;
    readonly reason: string | null;
  }[];
}

/** Continues a `with` whose member `wanted` gave (event columns, told_as, told_delivery_id). */
const toldColumns = `
select e.id, e.at, e.organization_id, e.type, e.told_as, e.alias_id, e.data,
  (select jsonb_build_object('id', m.id, 'mail_from', m.mail_from, 'header_from', m.header_from, 'subject', m.subject,
      'size_bytes', m.size_bytes, 'received_at', m.received_at)
    from messages m where m.id = e.message_id and m.organization_id = e.organization_id) as message,
  coalesce((select jsonb_agg(jsonb_build_object('id', d.id, 'kind', d.kind, 'alias_id', d.alias_id,
      'alias_address', a.local_part || '@' || n.name, 'recipient', d.recipient, 'mailbox_id', d.mailbox_id,
      'destination', d.destination, 'state', d.state, 'reason', d.reason) order by d.id)
    from deliveries d left join aliases a on a.id = d.alias_id left join domains n on n.id = a.domain_id
    where d.message_id = e.message_id and d.organization_id = e.organization_id
      and (coalesce(e.told_delivery_id, e.delivery_id) is null or d.id = coalesce(e.told_delivery_id, e.delivery_id))
  ), '[]') as deliveries
from wanted e order by e.id`;

/** The events of an organization behind an id, oldest first; also those that are for the timeline alone. */
export async function listEventsAfter(
  db: Queryable,
  {
    organizationId,
    afterId,
    limit,
  }: { readonly organizationId: string; readonly afterId: string; readonly limit: number },
): Promise<readonly EventRow[]> {
  const rows = await db.query<Row>({
    name: 'facts-list-after',
    text: `with wanted as (
        select e.*, null::text as told_as, null::uuid as told_delivery_id from events e
        where e.organization_id = $1 and e.id > $2 order by e.id limit $3
      )${toldColumns}`,
    params: [organizationId, afterId, limit],
  });
  return rows.map(eventOf);
}

/** Named events; one that retention took is missing in the result. */
export async function findEvents(
  db: Queryable,
  organizationId: string,
  keys: readonly EventKey[],
): Promise<readonly EventRow[]> {
  const rows = await db.query<Row>({
    name: 'facts-find',
    text: `with wanted as (
        select e.*, k.told_as, k.delivery_id as told_delivery_id
        from unnest($2::uuid[], $3::uuid[], $4::text[]) as k (event_id, delivery_id, told_as)
        join events e on e.id = k.event_id and e.organization_id = $1
        where e.id = any ($2::uuid[])
      )${toldColumns}`,
    params: [
      organizationId,
      keys.map(({ eventId }) => eventId),
      keys.map(({ deliveryId }) => deliveryId ?? null),
      keys.map(({ toldAs }) => toldAs ?? null),
    ],
  });
  return rows.map(eventOf);
}

function eventOf(row: Row): EventRow {
  const { message } = row;
  return {
    id: row.id,
    at: row.at,
    organizationId: row.organization_id,
    type: row.type,
    toldAs: row.told_as ?? undefined,
    aliasId: row.alias_id ?? undefined,
    data: row.data,
    message:
      message === null
        ? undefined
        : {
            id: message.id,
            mailFrom: message.mail_from,
            headerFrom: message.header_from ?? undefined,
            subject: message.subject ?? undefined,
            sizeBytes: message.size_bytes,
            receivedAt: new Date(message.received_at),
          },
    deliveries: row.deliveries.map((delivery) => ({
      id: delivery.id,
      kind: delivery.kind,
      aliasId: delivery.alias_id ?? undefined,
      aliasAddress: delivery.alias_address ?? undefined,
      recipient: delivery.recipient,
      mailboxId: delivery.mailbox_id ?? undefined,
      destination: delivery.destination ?? undefined,
      state: delivery.state,
      reason: delivery.reason ?? undefined,
    })),
  };
}
