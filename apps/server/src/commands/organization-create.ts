import { maxOrganizationNameCharacters } from '@smtpy/contract';
import { operatorActor } from '../audit/index.ts';
import { defineDatabaseCommand } from './on-database.ts';
import { findUser } from './owner.ts';

/** Makes an organization. */
export const organizationCreate = defineDatabaseCommand({
  name: 'organization create',
  summary: 'Make an organization with a user as its owner',
  details: 'The limit of organizations that one user owns holds here as well.',
  operands: [{ name: 'NAME', text: 'how it is called; names need not be unique' }],
  options: {
    user: { kind: 'text', placeholder: 'E', isRequired: true, text: 'the owner, by email or username' },
  },
  examples: ["smtpy organization create 'Example Ltd.' --user jane@example.com"],
  run: async (installation, { operands: [text = ''], options }) => {
    const name = text.trim();
    if (!/^[^\p{Cc}\p{Cs}\u2028\u2029]+$/u.test(name) || name.length > maxOrganizationNameCharacters)
      return {
        kind: 'misused',
        reason: `A name has 1 to ${maxOrganizationNameCharacters} characters, on one line`,
      };
    const user = await findUser(installation, options.user);
    if (user.kind === 'refused') return user;
    const result = await installation.organizations.create({
      userId: user.value.id,
      name,
      actor: operatorActor,
    });
    if (result.kind !== 'created') return { kind: 'refused', reason: result.reason };
    const { organization } = result;
    return {
      kind: 'done',
      text: `Organization ${organization.name} is made: ${organization.id}`,
      data: { id: organization.id, name: organization.name, owner_user_id: user.value.id },
    };
  },
});
