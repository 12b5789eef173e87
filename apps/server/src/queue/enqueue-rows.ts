import { newId } from '../db/index.ts';
import { cleanHeader, cleanJson, cleanText } from './clean-text.ts';
import { hidingLevelOf } from './privacy.ts';
import { defineRowset, type Column, type Rowset } from './rowset.ts';
import { expiryOf, holdExpiryOf, queueKeyOf } from './rules.ts';
import type { StoredAcceptance } from './sealed-content.ts';
import type { DeliveryState, NewDelivery, NewMessage } from './types.ts';

/** RFC 5321 §4.5.3.1 allows 64 + 1 + 255 octets; the rest is for a header From that obeys no limit. */
const maxAddressText = 1_000;

/** A content that a delivery needs. */
export interface ContentRow {
  readonly acceptance: StoredAcceptance;
  readonly pending: number;
  /** Where its hash, trace header and data lie in the group's one binary parameter, one after the other; counted from 1. */
  readonly offset: number;
}

/** A message as it is kept, with the event of its acceptance. */
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

const contentColumns: readonly Column<ContentRow>[] = [
  ['id', 'uuid', ({ acceptance }) => acceptance.content.id],
  ['size_bytes', 'int', ({ acceptance }) => acceptance.content.sizeBytes],
  ['header_bytes', 'int', ({ acceptance }) => acceptance.content.headerBytes],
  ['pending', 'int', ({ pending }) => pending],
  ['chunk_count', 'int', ({ acceptance }) => acceptance.content.chunkCount],
  ['start', 'int', ({ offset }) => offset],
  ['hash_bytes', 'int', ({ acceptance }) => acceptance.content.bodyHash.length],
  ['trace_bytes', 'int', ({ acceptance }) => acceptance.content.traceHeader.length],
  ['data_bytes', 'int', ({ acceptance }) => acceptance.content.data?.length],
];

const rareContentColumns: readonly Column<ContentRow>[] = [
  ['is_sealed', 'bool', ({ acceptance }) => acceptance.isSealed],
  ['mail_from', 'text', ({ acceptance }) => cleanAddress(senderOf(acceptance)?.mailFrom)],
  ['header_from', 'text', ({ acceptance }) => cleanOptional(senderOf(acceptance)?.headerFrom)],
];

const messageColumns: readonly Column<MessageRow>[] = [
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
];

const rareMessageColumns: readonly Column<MessageRow>[] = [
  ['privacy_level', 'text', ({ message }) => hidingLevelOf(message)],
];

const deliveryColumns: readonly Column<DeliveryRow>[] = [
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
  ['created_at', 'timestamptz', ({ message }) => message.receivedAt.toISOString()],
  [
    'expires_at',
    'timestamptz',
    ({ delivery: { holdReason }, message: { receivedAt } }) =>
      (holdReason === undefined ? expiryOf(receivedAt) : holdExpiryOf(receivedAt, holdReason)).toISOString(),
  ],
];

const rareDeliveryColumns: readonly Column<DeliveryRow>[] = [
  ['changes', 'text', ({ delivery }) => describeChanges(delivery)],
  [
    'followup_id',
    'uuid',
    ({ delivery }) => (isHeld(delivery) || delivery.otherSender !== undefined ? newId() : undefined),
  ],
  ['other_sender', 'text', ({ delivery }) => cleanAddress(delivery.otherSender)],
  ['report_event_id', 'uuid', ({ delivery }) => (delivery.reportOn === undefined ? undefined : newId())],
  ['report_message_id', 'uuid', ({ delivery }) => delivery.reportOn?.messageId],
  ['report_delivery_id', 'uuid', ({ delivery }) => delivery.reportOn?.deliveryId],
  ['report_data', 'text', ({ delivery, message }) => describeReport(delivery, message)],
];

/** The rows of one enqueue statement. Contents are from $2 on: $1 is the octets of all of them. */
export interface EnqueueRowsets {
  readonly contents: Rowset<ContentRow>;
  readonly messages: Rowset<MessageRow>;
  readonly deliveries: Rowset<DeliveryRow>;
}

/** What every group has. */
export const plainRowsets = defineRowsets(contentColumns, messageColumns, deliveryColumns);

/** With what nearly no group has: holds, reports, changes, sealed content, and senders that are not kept. */
export const wholeRowsets = defineRowsets(
  [...contentColumns, ...rareContentColumns],
  [...messageColumns, ...rareMessageColumns],
  [...deliveryColumns, ...rareDeliveryColumns],
);

function defineRowsets(
  ofContents: readonly Column<ContentRow>[],
  ofMessages: readonly Column<MessageRow>[],
  ofDeliveries: readonly Column<DeliveryRow>[],
): EnqueueRowsets {
  const contents = defineRowset('c', 2, ofContents);
  const messages = defineRowset('m', contents.nextParameter, ofMessages);
  return { contents, messages, deliveries: defineRowset('d', messages.nextParameter, ofDeliveries) };
}

/** Whether an acceptance needs {@link wholeRowsets}. */
export function isRare({ isSealed, messages }: StoredAcceptance): boolean {
  return (
    isSealed ||
    messages.some(
      (message) => hidingLevelOf(message) !== undefined || message.deliveries.some(isRareDelivery),
    )
  );
}

function isRareDelivery(delivery: NewDelivery): boolean {
  const { reportOn, otherSender } = delivery;
  const isFollowed = isHeld(delivery) || reportOn !== undefined || otherSender !== undefined;
  return isFollowed || describeChanges(delivery) !== undefined;
}

/**
 * The sender that lies with the content because a message does not keep it. Messages of one content differ only where one of them has the
 * null sender, which is kept.
 */
function senderOf({ messages }: StoredAcceptance): Pick<NewMessage, 'mailFrom' | 'headerFrom'> | undefined {
  const hiding = messages.filter((message) => hidingLevelOf(message) !== undefined);
  return hiding.find(({ mailFrom }) => mailFrom !== '') ?? hiding[0];
}

/** What the timeline says of an acceptance; also what proves that a discarded or held delivery was meant to be. */
function describeAcceptance({ rcptTo, deliveries, policy = [] }: NewMessage) {
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
    ...(policy.length > 0 && { policy }),
  };
}

function describeChanges({ changes = {} }: NewDelivery): string | undefined {
  const { subjectPrefix, stripAttachments } = changes;
  if (subjectPrefix === undefined && stripAttachments === undefined) return undefined;
  return cleanJson({ subjectPrefix, stripAttachments });
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
  return text === undefined ? undefined : cleanHeader(text);
}

/** An address, made storable. */
export function cleanAddress(address: string | undefined): string | undefined {
  return address === undefined ? undefined : cleanText(address, maxAddressText);
}
