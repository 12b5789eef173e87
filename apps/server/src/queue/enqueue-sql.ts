import { newId } from '../db/index.ts';
import { cleanJson, cleanText } from './clean-text.ts';
import { defineRowset } from './rowset.ts';
import { deliveriesChannel, expiryOf, formatHint, queueKeyOf } from './rules.ts';
import type { Acceptance, NewDelivery, NewMessage } from './types.ts';

/** Longest text kept of a header field, in UTF-16 units: more than any page shows. */
const maxHeaderText = 1_000;

/** RFC 5321 §4.5.3.1 allows 64 + 1 + 255 octets; the rest is for a header From that obeys no limit. */
const maxAddressText = 1_000;

interface ContentRow {
  readonly acceptance: Acceptance;
  readonly pending: number;
  /** Where its hash, trace header and data lie in the group's one binary parameter, one after the other; counted from 1. */
  readonly offset: number;
}

interface MessageRow {
  readonly message: NewMessage;
  readonly contentId: string;
  readonly sizeBytes: number;
  readonly eventId: string;
}

interface DeliveryRow {
  readonly delivery: NewDelivery;
  readonly message: NewMessage;
  readonly contentId: string;
}

const contentRows = defineRowset<ContentRow>('c', 2, [
  ['id', 'uuid', ({ acceptance }) => acceptance.content.id],
  ['size_bytes', 'int', ({ acceptance }) => acceptance.content.sizeBytes],
  ['header_bytes', 'int', ({ acceptance }) => acceptance.content.headerBytes],
  ['pending', 'int', ({ pending }) => pending],
  ['chunk_count', 'int', ({ acceptance }) => acceptance.content.chunkCount],
  ['start', 'int', ({ offset }) => offset],
  ['hash_bytes', 'int', ({ acceptance }) => acceptance.content.bodyHash.length],
  ['trace_bytes', 'int', ({ acceptance }) => acceptance.content.traceHeader.length],
  ['data_bytes', 'int', ({ acceptance }) => acceptance.content.data?.length],
]);

const messageRows = defineRowset<MessageRow>('m', contentRows.nextParameter, [
  ['id', 'uuid', ({ message }) => message.id],
  ['organization_id', 'uuid', ({ message }) => message.organizationId],
  ['content_id', 'uuid', ({ contentId }) => contentId],
  ['received_at', 'timestamptz', ({ message }) => message.receivedAt.toISOString()],
  ['mail_from', 'text', ({ message }) => cleanText(message.mailFrom, maxAddressText)],
  [
    'rcpt_to',
    'text',
    ({ message }) => message.rcptTo.map((rcptTo) => cleanText(rcptTo, maxAddressText)).join('\n'),
  ],
  ['header_from', 'text', ({ message }) => cleanOptional(message.headerFrom)],
  ['subject', 'text', ({ message }) => cleanOptional(message.subject)],
  ['message_id_header', 'text', ({ message }) => cleanOptional(message.messageIdHeader)],
  ['size_bytes', 'int', ({ sizeBytes }) => sizeBytes],
  ['smtputf8', 'bool', ({ message }) => message.isSmtpUtf8],
  ['connection', 'text', ({ message }) => cleanJson(message.connection)],
  ['authentication', 'text', ({ message }) => cleanJson(message.authentication)],
  ['event_id', 'uuid', ({ eventId }) => eventId],
  ['event_data', 'text', ({ message }) => cleanJson(describeAcceptance(message))],
]);

