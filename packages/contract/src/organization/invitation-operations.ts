import { defineOperation } from '../api/operation.ts';
import { pageOf } from '../api/page.ts';
import {
  invitation,
  invitationCreation,
  invitationExample,
  invitationParams,
  invitationQuery,
} from './invitation.ts';

const tag = 'Invitations';

/** Invitations as members of the organization manage them. */
export const invitationOperations = {
  listInvitations: defineOperation({
    id: 'listInvitations',
    method: 'GET',
    path: '/v1/invitations',
    tag,
    summary: 'List invitations',
    description: 'Invitations of the organization, the newest first, those that have ended among them.',
    access: { kind: 'member', permission: 'members:read' },
    query: invitationQuery,
    answer: {
      status: 200,
      body: pageOf(invitation),
      example: { items: [invitationExample], next_cursor: null, total: 1 },
    },
  }),
  createInvitation: defineOperation({
    id: 'createInvitation',
    method: 'POST',
    path: '/v1/invitations',
    tag,
    summary: 'Invite somebody',
    description:
      'Sends a mail with a link that works for 7 days, once, and for the invited address alone. Nobody gives a role above the own one. The answer is the same whether or not the address belongs to a user of this installation. Who is a member or invited already is not invited again: `already_exists`.',
    access: { kind: 'member', permission: 'members:write' },
    body: invitationCreation,
    answer: { status: 201, body: invitation, example: invitationExample },
    errors: ['role_insufficient', 'already_exists', 'limit_reached', 'personal_organization'],
    audited: ['invitation.created'],
    limit: 'mail_sending',
    takesIdempotencyKey: true,
    example: { email: 'john@example.com', role: 'member' },
  }),
  getInvitation: defineOperation({
    id: 'getInvitation',
    method: 'GET',
    path: '/v1/invitations/{invitation_id}',
    tag,
    summary: 'Show an invitation',
    description: 'One invitation of the organization.',
    access: { kind: 'member', permission: 'members:read' },
    params: invitationParams,
    answer: { status: 200, body: invitation, example: invitationExample },
    errors: ['not_found'],
  }),
  cancelInvitation: defineOperation({
    id: 'cancelInvitation',
    method: 'DELETE',
    path: '/v1/invitations/{invitation_id}',
    tag,
    summary: 'Call an invitation back',
    description: 'The link stops working at once. The invitation stays in the list as `cancelled`.',
    access: { kind: 'member', permission: 'members:write' },
    params: invitationParams,
    answer: { status: 204 },
    errors: ['not_found', 'role_insufficient', 'conflict'],
    audited: ['invitation.cancelled'],
  }),
  resendInvitation: defineOperation({
    id: 'resendInvitation',
    method: 'POST',
    path: '/v1/invitations/{invitation_id}/resend',
    tag,
    summary: 'Send an invitation again',
    description:
      'Sends a mail with a new link, good for another 7 days; the link of the mail before stops working. Also for an expired invitation.',
    access: { kind: 'member', permission: 'members:write' },
    params: invitationParams,
    answer: { status: 200, body: invitation, example: invitationExample },
    errors: ['not_found', 'role_insufficient', 'already_exists', 'conflict', 'limit_reached'],
    audited: ['invitation.renewed'],
    limit: 'mail_sending',
    takesIdempotencyKey: true,
  }),
} as const;
