import { defineDatabaseCommand } from './on-database.ts';
import { refusal } from './queue-retry.ts';

/** Ends a waiting or held delivery. */
export const queueCancel = defineDatabaseCommand({
  name: 'queue cancel',
  summary: 'End a waiting or held delivery without another attempt',
  operands: [{ name: 'ID', text: 'the id of the delivery' }],
  examples: ['smtpy queue cancel 01890a5d-ac96-774b-bcce-b302099a8057'],
  run: async ({ queue }, { operands: [id = ''] }) => {
    const result = await queue.cancel({ deliveryId: id, by: 'operator' });
    if (result.kind !== 'cancelled') return refusal(id, { result, action: 'cancelled' });
    return { kind: 'done', text: `Delivery ${id} is cancelled.`, data: { id, result: result.kind } };
  },
});
