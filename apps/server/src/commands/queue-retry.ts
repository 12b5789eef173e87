import type { OperatorRefusal } from '../queue/index.ts';
import type { Outcome } from './command.ts';
import { defineDatabaseCommand } from './on-database.ts';

/** Makes a waiting delivery due now. */
export const queueRetry = defineDatabaseCommand({
  name: 'queue retry',
  summary: 'Try a waiting delivery again now',
  operands: [{ name: 'ID', text: 'the id of the delivery' }],
  examples: ['smtpy queue retry 01890a5d-ac96-774b-bcce-b302099a8057'],
  run: async ({ queue }, { operands: [id = ''] }) => {
    const result = await queue.retry(id);
    if (result.kind !== 'retried') return refusal(id, { result, action: 'tried again' });
    return { kind: 'done', text: `Delivery ${id} is due now.`, data: { id, result: result.kind } };
  },
});

/** Why the operator's action was not done. */
export function refusal(
  id: string,
  { result, action }: { readonly result: OperatorRefusal; readonly action: string },
): Outcome {
  return result.kind === 'not_found'
    ? {
        kind: 'refused',
        reason: `There is no delivery ${id}`,
        hint: 'The unfinished ones are shown by: smtpy queue list',
      }
    : {
        kind: 'refused',
        reason: `Delivery ${id} is ${result.state} and cannot be ${action}`,
        hint: `More about it: smtpy queue show ${id}`,
      };
}
