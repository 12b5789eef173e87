import { invitationOperations } from '@smtpy/contract';
import { ApiError, pageAfter, parseIdCursor, route, type Route } from '../api/index.ts';
import { formatInvitation, highestRoleOf, refusalError } from './forms.ts';
import type { InviteResult } from './invitation.ts';
import type { Members } from './members.ts';

/** Invitations as the organization manages them. */
export function invitationRoutes(members: Members): readonly Route[] {
  return [
    listInvitationsRoute(members),
    route(invitationOperations.createInvitation, async ({ caller, body }) => {
      const { organizationId, actor } = caller;
      const highestRole = highestRoleOf(caller);
      return answerOf(await members.invite({ organizationId, actor, highestRole, ...body }));
    }),
    route(invitationOperations.getInvitation, async ({ caller: { organizationId }, params }) => {
      const invitation = await members.findInvitation({ organizationId, invitationId: params.invitation_id });
      if (invitation === undefined) throw new ApiError('not_found');
      return formatInvitation(invitation);
    }),
    route(invitationOperations.cancelInvitation, async ({ caller, params }) => {
      const { organizationId, actor } = caller;
      const highestRole = highestRoleOf(caller);
      const invitationId = params.invitation_id;
      const result = await members.cancelInvitation({ organizationId, invitationId, actor, highestRole });
      if (result.kind !== 'cancelled') throw refusalError(result);
      return undefined;
    }),
    route(invitationOperations.resendInvitation, async ({ caller, params }) => {
      const { organizationId, actor } = caller;
      const highestRole = highestRoleOf(caller);
      const invitationId = params.invitation_id;
      return answerOf(await members.resend({ organizationId, invitationId, actor, highestRole }));
    }),
  ];
}

function listInvitationsRoute(members: Members): Route {
  return route(invitationOperations.listInvitations, async ({ caller: { organizationId }, query }) => {
    const { cursor, limit, state } = query;
    const beforeId = parseIdCursor(cursor);
    const listed = await members.listInvitations({ organizationId, state, limit: limit + 1, beforeId });
    const { rows, nextCursor } = pageAfter(listed.rows, { limit, keysOf: ({ id }) => [id] });
    return { items: rows.map(formatInvitation), next_cursor: nextCursor, total: listed.total };
  });
}

function answerOf(result: InviteResult) {
  if (result.kind === 'invited') return formatInvitation(result.invitation);
  if (result.kind === 'invalid_email') throw ApiError.field('body.email', `${result.reason}.`);
  throw refusalError(result);
}
