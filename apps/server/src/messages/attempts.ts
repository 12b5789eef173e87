import { attemptEnds, type AttemptEnd, type DeliveryAttempt, type TimelineEntry } from './message.ts';
import { entry, ofWhich, type History } from './history.ts';
import {
  clean,
  formatDuration,
  formatEvidence,
  formatReply,
  formatTime,
  maskIn,
  textOf,
} from './sentences.ts';
import type { RecordedEvent, StoredDelivery } from './store.ts';

/** Whether an event tells of the end of an attempt. What expired while it was held was never attempted. */
export function endOfAttempt({ type, data }: RecordedEvent): AttemptEnd | undefined {
  return data['stage'] === 'held' ? undefined : attemptEnds.find((end) => end === type);
}

/** One attempt, with the event of its end. */
export interface Attempt {
  readonly event: RecordedEvent;
  /** Position of the event among all events of the message. */
  readonly index: number;
  readonly delivery: StoredDelivery | undefined;
  readonly end: AttemptEnd;
}

/** An attempt in lines: the refusal that made it a second try, what was changed, what the next hop said, and what that means. */
export function tellAttempt(history: History, attempt: Attempt): readonly TimelineEntry[] {
  const { at, deliveryId, data: details } = attempt.event;
  const { delivery, end } = attempt;
  const number = numberOf(history, attempt);
  const line = (kind: TimelineEntry['kind'], label: string, sentence: string): TimelineEntry =>
    entry({ at, deliveryId, kind, label, sentence, details });
  const secret = delivery?.kind === 'reply' ? undefined : delivery?.destination;
  const told = (sentence: string): string => maskIn(sentence, secret) + ofWhich(history, delivery);
  const label = `Attempt ${String(number)}`;
  const refusal = tellRefusal(details['refusedAsPreserve']);
  const changes = tellChanges(details['changes']);
  const { label: endLabel, sentence: endSentence } = tellEnd(history, attempt, number);
  return [
    ...(refusal === undefined ? [] : [line('attempt', label, told(refusal))]),
    ...(changes === undefined ? [] : [line('changed', 'Changed', told(changes))]),
    line('attempt', label, told(formatEvidence(details))),
    line(end, endLabel, endSentence),
  ];
}

/** Every attempt, oldest first. */
export function listAttempts(history: History): readonly DeliveryAttempt[] {
  return history.events.flatMap((event, index) => {
    // An attempt may find that the delivery must not leave as it is; what an acceptance holds is no event of its own.
    const outcome = endOfAttempt(event) ?? (event.type === 'held' ? 'held' : undefined);
    const delivery = history.deliveries.find(({ id }) => id === event.deliveryId);
    if (outcome === undefined || delivery === undefined) return [];
    const { data } = event;
    const due = textOf(data['nextAttemptAt']);
    const secret = delivery.kind === 'reply' ? undefined : delivery.destination;
    return {
      deliveryId: delivery.id,
      number: numberOf(history, { event, index }),
      at: event.at,
      outcome,
      host: textOf(data['host']),
      tls: textOf(data['tls']),
      words: maskIn(saidIn(data), secret),
      nextAttemptAt: due === undefined ? undefined : new Date(due),
    };
  });
}

function saidIn(data: Readonly<Record<string, unknown>>): string {
  const { host: _host, ...rest } = data;
  return formatEvidence(rest);
}

/** `refused unchanged by mx.example.com: 550 5.7.26 …; sent once more as rewrite`. */
function tellRefusal(refusal: unknown): string | undefined {
  if (typeof refusal !== 'object' || refusal === null) return undefined;
  const { host, reply } = refusal as Readonly<Record<string, unknown>>;
  const by = textOf(host) === undefined ? '' : ` by ${textOf(host) ?? ''}`;
  const words = formatReply(reply);
  return clean(`refused unchanged${by}${words === undefined ? '' : `: ${words}`}; sent once more as rewrite`);
}

function tellChanges(changes: unknown): string | undefined {
  const words = Array.isArray(changes) ? changes.filter((change) => typeof change === 'string') : [];
  return words.length === 0 ? undefined : clean(words.join(', '));
}

/** As recorded; counted where the record has none. */
function numberOf({ events }: History, { event, index }: Pick<Attempt, 'event' | 'index'>): number {
  const { attempt } = event.data;
  if (typeof attempt === 'number') return attempt;
  return events
    .slice(0, index + 1)
    .filter((other) => other.deliveryId === event.deliveryId && endOfAttempt(other) !== undefined).length;
}

function tellEnd(
  history: History,
  { event, delivery, end }: Attempt,
  number: number,
): Pick<TimelineEntry, 'label' | 'sentence'> {
  switch (end) {
    case 'delivered': {
      const afterMs = event.at.getTime() - history.message.receivedAt.getTime();
      return {
        label: 'Delivered',
        sentence: `${formatDuration(afterMs)} after acceptance${tellForm(event, delivery)}`,
      };
    }
    case 'bounced':
      return { label: 'Bounced', sentence: 'the next hop refused it for good; no further attempt is made' };
    case 'expired':
      return {
        label: 'Gave up',
        sentence: `no time was left after ${String(number)} ${number === 1 ? 'attempt' : 'attempts'}`,
      };
    case 'deferred':
      return { label: 'Will retry', sentence: tellNext(event, delivery) ?? 'the failure is temporary' };
    case 'recovered': {
      const next = tellNext(event, delivery) ?? 'it is sent again';
      return {
        label: 'Will retry',
        sentence: `${next}; if the one before had come through, it arrives twice`,
      };
    }
  }
}

/** How it left, where the mode gives a choice. */
function tellForm({ data }: RecordedEvent, delivery: StoredDelivery | undefined): string {
  if (delivery?.kind !== 'forward' || delivery.mode === 'rewrite') return '';
  return { preserve: ', unchanged', rewrite: ', rewritten' }[textOf(data['sentIn']) ?? ''] ?? '';
}

function tellNext({ data }: RecordedEvent, delivery: StoredDelivery | undefined): string | undefined {
  const recorded = textOf(data['nextAttemptAt']);
  const dueAt = recorded === undefined ? delivery?.nextAttemptAt : new Date(recorded);
  return dueAt && `next attempt at ${formatTime(dueAt)}`;
}
