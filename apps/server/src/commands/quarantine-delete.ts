import { defineDatabaseCommand } from './on-database.ts';
import { quarantineRefusal } from './quarantine-refusal.ts';

/** Deletes a message in quarantine. */
export const quarantineDelete = defineDatabaseCommand({
  name: 'quarantine delete',
  summary: 'Delete a message in quarantine; its sender is not told',
  operands: [{ name: 'ID', text: 'the id of the delivery' }],
  examples: ['smtpy quarantine delete 01890a5d-ac96-774b-bcce-b302099a8057'],
  run: async ({ quarantine }, { operands: [id = ''] }) => {
    const result = await quarantine.remove({ deliveryId: id, by: 'operator' });
    if (result.kind !== 'done') return quarantineRefusal(id, result);
    return { kind: 'done', text: `Delivery ${id} is deleted.`, data: { id, result: 'deleted' } };
  },
});
