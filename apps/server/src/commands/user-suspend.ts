import { defineDatabaseCommand } from './on-database.ts';
import { changeUserOfLogin } from './user-change.ts';

/** Longest reason, as the API takes it. */
const maxReasonCharacters = 500;

/** Suspends a user. */
export const userSuspend = defineDatabaseCommand({
  name: 'user suspend',
  summary: 'Sign a user out everywhere, and let the user sign in no more',
  details:
    'API keys of the user are refused as well. The personal organization is suspended with the user; the mail of other organizations goes on. The last administrator cannot be suspended.',
  operands: [{ name: 'LOGIN', text: 'email address or username' }],
  options: {
    reason: { kind: 'text', placeholder: 'TEXT', text: 'why, for whoever runs the installation' },
  },
  examples: ["smtpy user suspend jane@example.com --reason 'sends unsolicited mail'"],
  run: async (installation, { options: { reason }, operands: [login = ''] }) => {
    if (reason !== undefined && reason.length > maxReasonCharacters)
      return { kind: 'misused', reason: `--reason has at most ${String(maxReasonCharacters)} characters` };
    return changeUserOfLogin(installation, login, {
      change: { suspension: { kind: 'suspend', reason } },
      describe: ({ email }) => `User ${email} is suspended.`,
    });
  },
});
