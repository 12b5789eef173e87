import { describeEvent, describeHold } from './event-words.ts';
import { endOfAttempt, tellAttempt } from './attempts.ts';
import { entry, isOurs, ofWhich, shownDestination, shownRecipient, type History } from './history.ts';
import type { TimelineEntry } from './message.ts';
import { tellPolicy } from './policy-facts.ts';
import {
  clean,
  explainReason,
  formatAuthentication,
  formatBytes,
  formatClient,
  textOf,
} from './sentences.ts';
import type { RecordedEvent, StoredDelivery } from './store.ts';

/** Tells a message's history, oldest first. */
export function tellTimeline(history: History): readonly TimelineEntry[] {
  return [
    ...tellReception(history),
    ...tellDiscards(history),
    ...tellHolds(history),
    ...history.events.flatMap((event, index) => tellEvent(history, event, index)),
  ];
}

/** What led to 250. All of it happened in one transaction, so it has one time. */
function tellReception(history: History): readonly TimelineEntry[] {
  const { message, deliveries, events } = history;
  if (deliveries.length > 0 && deliveries.every(({ kind }) => isOurs(kind))) return [tellWriting(history)];
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
      sentence:
        connection.login === undefined
          ? formatAuthentication(authentication)
          : clean(`logged in as ${connection.login}`),
      details: { ...authentication },
    }),
    ...tellMatches(at, deliveries),
    ...tellPolicy(history, at),
    entry({
      at: accepted?.at ?? at,
      kind: 'accepted',
      label: 'Accepted',
      sentence: `250, ${formatBytes(message.sizeBytes)}${isStored ? ', safe on disk' : ''}`,
      details: { sizeBytes: message.sizeBytes, ...accepted?.data },
    }),
  ];
}

/** Nobody sent what we say ourselves. */
function tellWriting({ message, deliveries }: History): TimelineEntry {
  const recipients = new Set(deliveries.map(shownRecipient));
  const sentence = `by SMTPy itself, to ${[...recipients].join(', ')}`;
  return entry({ at: message.receivedAt, kind: 'written', label: 'Written', sentence, details: {} });
}

function tellMatches(at: Date, deliveries: readonly StoredDelivery[]): readonly TimelineEntry[] {
  const byRecipient = Map.groupBy(deliveries, ({ recipient }) => recipient);
  return [...byRecipient].map(([recipient, ofRecipient]) => {
    const destinations = ofRecipient.flatMap(({ destination }) => destination ?? []);
    const subject = subjectOf(recipient, ofRecipient);
    const shown = ofRecipient
      .flatMap((delivery) => shownDestination(delivery) ?? [])
      .filter((address) => address !== subject);
    const sentence = shown.length === 0 ? subject : `${subject} → ${shown.join(', ')}`;
    return entry({ at, kind: 'matched', label: 'Matched', sentence, details: { recipient, destinations } });
  });
}

/** What the recipient is to us. */
function subjectOf(recipient: string, [first]: readonly StoredDelivery[]): string {
  if (first === undefined) return recipient;
  const shown = shownRecipient(first);
  // What is submitted is addressed to the contact himself.
  if (first.kind === 'reply') return first.destination === first.recipient ? shown : `reply address ${shown}`;
  return first.kind === 'forward' && first.aliasId !== undefined ? `alias ${shown}` : shown;
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

/** What the acceptance kept back until a person lets it go: it says so itself, since that changes later. */
function tellHolds(history: History): readonly TimelineEntry[] {
  const accepted = history.events.find(({ type }) => type === 'accepted');
  const held = accepted?.data['held'];
  if (accepted === undefined || !Array.isArray(held)) return [];
  return held.map((record: unknown) => {
    const details = Object(record) as Readonly<Record<string, unknown>>;
    const deliveryId = textOf(details['deliveryId']);
    const delivery = history.deliveries.find(({ id }) => id === deliveryId);
    const { sentence, ...words } = describeHold(textOf(details['reason']));
    return entry({
      at: accepted.at,
      deliveryId,
      ...words,
      sentence: sentence + ofWhich(history, delivery),
      details,
    });
  });
}

function tellEvent(history: History, event: RecordedEvent, index: number): readonly TimelineEntry[] {
  if (event.type === 'accepted') return [];
  const delivery = history.deliveries.find(({ id }) => id === event.deliveryId);
  const end = endOfAttempt(event);
  if (end !== undefined) return tellAttempt(history, { event, index, delivery, end });
  const { at, deliveryId, data: details } = event;
  return [entry({ at, deliveryId, ...describeEvent(history, event, delivery), details })];
}
