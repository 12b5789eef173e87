import { receivedInvitationOperations } from '@smtpy/contract';
import { ApiError, pageAfter, parseIdCursor, route, type Route } from '../api/index.ts';
import { formatLook, formatMyOrganization, formatReceived, refusalError } from './forms.ts';
import type { AcceptResult, DeclineResult } from './invitation.ts';
import type { Members } from './members.ts';

/** Invitations as the invited person meets them. */
export function receivedInvitationRoutes(members: Members): readonly Route[] {
  return [...linkRoutes(members), ...receivedRoutes(members)];
}

function linkRoutes(members: Members): readonly Route[] {
  return [
    route(receivedInvitationOperations.lookAtInvitationLink, async ({ body: { token } }) => {
      const invitation = await members.lookUpInvitation(token);
      if (invitation === undefined) throw new ApiError('link_invalid');
      return formatLook(invitation);
    }),
    route(receivedInvitationOperations.acceptInvitationLink, async ({ caller, body: { token } }) => {
      const { actor, principal } = caller;
      return joinedBy(await members.accept({ userId: principal.userId, actor, token }));
    }),
    route(receivedInvitationOperations.declineInvitationLink, async ({ caller, body: { token } }) => {
      const { actor, principal } = caller;
      checkDeclined(await members.decline({ userId: principal.userId, actor, token }));
      return undefined;
    }),
  ];
}

function receivedRoutes(members: Members): readonly Route[] {
  return [
    route(receivedInvitationOperations.listReceivedInvitations, async ({ caller, query }) => {
      const { limit, cursor } = query;
      const { userId } = caller.principal;
      const beforeId = parseIdCursor(cursor);
      const listed = await members.listReceived({ userId, limit: limit + 1, beforeId });
      const { rows, nextCursor } = pageAfter(listed.rows, { limit, keysOf: ({ id }) => [id] });
      return { items: rows.map(formatReceived), next_cursor: nextCursor, total: listed.total };
    }),
    route(receivedInvitationOperations.acceptReceivedInvitation, async ({ caller, params }) => {
      const { actor, principal } = caller;
      const invitationId = params.invitation_id;
      return joinedBy(await members.accept({ userId: principal.userId, actor, invitationId }));
    }),
    route(receivedInvitationOperations.declineReceivedInvitation, async ({ caller, params }) => {
      const { actor, principal } = caller;
      const invitationId = params.invitation_id;
      checkDeclined(await members.decline({ userId: principal.userId, actor, invitationId }));
      return undefined;
    }),
  ];
}

function joinedBy(result: AcceptResult) {
  if (result.kind !== 'accepted') throw refusalError(result);
  return formatMyOrganization(result.organization);
}

function checkDeclined(result: DeclineResult): void {
  if (result.kind !== 'declined') throw refusalError(result);
}