const deliveryRows = defineRowset<DeliveryRow>('d', messageRows.nextParameter, [
  ['id', 'uuid', ({ delivery }) => delivery.id],
  ['message_id', 'uuid', ({ message }) => message.id],
  ['organization_id', 'uuid', ({ message }) => message.organizationId],
  ['content_id', 'uuid', ({ contentId }) => contentId],
  ['alias_id', 'uuid', ({ delivery }) => delivery.aliasId],
  ['contact_id', 'uuid', ({ delivery }) => delivery.contactId],
  ['reply_to_contact_id', 'uuid', ({ delivery }) => delivery.replyToContactId],
  ['mailbox_id', 'uuid', ({ delivery }) => delivery.mailboxId],
  ['recipient', 'text', ({ delivery }) => cleanText(delivery.recipient, maxAddressText)],
  ['destination', 'text', ({ delivery }) => cleanAddress(delivery.destination)],
  [
    'queue_key',
    'text',
    ({ delivery }) => (isDue(delivery) ? queueKeyOf(cleanAddress(delivery.destination) ?? '') : ''),
  ],
  ['mode', 'text', ({ delivery }) => delivery.mode],
  ['reason', 'text', ({ delivery }) => delivery.discardReason],
  ['report_event_id', 'uuid', ({ delivery }) => (delivery.reportOn === undefined ? undefined : newId())],
  ['report_message_id', 'uuid', ({ delivery }) => delivery.reportOn?.messageId],
  ['report_delivery_id', 'uuid', ({ delivery }) => delivery.reportOn?.deliveryId],
  ['created_at', 'timestamptz', ({ message }) => message.receivedAt.toISOString()],
  ['expires_at', 'timestamptz', ({ message }) => expiryOf(message.receivedAt).toISOString()],
]);

const shardParameter = deliveryRows.nextParameter;
const hintParameter = shardParameter + 1;

/**
 * The number of chunks, or null, which the column refuses, when not all octets are there. A chunk is committed without waiting for the
 * disk, so a crash of PostgreSQL may take it while the session that wrote it lives on; and the removal of orphans may have taken
 * it from a very slow sender. Either way the peer hears 451 instead of a 250 for half a message.
 */
const verifiedChunkCount = `case when c.chunk_count = 0 or (c.chunk_count, c.size_bytes) = (
      select count(*), coalesce(sum(length(k.data)), 0) from content_chunks k where k.content_id = c.id
    ) then c.chunk_count end`;

/**
 * All rows of a group, in one statement and so in one transaction and one round trip. The octets of all contents are one binary
 * parameter, from which the server cuts each: an array of bytea would travel as hexadecimal text. Counters are taken in
 * the order of their aliases, like everywhere in this folder, so that transactions wait for each other but never in a ring.
 */
export const enqueueText = `
with new_contents as (
  insert into contents (id, size_bytes, header_bytes, body_hash, trace_header, pending, chunk_count, data)
  select c.id, c.size_bytes, c.header_bytes, substr($1::bytea, c.start, c.hash_bytes),
    substr($1::bytea, c.start + c.hash_bytes, c.trace_bytes), c.pending, ${verifiedChunkCount},
    case when c.data_bytes is not null then substr($1::bytea, c.start + c.hash_bytes + c.trace_bytes, c.data_bytes) end
  from ${contentRows.source}
),
source_messages as materialized (select * from ${messageRows.source}),
new_messages as (
  insert into messages (id, organization_id, content_id, received_at, mail_from, rcpt_to, header_from, subject,
    message_id_header, size_bytes, smtputf8, connection, authentication)
  select m.id, m.organization_id, m.content_id, m.received_at, m.mail_from, string_to_array(m.rcpt_to, E'\\n'),
    m.header_from, m.subject, m.message_id_header, m.size_bytes, m.smtputf8, m.connection::jsonb, m.authentication::jsonb
  from source_messages m
),
source_deliveries as materialized (select * from ${deliveryRows.source}),
new_events as (
  insert into events (id, at, organization_id, message_id, delivery_id, type, data)
  select m.event_id, now(), m.organization_id, m.id, null, 'accepted', m.event_data::jsonb from source_messages m
  union all
  select d.report_event_id, now(), d.organization_id, d.report_message_id, d.report_delivery_id, 'reported',
    jsonb_build_object('reportMessageId', d.message_id)
  from source_deliveries d where d.report_event_id is not null
),
new_deliveries as (
  insert into deliveries (id, message_id, organization_id, content_id, alias_id, contact_id, reply_to_contact_id, mailbox_id,
    recipient, destination, queue_key, mode, state, reason, next_attempt_at, expires_at, created_at, finished_at)
  select d.id, d.message_id, d.organization_id, d.content_id, d.alias_id, d.contact_id, d.reply_to_contact_id, d.mailbox_id,
    d.recipient, d.destination, d.queue_key, d.mode, case when d.reason is null then 'queued' else 'discarded' end,
    d.reason, case when d.reason is null then now() end, d.expires_at, d.created_at,
    case when d.reason is not null then now() end
  from source_deliveries d
),
counted as (
  insert into alias_counters as counters (alias_id, shard, accepted, discarded)
  select d.alias_id, $${String(shardParameter)}::smallint, count(*), count(d.reason)
  from source_deliveries d where d.alias_id is not null group by d.alias_id order by d.alias_id
  on conflict (alias_id, shard) do update set
    accepted = counters.accepted + excluded.accepted, discarded = counters.discarded + excluded.discarded
)
select pg_notify('${deliveriesChannel}', $${String(hintParameter)}::text) where $${String(hintParameter)}::text <> ''`;

