import { memberRoles } from '@smtpy/contract';
import { operatorActor } from '../audit/index.ts';
import { isUuid } from '../db/index.ts';
import { findMember, memberJson, organizationOption, parseRole } from './member-operand.ts';
import { defineDatabaseCommand } from './on-database.ts';

/** Gives a member another role. */
export const memberRole = defineDatabaseCommand({
  name: 'member role',
  summary: 'Give a member of an organization another role',
  details: 'Holds at once, for sessions and API keys. The last owner stays one: make another one first.',
  operands: [
    { name: 'EMAIL', text: 'the member' },
    { name: 'ROLE', text: `one of ${memberRoles.join(', ')}` },
  ],
  options: { organization: organizationOption },
  examples: ['smtpy member role john@example.com owner --organization 019a9c1e-5c1e-7a55-8f0e-3a1c5be0a001'],
  run: async (installation, { operands: [email = '', text = ''], options }) => {
    const { organization: organizationId } = options;
    const role = parseRole(text);
    if (role === undefined)
      return { kind: 'misused', reason: `A role is one of ${memberRoles.join(', ')}, not "${text}"` };
    if (!isUuid(organizationId))
      return { kind: 'misused', reason: `--organization is an id, not "${organizationId}"` };
    const member = await findMember(installation, { organizationId, email });
    if (member.kind === 'refused') return member;
    const wish = { organizationId, memberId: member.value.id, actor: operatorActor };
    const result = await installation.members.changeRole({ ...wish, role });
    if (result.kind !== 'changed') return { kind: 'refused', reason: result.reason };
    return {
      kind: 'done',
      text: `${result.member.email} is ${result.member.role} now.`,
      data: memberJson(result.member),
    };
  },
});
