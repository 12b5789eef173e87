import { maskAddress } from '@smtpy/mail';
import type { TimelineEntry } from './message.ts';
import {
  explainReason,
  formatAuthentication,
  formatBytes,
  formatClient,
  formatDuration,
  formatEvidence,
  formatTime,
  maskIn,
} from './sentences.ts';
import type { RecordedEvent, StoredDelivery, StoredMessage } from './store.ts';

/** Everything the timeline of a message is made of. */
export interface History {
  readonly message: StoredMessage;
  readonly deliveries: readonly StoredDelivery[];
  /** Oldest first. */
  readonly events: readonly RecordedEvent[];
}

/** How an attempt ended, with the words for it. */
type AttemptEnd = 'delivered' | 'deferred' | 'bounced' | 'expired';

const attemptEnds: readonly string[] = [
  'delivered',
  'deferred',
  'bounced',
  'expired',
] satisfies readonly AttemptEnd[];

/** Tells a message's history, oldest first. */
export function tellTimeline(history: History): readonly TimelineEntry[] {
  return [
    ...tellReception(history),
    ...tellDiscards(history),
    ...history.events.flatMap((event, index) => tellEvent(history, event, index)),
  ];
}

/** What led to 250. All of it happened in one transaction, so it has one time. */
function tellReception({ message, deliveries, events }: History): readonly TimelineEntry[] {
  const { connection, authentication, receivedAt: at } = message;
  const accepted = events.find((event) => event.type === 'accepted');
  // Content that no delivery needs is not stored.
  const isStored = deliveries.some(({ state }) => state !== 'discarded');
  return [
    entry({
      at,
      kind: 'connected',
      label: 'Connected',
      sentence: formatClient(connection),
      details: { ...connection },
    }),
    entry({
      at,
      kind: 'authenticated',
      label: 'Authenticated',
      sentence: formatAuthentication(authentication),
      details: { ...authentication },
    }),
    ...tellMatches(at, deliveries),
    entry({
      at: accepted?.at ?? at,
      kind: 'accepted',
      label: 'Accepted',
      sentence: `250, ${formatBytes(message.sizeBytes)}${isStored ? ', safe on disk' : ''}`,
      details: { sizeBytes: message.sizeBytes, ...accepted?.data },
    }),
  ];
}

function tellMatches(at: Date, deliveries: readonly StoredDelivery[]): readonly TimelineEntry[] {
  const byRecipient = Map.groupBy(deliveries, ({ recipient }) => recipient);
  return [...byRecipient].map(([recipient, ofRecipient]) => {
    const destinations = ofRecipient.flatMap(({ destination }) =>
      destination === undefined ? [] : [destination],
    );
    const subject = ofRecipient.some(({ aliasId }) => aliasId !== undefined)
      ? `alias ${recipient}`
      : recipient;
    const sentence =
      destinations.length === 0 ? subject : `${subject} → ${destinations.map(maskAddress).join(', ')}`;
    return entry({ at, kind: 'matched', label: 'Matched', sentence, details: { recipient, destinations } });
  });
}

/** What the acceptance itself decided not to send: such a delivery was never queued, so no event tells of its end. */
function tellDiscards(history: History): readonly TimelineEntry[] {
  const isTold = new Set(
    history.events.filter(({ type }) => type === 'discarded').map(({ deliveryId }) => deliveryId),
  );
  const discarded = history.deliveries.filter(({ id, state }) => state === 'discarded' && !isTold.has(id));
  return discarded.map((delivery) =>
    entry({
      at: delivery.finishedAt ?? history.message.receivedAt,
      deliveryId: delivery.id,
      kind: 'discarded',
      label: 'Discarded',
      sentence: explainReason(delivery.reason) + ofWhich(history, delivery),
      details: { recipient: delivery.recipient, reason: delivery.reason ?? null },
    }),
  );
}

function tellEvent(history: History, event: RecordedEvent, index: number): readonly TimelineEntry[] {
  if (event.type === 'accepted') return [];
  const delivery = history.deliveries.find(({ id }) => id === event.deliveryId);
  if (isAttemptEnd(event.type)) return tellAttempt(history, { event, index, delivery, end: event.type });
  const { sentence, ...words } = describeEvent(event, delivery);
  const { at, deliveryId, data: details } = event;
  return [entry({ at, deliveryId, ...words, sentence: sentence + ofWhich(history, delivery), details })];
}

