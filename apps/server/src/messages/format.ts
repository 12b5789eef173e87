import { maskAddress, stripControl } from '@smtpy/mail';
import { formatBytes } from './sentences.ts';
import type { MessageDelivery, MessageDetails, TimelineEntry } from './message.ts';

/** Width of the label column: the longest label with two spaces behind it. */
const labelWidth = 15;

/** A message as lines for a terminal: what it was, what became of it, then its timeline. Times are UTC, mailboxes masked. */
export function formatTimeline(message: MessageDetails): string {
  const sender = message.headerFrom ?? (message.mailFrom === '' ? 'null sender' : message.mailFrom);
  return [
    message.subject === undefined || message.subject === '' ? 'No subject' : stripControl(message.subject),
    `${stripControl(sender)} → ${message.rcptTo.map(stripControl).join(', ')}`,
    `${formatBytes(message.sizeBytes)}, message ${message.id}`,
    '',
    ...message.deliveries.map(formatDelivery),
    ...formatEntries(message.timeline),
  ].join('\n');
}

function formatDelivery({ id, recipient, destination, state }: MessageDelivery): string {
  const where = destination === undefined ? recipient : `${recipient} → ${maskAddress(destination)}`;
  return `${state.padEnd(labelWidth)}${stripControl(where)}  delivery ${id}`;
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
