import { defineOperation } from '../api/operation.ts';
import { pageOf, pageQuery } from '../api/page.ts';
import {
  invitationLook,
  invitationLookExample,
  invitationParams,
  invitationToken,
  receivedInvitation,
  receivedInvitationExample,
} from './invitation.ts';
import { organizationSummary, organizationSummaryExample } from './organization.ts';

const tag = 'Invitations';
const tokenExample = { token: 'v7Jm2T0Qe3bYk1sXc9LrUaWz5HnPdGfE6iKoBt8MxqA' };
const joined = {
  status: 200,
  body: organizationSummary,
  example: { ...organizationSummaryExample, role: 'member' },
} as const;

/** Invitations as the invited person meets them: by the link of the mail, or signed in as the owner of the address. */
export const receivedInvitationOperations = {
  lookAtInvitationLink: defineOperation({
    id: 'lookAtInvitationLink',
    method: 'POST',
    path: '/v1/invitation-links/look',
    tag,
    summary: 'Show what an invitation link is for',
    description:
      'Tells whoever has the link which organization it leads into, and for whom it is. Changes nothing, so it may be asked before anyone signs in.',
    access: { kind: 'public' },
    body: invitationToken,
    answer: { status: 200, body: invitationLook, example: invitationLookExample },
    errors: ['link_invalid'],
    audited: { nothing: 'It only looks' },
    example: tokenExample,
  }),
  acceptInvitationLink: defineOperation({
    id: 'acceptInvitationLink',
    method: 'POST',
    path: '/v1/invitation-links/accept',
    tag,
    summary: 'Accept an invitation by link',
    description:
      'Makes the signed-in person a member. The link counts for the invited address alone, and that has to be the confirmed address of the account. It works once.',
    access: { kind: 'session' },
    body: invitationToken,
    answer: joined,
    errors: ['link_invalid', 'email_not_verified', 'already_exists', 'limit_reached'],
    audited: ['member.joined'],
    example: tokenExample,
  }),
  declineInvitationLink: defineOperation({
    id: 'declineInvitationLink',
    method: 'POST',
    path: '/v1/invitation-links/decline',
    tag,
    summary: 'Decline an invitation by link',
    description: 'Ends the invitation. For the invited person alone, like accepting.',
    access: { kind: 'session' },
    body: invitationToken,
    answer: { status: 204 },
    errors: ['link_invalid', 'email_not_verified'],
    audited: ['invitation.declined'],
    example: tokenExample,
  }),
  listReceivedInvitations: defineOperation({
    id: 'listReceivedInvitations',
    method: 'GET',
    path: '/v1/account/invitations',
    tag,
    summary: 'List your invitations',
    description:
      'Invitations to the address of the account that wait for an answer, the newest first. Empty while the address is not confirmed.',
    access: { kind: 'user', action: 'read' },
    query: pageQuery,
    answer: {
      status: 200,
      body: pageOf(receivedInvitation),
      example: { items: [receivedInvitationExample], next_cursor: null, total: 1 },
    },
  }),
  acceptReceivedInvitation: defineOperation({
    id: 'acceptReceivedInvitation',
    method: 'POST',
    path: '/v1/account/invitations/{invitation_id}/accept',
    tag,
    summary: 'Accept an invitation',
    description: 'The same as accepting by link, for who is signed in as the invited person already.',
    access: { kind: 'session' },
    params: invitationParams,
    answer: joined,
    errors: ['not_found', 'email_not_verified', 'already_exists', 'limit_reached'],
    audited: ['member.joined'],
  }),
  declineReceivedInvitation: defineOperation({
    id: 'declineReceivedInvitation',
    method: 'POST',
    path: '/v1/account/invitations/{invitation_id}/decline',
    tag,
    summary: 'Decline an invitation',
    description: 'Ends the invitation.',
    access: { kind: 'session' },
    params: invitationParams,
    answer: { status: 204 },
    errors: ['not_found', 'email_not_verified'],
    audited: ['invitation.declined'],
  }),
} as const;
