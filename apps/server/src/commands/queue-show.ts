import { stripControl } from '@smtpy/mail';
import type { ShownDelivery } from '../queue/index.ts';
import { shownDeliveryJson } from './json.ts';
import { defineDatabaseCommand } from './on-database.ts';
import { formatFacts, formatInstant } from './table-text.ts';

/** Tells everything of one delivery. */
export const queueShow = defineDatabaseCommand({
  name: 'queue show',
  summary: 'Show a delivery with its history',
  details:
    'Real addresses are shown in full. The timeline of the message, which may be passed on, masks them: smtpy message show.',
  operands: [{ name: 'ID', text: 'the id of the delivery' }],
  examples: ['smtpy queue show 01890a5d-ac96-774b-bcce-b302099a8057'],
  run: async ({ queue }, { operands: [id = ''] }) => {
    const found = await queue.show(id);
    if (found.kind !== 'found')
      return {
        kind: 'refused',
        reason: `There is no delivery ${id}`,
        hint: 'The unfinished ones are shown by: smtpy queue list',
      };
    return { kind: 'done', text: formatDelivery(found.delivery), data: shownDeliveryJson(found.delivery) };
  },
});

function formatDelivery(delivery: ShownDelivery): string {
  const { nextAttemptAt, leaseOwner, leaseUntil, finishedAt, lastReply } = delivery;
  const facts = formatFacts([
    ['delivery', delivery.id],
    ['message', delivery.messageId],
    ['state', delivery.state],
    ['reason', delivery.reason],
    ['recipient', delivery.recipient],
    ['destination', delivery.destination],
    ['kind', delivery.kind],
    ['mode', delivery.kind === 'forward' ? delivery.mode : undefined],
    ['sent as', delivery.sentAs === delivery.recipient ? undefined : delivery.sentAs],
    ['attempts', String(delivery.attempts)],
    ['created', formatInstant(delivery.createdAt)],
    ['next attempt', nextAttemptAt && formatInstant(nextAttemptAt)],
    ['expires', formatInstant(delivery.expiresAt)],
    ['leased', leaseOwner && leaseUntil && `by ${leaseOwner} until ${formatInstant(leaseUntil)}`],
    ['finished', finishedAt && formatInstant(finishedAt)],
    ['last reply', lastReply === null || lastReply === undefined ? undefined : JSON.stringify(lastReply)],
  ]);
  const history = delivery.events.map(
    ({ at, type, data }) => `${formatInstant(at)}  ${type}  ${stripControl(JSON.stringify(data))}`,
  );
  return history.length === 0 ? facts : [facts, ['History:', ...history].join('\n')].join('\n\n');
}
