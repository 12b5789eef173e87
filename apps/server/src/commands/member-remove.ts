import { operatorActor } from '../audit/index.ts';
import { isUuid } from '../db/index.ts';
import { findMember, memberJson, organizationOption } from './member-operand.ts';
import { defineDatabaseCommand } from './on-database.ts';

/** Ends a membership. */
export const memberRemove = defineDatabaseCommand({
  name: 'member remove',
  summary: 'Remove a member from an organization',
  details:
    'The API keys of the member in this organization end with the membership. The last owner stays: make another one first.',
  operands: [{ name: 'EMAIL', text: 'the member' }],
  options: { organization: organizationOption },
  examples: ['smtpy member remove john@example.com --organization 019a9c1e-5c1e-7a55-8f0e-3a1c5be0a001'],
  run: async (installation, { operands: [email = ''], options: { organization: organizationId } }) => {
    if (!isUuid(organizationId))
      return { kind: 'misused', reason: `--organization is an id, not "${organizationId}"` };
    const member = await findMember(installation, { organizationId, email });
    if (member.kind === 'refused') return member;
    const memberId = member.value.id;
    const result = await installation.members.remove({ organizationId, memberId, actor: operatorActor });
    if (result.kind !== 'removed') return { kind: 'refused', reason: result.reason };
    return {
      kind: 'done',
      text: `${result.member.email} is no member any more.`,
      data: memberJson(result.member),
    };
  },
});
