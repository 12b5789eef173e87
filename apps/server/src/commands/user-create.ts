import { operatorActor } from '../audit/index.ts';
import { userJson } from './json.ts';
import { defineDatabaseCommand } from './on-database.ts';

/** Makes a user. */
export const userCreate = defineDatabaseCommand({
  name: 'user create',
  summary: 'Make a user with a personal organization',
  options: {
    email: { kind: 'text', placeholder: 'E', isRequired: true, text: 'email address; counts as verified' },
    username: { kind: 'text', placeholder: 'U', text: 'a second name to sign in with' },
    password: {
      kind: 'text',
      placeholder: 'P',
      isRequired: true,
      text: 'the password; other users of this machine may see it while the command runs',
    },
    admin: { kind: 'flag', text: 'the user may administer the installation' },
  },
  examples: ["smtpy user create --email jane@example.com --password 'correct horse battery'"],
  run: async ({ accounts, administration }, { options }) => {
    const { email, username, password, admin: isAdministrator } = options;
    const result = await administration.makeUser({
      email,
      username,
      password,
      isAdministrator,
      actor: operatorActor,
    });
    if (result.kind !== 'made') return { kind: 'refused', reason: result.reason };
    const user = await accounts.findUser(result.user.email);
    if (user === undefined) throw new Error(`user ${result.user.email} was made and is not there`);
    const text = `User ${user.email} is made${user.isAdmin ? ' and administers the installation' : ''}.`;
    return { kind: 'done', text, data: userJson(user) };
  },
});