/** The parameters of {@link enqueueText} for a group. */
export function enqueueParams(acceptances: readonly Acceptance[], shard: number): readonly unknown[] {
  const { rows, octets } = layOutContents(acceptances);
  const messages = acceptances.flatMap(({ content, messages }) =>
    messages.map((message) => ({
      message,
      contentId: content.id,
      sizeBytes: content.sizeBytes,
      eventId: newId(),
    })),
  );
  const deliveries = messages.flatMap(({ message, contentId }) =>
    message.deliveries.map((delivery) => ({ delivery, message, contentId })),
  );
  const due = deliveries.filter(({ delivery }) => isDue(delivery));
  const hint = formatHint(due.map(({ delivery }) => queueKeyOf(cleanAddress(delivery.destination) ?? '')));
  return [
    octets,
    ...contentRows.params(rows),
    ...messageRows.params(messages),
    ...deliveryRows.params(deliveries),
    shard,
    hint,
  ];
}

/** Rows of the contents that a delivery needs, and their octets one after the other. */
function layOutContents(acceptances: readonly Acceptance[]): { rows: readonly ContentRow[]; octets: Buffer } {
  const rows: ContentRow[] = [];
  const parts: Buffer[] = [];
  let offset = 1;
  for (const acceptance of acceptances) {
    const pending = acceptance.messages.flatMap(({ deliveries }) => deliveries).filter(isDue).length;
    if (pending === 0) continue;
    const { bodyHash, traceHeader, data } = acceptance.content;
    rows.push({ acceptance, pending, offset });
    parts.push(bodyHash, traceHeader, ...(data === undefined ? [] : [data]));
    offset += bodyHash.length + traceHeader.length + (data?.length ?? 0);
  }
  return { rows, octets: Buffer.concat(parts) };
}

/** What the timeline says of an acceptance; also what proves that a discarded delivery was meant to be. */
function describeAcceptance(message: NewMessage) {
  const discarded = message.deliveries.filter((delivery) => !isDue(delivery));
  return {
    recipients: message.rcptTo.length,
    deliveries: message.deliveries.length,
    discarded: discarded.map(({ id, recipient, discardReason }) => ({
      deliveryId: id,
      recipient,
      reason: discardReason,
    })),
  };
}

/** Whether there is something to send. */
export function isDue(delivery: NewDelivery): boolean {
  return delivery.discardReason === undefined;
}

function cleanOptional(text: string | undefined): string | undefined {
  return text === undefined ? undefined : cleanText(text, maxHeaderText);
}

function cleanAddress(address: string | undefined): string | undefined {
  return address === undefined ? undefined : cleanText(address, maxAddressText);
}
