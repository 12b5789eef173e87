import type { Queryable, Statement } from '../db/index.ts';
import {
  keptMessageIds,
  type AuthenticationFacts,
  type ConnectionFacts,
  type DeliveryKind,
  type DeliveryMode,
  type DeliveryState,
} from '../queue/index.ts';
import { addressedColumns, addressedJoins, addressesOf } from './list-store.ts';
import type { ListMessages, MessageDelivery, MessageSummary } from './message.ts';

interface SummaryRow {
  readonly id: string;
  readonly organization_id: string;
  readonly received_at: Date;
  readonly mail_from: string;
  readonly rcpt_to: readonly string[];
  readonly header_from: string | null;
  readonly subject: string | null;
  readonly size_bytes: number;
  readonly states: readonly DeliveryState[] | null;
}

interface MessageRow extends SummaryRow {
  readonly content_id: string;
  readonly message_id_header: string | null;
  readonly connection: ConnectionFacts;
  readonly authentication: AuthenticationFacts;
}

interface DeliveryRow {
  readonly id: string;
  readonly taking_alias_id: string | null;
  readonly alias_id: string | null;
  readonly alias_address: string | null;
  readonly mailbox_id: string | null;
  readonly mailbox_address: string | null;
  readonly kind: DeliveryKind;
  readonly recipient: string;
  readonly destination: string | null;
  readonly state: DeliveryState;
  readonly reason: string | null;
  readonly mode: DeliveryMode;
  readonly attempts: number;
  readonly next_attempt_at: Date | null;
  readonly expires_at: Date;
  readonly finished_at: Date | null;
}

interface EventRow {
  readonly at: Date;
  readonly type: string;
  readonly delivery_id: string | null;
  readonly data: Readonly<Record<string, unknown>> | null;
}

const summaryColumns = `m.id, m.organization_id, m.received_at, m.mail_from, m.rcpt_to, m.header_from, m.subject, m.size_bytes,
  (select array_agg(d.state order by d.id) from deliveries d where d.message_id = m.id) as states`;

function summaryOf(row: SummaryRow): MessageSummary {
  return {
    id: row.id,
    organizationId: row.organization_id,
    receivedAt: row.received_at,
    mailFrom: row.mail_from,
    rcptTo: row.rcpt_to,
    headerFrom: row.header_from ?? undefined,
    subject: row.subject ?? undefined,
    sizeBytes: row.size_bytes,
    states: row.states ?? [],
  };
}

/** A page of messages, newest first. */
export async function listMessages(db: Queryable, request: ListMessages): Promise<readonly MessageSummary[]> {
  const rows = await db.query<SummaryRow>(listStatement(request));
  return rows.map(summaryOf);
}

/** Only the conditions that are asked for: an "or is null" would keep PostgreSQL from walking the index backwards. */
function listStatement({ organizationId, afterId, limit }: ListMessages): Statement {
  const params: unknown[] = [limit];
  const conditions: string[] = [];
  if (organizationId !== undefined)
    conditions.push(`m.organization_id = $${String(params.push(organizationId))}`);
  if (afterId !== undefined) conditions.push(`m.id < $${String(params.push(afterId))}`);
  const where = conditions.length === 0 ? '' : `where ${conditions.join(' and ')}`;
  return { text: `select ${summaryColumns} from messages m ${where} order by m.id desc limit $1`, params };
}

/** A message without its deliveries and timeline. */
export interface StoredMessage extends MessageSummary {
  readonly contentId: string;
  readonly messageIdHeader: string | undefined;
  readonly connection: ConnectionFacts;
  readonly authentication: AuthenticationFacts;
}

/** A message by id; of one organization where one is given. */
export async function findMessage(
  db: Queryable,
  id: string,
  organizationId: string | undefined,
): Promise<StoredMessage | undefined> {
  const isOwners = organizationId === undefined ? '' : 'and m.organization_id = $2';
  const [row] = await db.query<MessageRow>({
    text: `select ${summaryColumns}, m.content_id, m.message_id_header, m.connection, m.authentication from messages m where m.id = $1 ${isOwners}`,
    params: organizationId === undefined ? [id] : [id, organizationId],
  });
  if (row === undefined) return undefined;
  const { connection, authentication } = row;
  return {
    ...summaryOf(row),
    contentId: row.content_id,
    messageIdHeader: row.message_id_header ?? undefined,
    connection,
    authentication,
  };
}

/** A delivery with whether an alias took the message in. */
export interface StoredDelivery extends MessageDelivery {
  readonly aliasId: string | undefined;
}

/** The deliveries of a message in the order in which they were planned. */
export async function findDeliveries(
  db: Queryable,
  message: StoredMessage,
): Promise<readonly StoredDelivery[]> {
  const rows = await db.query<DeliveryRow>({
    text: `select ${addressedColumns}, d.alias_id as taking_alias_id, d.mode, d.attempts, d.expires_at, d.finished_at
      from deliveries d ${addressedJoins} where d.message_id = $1 and d.organization_id = $2 order by d.id`,
    params: [message.id, message.organizationId],
  });
  return rows.map((row) => ({
    id: row.id,
    aliasId: row.taking_alias_id ?? undefined,
    ...addressesOf(row),
    kind: row.kind,
    recipient: row.recipient,
    destination: row.destination ?? undefined,
    state: row.state,
    reason: row.reason ?? undefined,
    mode: row.mode,
    attempts: row.attempts,
    nextAttemptAt: row.next_attempt_at ?? undefined,
    expiresAt: row.expires_at,
    finishedAt: row.finished_at ?? undefined,
  }));
}

/** A row of `events`. */
export interface RecordedEvent {
  readonly at: Date;
  readonly type: string;
  readonly deliveryId: string | undefined;
  readonly data: Readonly<Record<string, unknown>>;
}

/** The events of a message and its deliveries, oldest first. */
export async function findEvents(db: Queryable, message: StoredMessage): Promise<readonly RecordedEvent[]> {
  const rows = await db.query<EventRow>({
    text: 'select at, type, delivery_id, data from events where message_id = $1 and organization_id = $2 order by at, id',
    params: [message.id, message.organizationId],
  });
  return rows.map((row) => ({
    at: row.at,
    type: row.type,
    deliveryId: row.delivery_id ?? undefined,
    data: row.data ?? {},
  }));
}

/** Those of the Message-IDs, with their angle brackets, under which mail for the alias came in; also where only their hash is kept. */
export async function findReceivedIds(
  db: Queryable,
  { aliasId, messageIds }: { readonly aliasId: string; readonly messageIds: readonly string[] },
): Promise<readonly string[]> {
  const rows = await db.query<{ readonly message_id_header: string }>({
    name: 'messages-find-received-ids',
    text: `select distinct m.message_id_header from messages m
      where m.message_id_header = any ($2::text[]) and exists (
        select from deliveries d where d.message_id = m.id and d.alias_id = $1 and d.kind = 'forward')`,
    params: [aliasId, messageIds.flatMap(keptMessageIds)],
  });
  const found = new Set(rows.map((row) => row.message_id_header));
  return messageIds.filter((messageId) => keptMessageIds(messageId).some((kept) => found.has(kept)));
}
