import { memberRoles } from '@smtpy/contract';
import { operatorActor } from '../audit/index.ts';
import { isUuid } from '../db/index.ts';
import { organizationOption, parseRole } from './member-operand.ts';
import { defineDatabaseCommand } from './on-database.ts';

/** Invites somebody into an organization. */
export const memberInvite = defineDatabaseCommand({
  name: 'member invite',
  summary: 'Invite an address into an organization',
  details:
    'Sends a mail with a link that works for 7 days, once, and for this address alone. It is sent by a running `smtpy serve`; in the sandbox it is captured.',
  operands: [{ name: 'EMAIL', text: 'whom to invite' }],
  options: {
    organization: organizationOption,
    role: {
      kind: 'text',
      placeholder: 'ROLE',
      choices: memberRoles,
      text: `one of ${memberRoles.join(', ')}; member unless given`,
    },
  },
  examples: [
    'smtpy member invite john@example.com --organization 019a9c1e-5c1e-7a55-8f0e-3a1c5be0a001 --role admin',
  ],
  run: async ({ members }, { operands: [email = ''], options }) => {
    const { organization: organizationId } = options;
    if (!isUuid(organizationId))
      return { kind: 'misused', reason: `--organization is an id, not "${organizationId}"` };
    const role = parseRole(options.role ?? 'member') ?? 'member';
    const result = await members.invite({ organizationId, email, role, actor: operatorActor });
    if (result.kind !== 'invited') return { kind: 'refused', reason: result.reason };
    const { invitation } = result;
    return {
      kind: 'done',
      text: `${invitation.email} is invited as ${invitation.role}, until ${invitation.expiresAt.toISOString()}.`,
      data: {
        id: invitation.id,
        organization_id: organizationId,
        email: invitation.email,
        role: invitation.role,
        state: invitation.state,
        expires_at: invitation.expiresAt,
      },
    };
  },
});
