import { maskAddress, stripControl } from '@smtpy/mail';
import { shownDestination, shownRecipient } from './history.ts';
import { formatBytes } from './sentences.ts';
import type { MessageDelivery, MessageDetails, MessageSummary, TimelineEntry } from './message.ts';
import { isSenderHidden, shownSender } from './shown-sender.ts';

/** Width of the label column: the longest label with two spaces behind it. */
const labelWidth = 15;

/** A message as lines for a terminal: what it was, what became of it, then its timeline. Times are UTC, mailboxes masked. */
export function formatTimeline(message: MessageDetails): string {
  return [
    stripControl(formatSubject(message)),
    `${stripControl(senderOf(message))} → ${recipientsOf(message).map(stripControl).join(', ')}`,
    `${formatBytes(message.sizeBytes)}, message ${message.id}`,
    '',
    ...message.deliveries.map(formatDelivery),
    ...formatEntries(message.timeline),
  ].join('\n');
}

/** The subject of a message in words: it may have none, and it may not be kept. Not cleaned. */
export function formatSubject({ subject, mailFrom, headerFrom }: MessageSummary): string {
  if (subject !== undefined && subject !== '') return subject;
  return isSenderHidden(mailFrom) || isSenderHidden(headerFrom) ? 'Subject not kept' : 'No subject';
}

/** The author; masked where a reply came from the owner's own mailbox. What came with a login is from the alias. */
function senderOf({ headerFrom, mailFrom, connection, deliveries }: MessageDetails): string {
  const sender = headerFrom ?? mailFrom;
  if (sender === '' || isSenderHidden(sender)) return shownSender(sender);
  const isFromMailbox = connection.login === undefined && deliveries.some(({ kind }) => kind === 'reply');
  return isFromMailbox ? maskAddress(sender) : sender;
}

function recipientsOf({ rcptTo, deliveries }: MessageDetails): readonly string[] {
  return rcptTo.map((address) => {
    const delivery = deliveries.find(({ recipient }) => recipient === address);
    return delivery === undefined ? address : shownRecipient(delivery);
  });
}

function formatDelivery(delivery: MessageDelivery): string {
  const places = [shownRecipient(delivery), shownDestination(delivery)].filter(
    (place) => place !== undefined,
  );
  const where = [...new Set(places)].join(' → ');
  return `${delivery.state.padEnd(labelWidth)}${stripControl(where)}  delivery ${delivery.id}`;
}

/** A line per entry, and the date before the first of each day. */
function formatEntries(entries: readonly TimelineEntry[]): readonly string[] {
  let day = '';
  return entries.flatMap((entry) => {
    const [date = '', time = ''] = entry.at.toISOString().split('T');
    const heading = date === day ? [] : ['', `${date} UTC`];
    day = date;
    return [...heading, `${time.slice(0, 12)}  ${entry.label.padEnd(labelWidth)}${entry.sentence}`];
  });
}
