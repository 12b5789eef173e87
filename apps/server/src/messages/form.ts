import type { ConnectionFacts } from '../queue/index.ts';
import { explainArc, explainDkim, explainDmarc, explainSpf } from './authentication-words.ts';
import { explainDelivery } from './delivery-words.ts';
import { kindOfMessage, overallState, type ListedDeliverySummary, type ListedMessage } from './listed.ts';
import type { DeliveryAttempt, MessageDelivery, MessageDetails, TimelineEntry } from './message.ts';
import { clean, formatAuthentication, formatClient } from './sentences.ts';

/** A message of a list as the API gives it. */
export function formatListed(message: ListedMessage) {
  return {
    ...formatSummary(message),
    delivery_count: message.deliveryCount,
    deliveries: message.deliveries.map(formatDeliverySummary),
  };
}

type Summarised = Pick<
  ListedMessage,
  'id' | 'receivedAt' | 'mailFrom' | 'headerFrom' | 'subject' | 'sizeBytes' | 'states' | 'kinds'
>;

const directions = { forward: 'incoming', reply: 'outgoing', notice: null } as const;

function formatSummary(message: Summarised) {
  const kind = kindOfMessage(message.kinds);
  return {
    id: message.id,
    received_at: message.receivedAt.toISOString(),
    kind,
    direction: directions[kind],
    state: overallState(message.states),
    mail_from: message.mailFrom,
    header_from: message.headerFrom ?? null,
    subject: message.subject ?? null,
    size_bytes: message.sizeBytes,
  };
}

function formatDeliverySummary(
  delivery: Omit<ListedDeliverySummary, 'alias' | 'mailbox'> & Pick<MessageDelivery, 'alias' | 'mailbox'>,
) {
  return {
    id: delivery.id,
    state: delivery.state,
    kind: delivery.kind,
    recipient: delivery.recipient,
    alias: delivery.alias ?? null,
    mailbox: delivery.mailbox ?? null,
    next_attempt_at: delivery.nextAttemptAt?.toISOString() ?? null,
    reason: explainDelivery(delivery) ?? null,
  };
}

/** What of a message is known beside its rows. */
export interface MessageExtras {
  readonly hasContent: boolean;
  /** Undefined: gone, or not for this caller. */
  readonly header: string | undefined;
}

/** A message with everything known of it, as the API gives it. */
export function formatMessage(message: MessageDetails, { hasContent, header }: MessageExtras) {
  return {
    ...formatSummary({ ...message, kinds: message.deliveries.map(({ kind }) => kind) }),
    delivery_count: message.deliveries.length,
    message_id_header: message.messageIdHeader ?? null,
    rcpt_to: [...message.rcptTo],
    client: formatClientFacts(message.connection),
    authentication: formatResults(message),
    deliveries: message.deliveries.map((delivery) => formatDelivery(message, delivery)),
    timeline: message.timeline.map(formatEntry),
    has_content: hasContent,
    header: header ?? null,
  };
}

function formatClientFacts(connection: ConnectionFacts) {
  const { ip, clientName, helo, tls, receivedBy } = connection;
  return {
    words: formatClient(connection),
    ip: ip === '' ? null : ip,
    name: clientName ?? null,
    helo: helo === '' ? null : helo,
    tls: tls ?? null,
    received_by: receivedBy,
  };
}

function formatResults({ authentication, connection }: MessageDetails) {
  const { spf, dkim, dmarc, arc } = authentication;
  const login = connection.login ?? null;
  return {
    words: login === null ? formatAuthentication(authentication) : clean(`logged in as ${login}`),
    login,
    spf: { ...formatCheck(spf), words: explainSpf(spf) },
    dkim: dkim.map((signature) => ({
      ...formatCheck(signature),
      selector: signature.selector ?? null,
      is_aligned: signature.isAligned,
      words: explainDkim(signature),
    })),
    dmarc: { ...formatCheck(dmarc), policy: dmarc.policy ?? null, words: explainDmarc(dmarc) },
    arc: { ...formatCheck(arc), words: explainArc(arc) },
  };
}

function formatCheck(check: {
  readonly result: string;
  readonly domain?: string;
  readonly comment?: string;
}) {
  const { result, domain = '', comment = null } = check;
  return { result, domain: domain === '' ? null : domain, comment };
}

function formatDelivery({ attempts }: MessageDetails, delivery: MessageDelivery) {
  return {
    ...formatDeliverySummary(delivery),
    destination: delivery.destination ?? null,
    mode: delivery.mode,
    expires_at: delivery.expiresAt.toISOString(),
    finished_at: delivery.finishedAt?.toISOString() ?? null,
    attempts: attempts.filter(({ deliveryId }) => deliveryId === delivery.id).map(formatAttempt),
  };
}

function formatAttempt({ number, at, outcome, host, tls, words, nextAttemptAt }: DeliveryAttempt) {
  return {
    number: Math.max(1, number),
    at: at.toISOString(),
    outcome,
    host: host ?? null,
    tls: tls ?? null,
    words,
    next_attempt_at: nextAttemptAt?.toISOString() ?? null,
  };
}

function formatEntry({ at, kind, label, sentence, deliveryId, details }: TimelineEntry) {
  return { at: at.toISOString(), kind, label, sentence, delivery_id: deliveryId ?? null, data: details };
}