function describeEvent(
  event: RecordedEvent,
  delivery: StoredDelivery | undefined,
): Pick<TimelineEntry, 'kind' | 'label' | 'sentence'> {
  switch (event.type) {
    case 'discarded':
      return { kind: 'discarded', label: 'Discarded', sentence: reasonOf(event, delivery) };
    case 'cancelled':
      return { kind: 'cancelled', label: 'Cancelled', sentence: 'no further attempt is made' };
    case 'reported':
      return {
        kind: 'reported',
        label: 'Report',
        sentence: `a host behind the next hop reported about it in message ${String(event.data['reportMessageId'])}`,
      };
    case 'retried':
      return { kind: 'retried', label: 'Retry asked', sentence: 'the next attempt is made now' };
    default:
      // A newer program wrote it: its name is all that is known here.
      return { kind: 'event', label: 'Event', sentence: event.type };
  }
}

interface Attempt {
  readonly event: RecordedEvent;
  /** Position of the event among all events of the message. */
  readonly index: number;
  readonly delivery: StoredDelivery | undefined;
  readonly end: AttemptEnd;
}

function tellAttempt(history: History, attempt: Attempt): readonly TimelineEntry[] {
  const { at, deliveryId, data: details } = attempt.event;
  const { delivery, end } = attempt;
  const suffix = ofWhich(history, delivery);
  const number = numberOf(history, attempt);
  const words = maskIn(formatEvidence(details), delivery?.destination);
  return [
    entry({
      at,
      deliveryId,
      kind: 'attempt',
      label: `Attempt ${String(number)}`,
      sentence: words + suffix,
      details,
    }),
    entry({ at, deliveryId, kind: end, ...tellEnd(history, attempt, number), details }),
  ];
}

/** As recorded; counted where the record has none. */
function numberOf({ events }: History, { event, index }: Attempt): number {
  const { attempt } = event.data;
  if (typeof attempt === 'number') return attempt;
  return events
    .slice(0, index + 1)
    .filter(({ type, deliveryId }) => deliveryId === event.deliveryId && isAttemptEnd(type)).length;
}

function tellEnd(
  history: History,
  { event, delivery, end }: Attempt,
  number: number,
): Pick<TimelineEntry, 'label' | 'sentence'> {
  switch (end) {
    case 'delivered': {
      const afterMs = event.at.getTime() - history.message.receivedAt.getTime();
      return { label: 'Delivered', sentence: `${formatDuration(afterMs)} after acceptance` };
    }
    case 'bounced':
      return { label: 'Bounced', sentence: 'the next hop refused it for good; no further attempt is made' };
    case 'expired':
      return {
        label: 'Gave up',
        sentence: `no time was left after ${String(number)} ${number === 1 ? 'attempt' : 'attempts'}`,
      };
    case 'deferred': {
      const { nextAttemptAt } = event.data;
      const dueAt = typeof nextAttemptAt === 'string' ? new Date(nextAttemptAt) : delivery?.nextAttemptAt;
      return {
        label: 'Will retry',
        sentence: dueAt === undefined ? 'the failure is temporary' : `next attempt at ${formatTime(dueAt)}`,
      };
    }
  }
}

function isAttemptEnd(type: string): type is AttemptEnd {
  return attemptEnds.includes(type);
}

function reasonOf(event: RecordedEvent, delivery: StoredDelivery | undefined): string {
  const { reason } = event.data;
  return explainReason(typeof reason === 'string' ? reason : delivery?.reason);
}

/** Says which delivery is meant, where there are several. */
function ofWhich({ deliveries }: History, delivery: StoredDelivery | undefined): string {
  if (delivery === undefined || deliveries.length < 2) return '';
  return ` (${delivery.recipient}${delivery.destination === undefined ? '' : ` → ${maskAddress(delivery.destination)}`})`;
}

function entry(
  input: Omit<TimelineEntry, 'deliveryId'> & { readonly deliveryId?: string | undefined },
): TimelineEntry {
  return { ...input, deliveryId: input.deliveryId };
}
