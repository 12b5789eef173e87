import { defineDatabaseCommand } from './on-database.ts';
import { addSender, scopeOptions, scopeText } from './sender-scope.ts';

/** Allows a sender. */
export const senderAllow = defineDatabaseCommand({
  name: 'sender allow',
  summary: 'Let mail of an address or a domain pass every block and doubt',
  details:
    'It counts for mail that proves its sender, since anybody can write any name into a message. A domain covers all names below it. ' +
    `With --unproven it counts for mail that proves nothing as well. ${scopeText}`,
  operands: [{ name: 'SUBJECT', text: 'an address or a domain' }],
  options: {
    ...scopeOptions,
    note: { kind: 'text', placeholder: 'T', text: 'why, for whoever reads the list' },
    unproven: { kind: 'flag', text: 'also where neither SPF nor DKIM proves the sender' },
  },
  examples: ['smtpy sender allow bob@customer.example --alias shop@example.com'],
  run: (installation, { operands: [subject = ''], options }) =>
    addSender(installation, { verdict: 'allow', subject, options }),
});
