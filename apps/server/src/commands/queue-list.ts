import { deliveryStates, type DeliveryState } from '../queue/index.ts';
import { deliveryJson, pageJson } from './json.ts';
import { defineDatabaseCommand } from './on-database.ts';
import { pageOptions, parsePage } from './page-options.ts';
import { formatInstant, formatTable } from './table-text.ts';

/** Lists deliveries. */
export const queueList = defineDatabaseCommand({
  name: 'queue list',
  summary: 'List deliveries, unfinished ones unless a state is given',
  options: {
    state: {
      kind: 'text',
      placeholder: 'STATE',
      choices: deliveryStates,
      text: `one of ${deliveryStates.join(', ')}`,
    },
    destination: { kind: 'text', placeholder: 'DOMAIN', text: 'only those to this destination domain' },
    ...pageOptions,
  },
  examples: [
    'smtpy queue list --state deferred',
    'smtpy queue list --state held',
    'smtpy queue list --destination provider.example --json',
  ],
  run: async ({ queue }, { options }) => {
    const page = parsePage(options);
    if (page.kind === 'misused') return page;
    const { limit, afterId } = page;
    const deliveries = await queue.list({
      limit,
      ...(afterId === undefined ? {} : { afterId }),
      // The frame has let nothing but one of the choices through.
      ...(options.state === undefined ? {} : { state: options.state as DeliveryState }),
      ...(options.destination === undefined ? {} : { queueKey: options.destination.toLowerCase() }),
    });
    const rows = deliveries.map(
      ({ id, kind, state, attempts, nextAttemptAt, recipient, queueKey, reason = '' }) => [
        id,
        kind,
        state,
        String(attempts),
        nextAttemptAt === undefined ? '' : formatInstant(nextAttemptAt),
        recipient,
        queueKey,
        reason,
      ],
    );
    const text = formatTable(
      ['id', 'kind', 'state', 'attempts', 'next attempt', 'recipient', 'destination', 'reason'],
      rows,
      { empty: 'No deliveries.' },
    );
    return { kind: 'done', text, data: pageJson(deliveries, { limit, toJson: deliveryJson }) };
  },
});
