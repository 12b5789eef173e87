import { newId } from '../db/index.ts';
import { cleanJson, cleanText } from './clean-text.ts';
import { defineRowset } from './rowset.ts';
import { expiryOf, holdExpiryOf, queueKeyOf } from './rules.ts';
import type { Acceptance, DeliveryState, NewDelivery, NewMessage } from './types.ts';

/** Longest text kept of a header field, in UTF-16 units: more than any page shows. */
const maxHeaderText = 1_000;

/** RFC 5321 §4.5.3.1 allows 64 + 1 + 255 octets; the rest is for a header From that obeys no limit. */
const maxAddressText = 1_000;

/** A content that a delivery needs. */
export interface ContentRow {
  readonly acceptance: Acceptance;
  readonly pending: number;
  /** Where its hash, trace header and data lie in the group's one binary parameter, one after the other; counted from 1. */
  readonly offset: number;
}

/** A message with the event of its acceptance. */
export interface MessageRow {
  readonly message: NewMessage;
  readonly contentId: string;
  readonly sizeBytes: number;
  readonly eventId: string;
}

/** A delivery with what it inherits. */
export interface DeliveryRow {
  readonly delivery: NewDelivery;
  readonly message: NewMessage;
  readonly contentId: string;
}

/** From $2 on: $1 is the octets of all contents. */
export const contentRows = defineRowset<ContentRow>('c', 2, [
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

/** Behind the contents. */
export const messageRows = defineRowset<MessageRow>('m', contentRows.nextParameter, [
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
  ['no_report_reason', 'text', ({ message }) => message.noReportReason],
  ['event_id', 'uuid', ({ eventId }) => eventId],
  ['event_data', 'text', ({ message }) => cleanJson(describeAcceptance(message))],
]);

/** Behind the messages. */
export const deliveryRows = defineRowset<DeliveryRow>('d', messageRows.nextParameter, [
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
    ({ delivery }) => (needsContent(delivery) ? queueKeyOf(cleanAddress(delivery.destination) ?? '') : ''),
  ],
  ['kind', 'text', ({ delivery }) => delivery.kind ?? 'forward'],
  ['mode', 'text', ({ delivery }) => delivery.mode],
  ['sent_as', 'text', ({ delivery }) => cleanAddress(delivery.sentAs)],
  ['state', 'text', ({ delivery }) => firstStateOf(delivery)],
  ['reason', 'text', ({ delivery }) => delivery.discardReason ?? delivery.holdReason],
  ['hold_followup_id', 'uuid', ({ delivery }) => (isHeld(delivery) ? newId() : undefined)],
  ['report_event_id', 'uuid', ({ delivery }) => (delivery.reportOn === undefined ? undefined : newId())],
  ['report_message_id', 'uuid', ({ delivery }) => delivery.reportOn?.messageId],
  ['report_delivery_id', 'uuid', ({ delivery }) => delivery.reportOn?.deliveryId],
  ['report_data', 'text', ({ delivery, message }) => describeReport(delivery, message)],
  ['created_at', 'timestamptz', ({ message }) => message.receivedAt.toISOString()],
  [
    'expires_at',
    'timestamptz',
    ({ delivery, message: { receivedAt } }) =>
      (isHeld(delivery) ? holdExpiryOf(receivedAt) : expiryOf(receivedAt)).toISOString(),
  ],
]);

/** What the timeline says of an acceptance; also what proves that a discarded or held delivery was meant to be. */
function describeAcceptance({ rcptTo, deliveries }: NewMessage) {
  const held = deliveries.filter(isHeld);
  return {
    recipients: rcptTo.length,
    deliveries: deliveries.length,
    discarded: deliveries
      .filter((delivery) => !needsContent(delivery))
      .map(({ id, recipient, discardReason }) => ({ deliveryId: id, recipient, reason: discardReason })),
    ...(held.length === 0
      ? {}
      : {
          held: held.map(({ id, recipient, holdReason }) => ({
            deliveryId: id,
            recipient,
            reason: holdReason,
          })),
        }),
  };
}

function describeReport({ reportOn }: NewDelivery, message: NewMessage): string | undefined {
  return reportOn && cleanJson({ reportMessageId: message.id, report: reportOn.report ?? null });
}

function firstStateOf(delivery: NewDelivery): DeliveryState {
  if (!needsContent(delivery)) return 'discarded';
  return isHeld(delivery) ? 'held' : 'queued';
}

/** Whether there is something to send, now or when it is let go. */
export function needsContent(delivery: NewDelivery): boolean {
  return delivery.discardReason === undefined;
}

/** Whether it waits for a person. */
export function isHeld(delivery: NewDelivery): boolean {
  return delivery.holdReason !== undefined;
}

/** Whether it is to be sent now. */
export function isDue(delivery: NewDelivery): boolean {
  return needsContent(delivery) && !isHeld(delivery);
}

function cleanOptional(text: string | undefined): string | undefined {
  return text === undefined ? undefined : cleanText(text, maxHeaderText);
}

/** An address, made storable. */
export function cleanAddress(address: string | undefined): string | undefined {
  return address === undefined ? undefined : cleanText(address, maxAddressText);
}
