import { defineDatabaseCommand } from './on-database.ts';
import { changeUserOfLogin } from './user-change.ts';

/** Ends the suspension of a user. */
export const userResume = defineDatabaseCommand({
  name: 'user resume',
  summary: 'End the suspension of a user',
  operands: [{ name: 'LOGIN', text: 'email address or username' }],
  examples: ['smtpy user resume jane@example.com'],
  run: (installation, { operands: [login = ''] }) =>
    changeUserOfLogin(installation, login, {
      change: { suspension: { kind: 'resume' } },
      describe: ({ email }) => `User ${email} is not suspended.`,
    }),
});
