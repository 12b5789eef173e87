import { isUuid } from '../db/index.ts';
import { defineDatabaseCommand } from './on-database.ts';
import { findScope, scopeOptions, scopeText, senderJson } from './sender-scope.ts';

/** Removes blocks and allows. */
export const senderRemove = defineDatabaseCommand({
  name: 'sender remove',
  summary: 'Take a sender out of a list of blocked and allowed ones',
  details: `A subject takes its block and its allow with it; an id that one entry. ${scopeText}`,
  operands: [{ name: 'SUBJECT', text: 'an address or a domain as it is listed, or the id of an entry' }],
  options: scopeOptions,
  examples: ['smtpy sender remove spam.example --user jane@example.com'],
  run: async (installation, { operands: [subject = ''], options }) => {
    const scope = await findScope(installation, options);
    if (scope.kind !== 'scope') return scope;
    const { organizationId, aliasId, words } = scope;
    const list = { organizationId, aliasId };
    const result = await installation.senders.remove(
      isUuid(subject) ? { ...list, id: subject } : { ...list, subject },
    );
    if (result.kind === 'unknown_entry')
      return { kind: 'refused', reason: `${subject} is not in ${words}`, hint: 'See: smtpy sender list' };
    if (result.kind !== 'removed') return { kind: 'refused', reason: result.reason };
    const { entries } = result;
    const removed = entries.map((entry) => `the ${entry.verdict} of ${entry.subject}`).join(' and ');
    return {
      kind: 'done',
      text: `Removed ${removed} from ${words}.`,
      data: { items: entries.map(senderJson) },
    };
  },
});
