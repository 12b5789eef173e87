import { memberOperations, organizationOperations } from '@smtpy/contract';
import { ApiError, cursorFault, pageAfter, parseCursor, route, type Route } from '../api/index.ts';
import { isUuid } from '../db/index.ts';
import { formatMember, formatMyOrganization, highestRoleOf, refusalError } from './forms.ts';
import { invitationRoutes } from './invitation-routes.ts';
import { receivedInvitationRoutes } from './received-invitation-routes.ts';
import type { MemberOrder, PageKeys } from './member.ts';
import type { Members } from './members.ts';

/** What the routes of members need. */
export interface MemberRoutesDependencies {
  readonly members: Members;
}

/** The routes of members, invitations, and what members do with an organization as such: list, hand over, leave. */
export function memberRoutes({ members }: MemberRoutesDependencies): readonly Route[] {
  return [
    ...organizationMemberRoutes(members),
    ...memberRoutesOf(members),
    ...invitationRoutes(members),
    ...receivedInvitationRoutes(members),
  ];
}

function organizationMemberRoutes(members: Members): readonly Route[] {
  return [
    route(organizationOperations.listOrganizations, async ({ caller, query: { limit, cursor } }) => {
      const { userId } = caller.principal;
      const after = readOrganizationCursor(cursor);
      const listed = await members.listMemberships({ userId, limit: limit + 1, after });
      const { rows, nextCursor } = pageAfter(listed.rows, { limit, keysOf: ({ keys }) => keys });
      return {
        items: rows.map(({ organization }) => formatMyOrganization(organization)),
        next_cursor: nextCursor,
        total: listed.total,
      };
    }),
    route(organizationOperations.transferOrganization, async ({ caller, body }) => {
      const { organizationId, actor, principal } = caller;
      const result = await members.transfer({ organizationId, memberId: body.member_id, actor });
      if (result.kind !== 'transferred') throw refusalError(result);
      const { userId } = principal;
      const organization = await members.findMyOrganization({ userId, organizationId });
      if (organization === undefined) throw new ApiError('not_found');
      return formatMyOrganization(organization);
    }),
    route(organizationOperations.leaveOrganization, async ({ caller: { actor }, body }) => {
      const result = await members.leave({ organizationId: body.organization_id, actor });
      if (result.kind !== 'removed') throw refusalError(result);
      return undefined;
    }),
  ];
}

function memberRoutesOf(members: Members): readonly Route[] {
  return [
    listMembersRoute(members),
    route(memberOperations.getMember, async ({ caller: { organizationId }, params }) => {
      const member = await members.find({ organizationId, memberId: params.member_id });
      if (member === undefined) throw new ApiError('not_found');
      return formatMember(member);
    }),
    route(memberOperations.changeMember, async ({ caller, params, body }) => {
      const { organizationId, actor } = caller;
      const { member_id: memberId } = params;
      const wish = { organizationId, memberId, actor, highestRole: highestRoleOf(caller) };
      const result = await members.changeRole({ ...wish, role: body.role });
      if (result.kind !== 'changed') throw refusalError(result);
      return formatMember(result.member);
    }),
    route(memberOperations.removeMember, async ({ caller, params }) => {
      const { organizationId, actor } = caller;
      const wish = { organizationId, memberId: params.member_id, actor };
      const result = await members.remove({ ...wish, highestRole: highestRoleOf(caller) });
      if (result.kind !== 'removed') throw refusalError(result);
      return undefined;
    }),
  ];
}

function listMembersRoute(members: Members): Route {
  return route(memberOperations.listMembers, async ({ caller: { organizationId }, query }) => {
    const { cursor, limit, search, role, sort } = query;
    const isDescending = sort.startsWith('-');
    const order = (isDescending ? sort.slice(1) : sort) as MemberOrder;
    const listed = await members.list({
      organizationId,
      search,
      role,
      order,
      isDescending,
      limit: limit + 1,
      after: readMemberCursor(cursor, order),
    });
    const { rows, nextCursor } = pageAfter(listed.rows, { limit, keysOf: ({ keys }) => keys });
    return {
      items: rows.map(({ member }) => formatMember(member)),
      next_cursor: nextCursor,
      total: listed.total,
    };
  });
}

/** A cursor of another order is a fault as well: its key would have another type. */
function readMemberCursor(cursor: string | undefined, order: MemberOrder): PageKeys | undefined {
  const keys = parseCursor(cursor, 2);
  if (keys === undefined) return undefined;
  const [key, id] = keys;
  const isKey = typeof key === 'string' && (order !== 'joined_at' || /^-?\d{1,18}$/.test(key));
  if (isKey && typeof id === 'string' && isUuid(id)) return keys;
  throw cursorFault();
}

function readOrganizationCursor(cursor: string | undefined): PageKeys | undefined {
  const keys = parseCursor(cursor, 3);
  if (keys === undefined) return undefined;
  const [rank, name, id] = keys;
  if ((rank === 0 || rank === 1) && typeof name === 'string' && typeof id === 'string' && isUuid(id))
    return keys;
  throw cursorFault();
}
