import { z } from 'zod';
import { defineOperation } from '../api/operation.ts';
import { id, instant, pageOf, pageQuery } from '../api/page.ts';
import { text } from '../api/text.ts';
import { memberRole } from './organization.ts';

const tag = 'Members';

/** A member of the organization of the request. */
export const member = z.object({
  id: id.meta({ description: 'The id of the membership, not of the person' }),
  user_id: id.meta({ description: 'The id of the person, the same in all organizations' }),
  name: z.string().meta({ example: 'Jane Doe' }),
  email: z.string().meta({ description: 'In lower case', example: 'jane@example.com' }),
  role: memberRole,
  joined_at: instant,
});

/** Orders of members; a minus turns one around. */
export const memberOrders = ['name', '-name', 'email', '-email', 'joined_at', '-joined_at'] as const;

/** Which members to list, and how. */
const memberQuery = z.strictObject({
  ...pageQuery.shape,
  search: text({ max: 100 })
    .optional()
    .meta({ description: 'Members with this in name or email address, in any case', example: 'jane' }),
  role: memberRole.optional().meta({ description: 'Members with this role alone', example: 'admin' }),
  sort: z.enum(memberOrders).default('name').meta({
    description: 'The order; with a minus the other way around',
    example: '-joined_at',
  }),
});

const memberParams = z.strictObject({ member_id: id });

const memberExample = {
  id: '019a9c1e-5c1e-7a55-8f0e-3a1c5be0a002',
  user_id: '019a9c1e-5c1e-7a55-8f0e-3a1c5be0a003',
  name: 'Jane Doe',
  email: 'jane@example.com',
  role: 'member',
  joined_at: '2026-11-22T09:30:00.000Z',
} as const;

/** Members of the organization of the request. */
export const memberOperations = {
  listMembers: defineOperation({
    id: 'listMembers',
    method: 'GET',
    path: '/v1/members',
    tag,
    summary: 'List members',
    description: 'The members of the organization, searched, filtered and sorted by the server.',
    access: { kind: 'member', permission: 'members:read' },
    query: memberQuery,
    answer: {
      status: 200,
      body: pageOf(member),
      example: { items: [memberExample], next_cursor: null, total: 1 },
    },
  }),
  getMember: defineOperation({
    id: 'getMember',
    method: 'GET',
    path: '/v1/members/{member_id}',
    tag,
    summary: 'Show a member',
    description: 'One member of the organization.',
    access: { kind: 'member', permission: 'members:read' },
    params: memberParams,
    answer: { status: 200, body: member, example: memberExample },
    errors: ['not_found'],
  }),
  changeMember: defineOperation({
    id: 'changeMember',
    method: 'PATCH',
    path: '/v1/members/{member_id}',
    tag,
    summary: 'Change the role of a member',
    description:
      'An owner gives and takes every role. An admin gives viewer, member and admin, and changes viewers and members. Everyone may lower the own role, but the last owner. The new role holds at once, for sessions and for API keys.',
    access: { kind: 'member', permission: 'members:write' },
    params: memberParams,
    body: z.strictObject({ role: memberRole }),
    answer: { status: 200, body: member, example: memberExample },
    errors: ['not_found', 'role_insufficient', 'last_owner', 'personal_organization', 'limit_reached'],
    audited: ['member.role_changed'],
    example: { role: 'member' },
  }),
  removeMember: defineOperation({
    id: 'removeMember',
    method: 'DELETE',
    path: '/v1/members/{member_id}',
    tag,
    summary: 'Remove a member',
    description:
      'Ends a membership at once, with the API keys that the person has in this organization. An owner removes everyone, an admin viewers and members. Whoever removes the own membership leaves.',
    access: { kind: 'member', permission: 'members:write' },
    params: memberParams,
    answer: { status: 204 },
    errors: ['not_found', 'role_insufficient', 'last_owner', 'personal_organization'],
    audited: ['member.removed', 'member.left'],
  }),
} as const;
