import type { Event, EventData, EventType } from '@smtpy/contract';
import type { SmtpReply } from '@smtpy/mail';
import { maskIn } from '../messages/index.ts';
import type { EventRow } from './store.ts';

/** The types of rows of `events` that are told outside, and what they are called there. Others are for the timeline alone. */
export const publicTypes: Readonly<Record<string, EventType>> = {
  accepted: 'message.accepted',
  refused: 'message.refused',
  held: 'delivery.held',
  confirmed: 'delivery.released',
  deferred: 'delivery.deferred',
  delivered: 'delivery.delivered',
  bounced: 'delivery.bounced',
  expired: 'delivery.expired',
  discarded: 'delivery.discarded',
  cancelled: 'delivery.cancelled',
  domain_activated: 'domain.activated',
  domain_degraded: 'domain.degraded',
  domain_recovered: 'domain.recovered',
  mailbox_confirmed: 'mailbox.confirmed',
  mailbox_paused: 'mailbox.paused',
  mailbox_paused_by_hand: 'mailbox.paused',
  mailbox_resumed: 'mailbox.resumed',
  mailbox_resumed_by_hand: 'mailbox.resumed',
  quota_reached: 'quota.reached',
};

/** A row of `events` as it is told; undefined for what is for the timeline alone. */
export function formatEvent(row: EventRow): Event | undefined {
  const type = row.toldAs ?? publicTypes[row.type];
  if (type === undefined) return undefined;
  // What an acceptance decided for one delivery at once has no row of its own; it is told under the id of the delivery.
  const id = row.toldAs === undefined ? row.id : (row.deliveries[0]?.id ?? row.id);
  return { id, type, timestamp: row.at.toISOString(), data: dataOf(type, row) };
}

function dataOf(type: EventType, row: EventRow): EventData {
  const [subject] = type.split('.');
  switch (subject) {
    case 'message':
      return type === 'message.refused'
        ? { refusal: refusalOf(row) }
        : { ...messageOf(row), deliveries: row.deliveries.map(deliveryOf) };
    case 'delivery':
      return { ...messageOf(row), ...ofFirst(row), ...attemptOf(row) };
    case 'domain':
      return {
        domain: {
          id: textOf(row.data['domainId']) ?? '',
          name: textOf(row.data['name']) ?? '',
          reason: textOf(row.data['reason']),
        },
      };
    case 'mailbox':
      return { mailbox: mailboxOf(row) };
    case 'quota':
      return { quota: quotaOf(row) };
    // A test tells of nothing.
    default:
      return {};
  }
}

function messageOf({ message }: EventRow): Pick<EventData, 'message'> {
  if (message === undefined) return {};
  const { id, mailFrom, headerFrom, subject, sizeBytes, receivedAt } = message;
  const sender = headerFrom ?? (mailFrom === '' ? null : mailFrom);
  return {
    message: {
      id,
      sender,
      subject: subject ?? null,
      size_bytes: sizeBytes,
      received_at: receivedAt.toISOString(),
    },
  };
}

function deliveryOf(delivery: EventRow['deliveries'][number]): NonNullable<EventData['delivery']> {
  const { id, kind, aliasId, aliasAddress, recipient, mailboxId, state, reason, destination } = delivery;
  const alias = aliasId === undefined ? null : { id: aliasId, address: aliasAddress ?? recipient };
  return {
    id,
    kind,
    alias,
    recipient,
    mailbox_id: mailboxId ?? null,
    state,
    reason: reason === undefined ? null : maskIn(reason, destination),
  };
}

function ofFirst({ deliveries: [first] }: EventRow): Pick<EventData, 'delivery'> {
  return first === undefined ? {} : { delivery: deliveryOf(first) };
}

/** The evidence of an attempt, where the event ends one. */
function attemptOf({ data, deliveries: [delivery] }: EventRow): Pick<EventData, 'attempt'> {
  const { attempt, host, nextAttemptAt, reply, explanation } = data;
  if (typeof attempt !== 'number') return {};
  const words = isReply(reply)
    ? [reply.code, reply.enhanced, reply.text].filter(Boolean).join(' ')
    : textOf(explanation);
  return {
    attempt: {
      number: attempt,
      host: textOf(host),
      reply: words === null ? null : maskIn(words, delivery?.destination),
      next_attempt_at: typeof nextAttemptAt === 'string' ? new Date(nextAttemptAt).toISOString() : null,
    },
  };
}

function refusalOf({ data, aliasId }: EventRow): NonNullable<EventData['refusal']> {
  const { recipient, mailFrom, reason, code } = data;
  return {
    alias_id: aliasId ?? null,
    recipient: textOf(recipient) ?? '',
    sender: textOf(mailFrom) === '' ? null : textOf(mailFrom),
    reason: textOf(reason) ?? '',
    code: typeof code === 'number' ? code : null,
  };
}

/** Of a mailbox that failures paused, the delivery says which one it is; of one that a person paused, the event does. */
function mailboxOf({ data, deliveries: [delivery] }: EventRow): NonNullable<EventData['mailbox']> {
  return {
    id: textOf(data['mailboxId']) ?? delivery?.mailboxId ?? '',
    address: textOf(data['address']) ?? delivery?.destination ?? null,
    reason: textOf(data['reason']),
  };
}

function quotaOf({ data, aliasId }: EventRow): NonNullable<EventData['quota']> {
  const numberOf = (value: unknown): number => (typeof value === 'number' ? value : 0);
  return {
    name: textOf(data['quota']) ?? '',
    percent: numberOf(data['percent']),
    limit: numberOf(data['limit']),
    used: numberOf(data['used']),
    alias_id: aliasId ?? null,
  };
}

function isReply(value: unknown): value is SmtpReply {
  return typeof value === 'object' && value !== null && 'code' in value;
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}
