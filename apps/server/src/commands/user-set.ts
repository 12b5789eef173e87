import { defineDatabaseCommand } from './on-database.ts';
import { changeUserOfLogin } from './user-change.ts';

/** Makes or unmakes an administrator. */
export const userSet = defineDatabaseCommand({
  name: 'user set',
  summary: 'Say whether a user administers the installation',
  details: 'An administrator who is not suspended always remains.',
  operands: [{ name: 'LOGIN', text: 'email address or username' }],
  options: {
    admin: {
      kind: 'text',
      placeholder: 'on|off',
      choices: ['on', 'off'],
      isRequired: true,
      text: 'whether the user may administer the installation: on or off',
    },
  },
  examples: ['smtpy user set jane@example.com --admin on'],
  run: (installation, { options: { admin }, operands: [login = ''] }) =>
    changeUserOfLogin(installation, login, {
      change: { isAdministrator: admin === 'on' },
      describe: ({ email, isAdministrator }) =>
        `User ${email} ${isAdministrator ? 'administers' : 'does not administer'} the installation.`,
    }),
});
