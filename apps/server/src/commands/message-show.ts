import { formatTimeline } from '../messages/index.ts';
import { messageJson } from './json.ts';
import { defineDatabaseCommand } from './on-database.ts';

/** Tells what happened to a message. */
export const messageShow = defineDatabaseCommand({
  name: 'message show',
  summary: 'Show a message with its timeline',
  operands: [{ name: 'ID', text: 'the id of the message' }],
  examples: ['smtpy message show 01890a5d-ac96-774b-bcce-b302099a8057'],
  run: async ({ messages }, { operands: [id = ''] }) => {
    const message = await messages.show(id);
    if (message === undefined) {
      return {
        kind: 'refused',
        reason: `There is no message ${id}`,
        hint: 'The newest are shown by: smtpy message list',
      };
    }
    return { kind: 'done', text: formatTimeline(message), data: messageJson(message) };
  },
});
