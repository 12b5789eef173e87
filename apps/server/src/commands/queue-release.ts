import { defineDatabaseCommand } from './on-database.ts';
import { refusal } from './queue-retry.ts';

/** Lets a held delivery go. */
export const queueRelease = defineDatabaseCommand({
  name: 'queue release',
  summary: 'Let a held delivery go: it is sent now',
  details:
    'A reply is held while nothing proves that the owner wrote it, or when it names people who would see the real address. The reason is shown by smtpy queue show. queue cancel drops it instead.',
  operands: [{ name: 'ID', text: 'the id of the delivery' }],
  examples: ['smtpy queue list --state held', 'smtpy queue release 01890a5d-ac96-774b-bcce-b302099a8057'],
  run: async ({ queue }, { operands: [id = ''] }) => {
    const result = await queue.release({ deliveryId: id, by: 'operator' });
    switch (result.kind) {
      case 'released':
        return { kind: 'done', text: `Delivery ${id} is due now.`, data: { id, result: result.kind } };
      case 'not_held':
        return refusal(id, { result: { kind: 'wrong_state', state: result.state }, action: 'released' });
      case 'not_found':
        return refusal(id, { result, action: 'released' });
    }
  },
});
