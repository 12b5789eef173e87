import { isQuarantineReason } from '../queue/index.ts';
import { ofWhich, shownDestination, type History } from './history.ts';
import type { TimelineEntry } from './message.ts';
import { describeRefusal } from './refusal-words.ts';
import { clean, explainHold, explainReason, formatReport, maskIn, textOf } from './sentences.ts';
import type { RecordedEvent, StoredDelivery } from './store.ts';

type Words = Pick<TimelineEntry, 'kind' | 'label' | 'sentence'>;

/** Words for events that are not the end of an attempt, by their type. */
const describers: Readonly<
  Record<string, (event: RecordedEvent, delivery: StoredDelivery | undefined) => Words>
> = {
  discarded: ({ data }, delivery) => ({
    kind: 'discarded',
    label: 'Discarded',
    sentence: explainReason(textOf(data['reason']) ?? delivery?.reason),
  }),
  cancelled: ({ data }) => ({
    kind: 'cancelled',
    label: 'Cancelled',
    sentence: tellCancellation(data),
  }),
  retried: ({ data }) => ({
    kind: 'retried',
    label: 'Retry asked',
    sentence: `${textOf(data['by']) === undefined ? '' : `by ${nameOf(textOf(data['by']))}; `}the next attempt is made now`,
  }),
  confirmed: ({ data }) => ({ kind: 'confirmed', ...tellConfirmation(data) }),
  // What must not leave as it is. What an acceptance holds is told with the acceptance.
  held: ({ data }, delivery) => {
    const why = textOf(data['explanation']);
    const hold = describeHold(textOf(data['reason']) ?? delivery?.reason);
    return { ...hold, sentence: why === undefined ? hold.sentence : `${hold.sentence} (${clean(why)})` };
  },
  refused: ({ data }) => ({ kind: 'refused', label: 'Refused', sentence: describeRefusal(data) }),
  // The one that is no end of an attempt: held until no time was left.
  expired: ({ data }) => ({
    kind: 'expired',
    label: 'Gave up',
    sentence: `${textOf(data['explanation']) ?? 'nobody let it go in time'}; it is not sent`,
  }),
  reported: ({ data }, delivery) => ({
    kind: 'reported',
    label: 'Report',
    sentence: maskIn(
      formatReport(data['report'], { reportMessageId: textOf(data['reportMessageId']) }),
      delivery?.kind === 'reply' ? undefined : delivery?.destination,
    ),
  }),
  owner_told: ({ data }) => ({ kind: 'owner_told', label: 'Owner', sentence: tellOwner(data) }),
  sender_told: () => ({ kind: 'sender_told', label: 'Sender', sentence: 'told of the failure by a report' }),
  sender_not_told: ({ data }) => ({
    kind: 'sender_not_told',
    label: 'Sender',
    sentence: `not told of the failure: ${explainSilence(textOf(data['reason']))}`,
  }),
  mailbox_paused: ({ data }, delivery) => ({
    kind: 'mailbox_paused',
    label: 'Paused',
    sentence: `${mailboxOf(delivery)} gets nothing more${tellFailures(data['failures'])}, until a test message is taken`,
  }),
  mailbox_resumed: (_, delivery) => ({
    kind: 'mailbox_resumed',
    label: 'Resumed',
    sentence: `${mailboxOf(delivery)} takes mail again; what waited is sent now`,
  }),
};

/** An event in words. One of a newer program is told by its name, which is all that is known here. */
export function describeEvent(
  history: History,
  event: RecordedEvent,
  delivery: StoredDelivery | undefined,
): Words {
  const words = describers[event.type]?.(event, delivery);
  if (words === undefined) return { kind: 'event', label: 'Event', sentence: clean(event.type) };
  return { ...words, sentence: words.sentence + ofWhich(history, delivery) };
}

/** What an acceptance held, and why. */
export function describeHold(reason: string | undefined): Words {
  return { kind: 'held', label: 'Held', sentence: explainHold(reason) };
}

/** Who let it go, and what that means where it was in quarantine. */
function tellConfirmation({ by, reason }: RecordedEvent['data']): Pick<Words, 'label' | 'sentence'> {
  const who = nameOf(textOf(by));
  return isQuarantineReason(textOf(reason))
    ? { label: 'Released', sentence: `${who} let it out of quarantine; it is sent now` }
    : { label: 'Confirmed', sentence: `${who} let it go; it is sent now` };
}

function tellCancellation({ was, by, reason }: RecordedEvent['data']): string {
  if (was !== 'held') {
    const who = textOf(by) === 'member' ? `${nameOf(textOf(by))} did it; ` : '';
    return `${who}no further attempt is made`;
  }
  if (!isQuarantineReason(textOf(reason))) return 'it was held and is not sent';
  return `${nameOf(textOf(by))} deleted it from quarantine; it is not sent`;
}

const people: Readonly<Record<string, string>> = {
  operator: 'the operator',
  mailbox: 'the owner, from the mailbox,',
  key: 'a new key',
  member: 'a member',
};

function nameOf(by: string | undefined): string {
  return people[by ?? ''] ?? clean(by ?? 'somebody');
}

const news: Readonly<Record<string, string>> = {
  failed: 'the failure',
  delayed: 'the delay',
  held: 'the hold',
  reported: 'the report',
  other_sender: 'the other sender',
  probe_ended: 'the end of the pause',
};

/** Why the owner gets no mail; the notice is kept all the same. */
const ownerSilences: Readonly<Record<string, string>> = {
  told_today: 'the same was told within a day',
  nobody_reachable: 'no address of the owner works',
  not_wanted: 'no owner wants such mail',
  asked_before: 'the question was asked before',
  asked_too_often: 'too many questions within an hour',
};

function tellOwner({ about, reason }: Readonly<Record<string, unknown>>): string {
  const subject = news[textOf(about) ?? ''] ?? 'it';
  const why = textOf(reason);
  if (why === undefined) return `told of ${subject} by mail`;
  return `not told of ${subject} by mail: ${ownerSilences[why] ?? clean(why).replaceAll('_', ' ')}`;
}

/** Why the sender of a failed message hears nothing. */
const silences: Readonly<Record<string, string>> = {
  null_sender: 'the message has no return path',
  unproven_sender: 'nothing proves that the message is from its return path',
  list: 'the message came from a mailing list',
  automatic: 'the message was sent by a program',
  rewrite: 'the message was rewritten, so the sender is not known to the mailbox',
  told_before: 'one report per message is enough',
  other_mailbox: 'another mailbox of the alias has the message, or may still get it',
  unknown: 'the message is older than reports to senders',
};

function explainSilence(reason: string | undefined): string {
  return silences[reason ?? ''] ?? clean(reason ?? 'no reason was recorded').replaceAll('_', ' ');
}

function mailboxOf(delivery: StoredDelivery | undefined): string {
  return (delivery && shownDestination(delivery)) ?? 'the mailbox';
}

function tellFailures(failures: unknown): string {
  return typeof failures === 'number' ? ` after ${String(failures)} hard failures` : '';
}
