import { defineDatabaseCommand } from './on-database.ts';
import { addSender, scopeOptions, scopeText } from './sender-scope.ts';

/** Blocks a sender. */
export const senderBlock = defineDatabaseCommand({
  name: 'sender block',
  summary: 'Refuse mail of an address or a domain',
  details:
    'It is refused with 550, be it the sender of the envelope or the author; by the list of the operator for now, with 421 or 450. A ' +
    `domain covers all names below it. An allow of the same sender wins, whoever made it. ${scopeText}`,
  operands: [{ name: 'SUBJECT', text: 'an address or a domain' }],
  options: {
    ...scopeOptions,
    note: { kind: 'text', placeholder: 'T', text: 'why, for whoever reads the list' },
  },
  examples: ['smtpy sender block spam.example --user jane@example.com --note "sold my address"'],
  run: (installation, { operands: [subject = ''], options }) =>
    addSender(installation, { verdict: 'block', subject, options }),
});
