import { maskAddress, phrase, type Phrase } from './phrase.ts';
import type { Message, MessageDelivery } from './told.ts';

/** What became of a message, in one line, with the state whose look it has. */
export interface Headline {
  readonly state: string;
  readonly sentence: Phrase;
}

/** The headline of a message; undefined where it has no delivery. */
export function headlineOf(message: Message): Headline | undefined {
  const [first, ...others] = message.deliveries;
  if (first === undefined) return undefined;
  if (others.length === 0) return { state: first.state, sentence: ofOne(first, message) };
  const done = message.deliveries.filter(({ state }) => state === 'delivered').length;
  return {
    state: message.state,
    sentence: phrase('headline.several', { done, all: message.deliveries.length }),
  };
}

/** What became of one delivery. */
export function ofOne(delivery: MessageDelivery, { received_at: receivedAt }: Message): Phrase {
  const to = shownDestination(delivery) ?? phrase('headline.nobody');
  const { state, finished_at: finishedAt, next_attempt_at: nextAttemptAt } = delivery;
  if (state === 'delivered' && finishedAt !== null) {
    const durationMs = Math.max(0, Date.parse(finishedAt) - Date.parse(receivedAt));
    return phrase('headline.delivered', { to, duration: { durationMs } });
  }
  if (state === 'deferred' && nextAttemptAt !== null)
    return phrase('headline.deferred', { to, at: { instant: nextAttemptAt } });
  return phrase(`headline.${state}`, { to });
}

/** Where a delivery goes: a mailbox masked, since people show this to others; the contact of a reply in full. */
export function shownDestination({ kind, destination }: MessageDelivery): string | undefined {
  if (destination === null) return undefined;
  return kind === 'reply' ? destination : maskAddress(destination);
}
