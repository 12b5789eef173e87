import { z } from 'zod';
import { defineOperation } from '../api/operation.ts';
import { id, pageOf, pageQuery } from '../api/page.ts';
import {
  organization,
  organizationChange,
  organizationCreation,
  organizationExample,
  organizationName,
  organizationSummary,
  organizationSummaryExample,
} from './organization.ts';

const tag = 'Organizations';

/** Organizations: one's own, the one of the request, and who owns it. */
export const organizationOperations = {
  listOrganizations: defineOperation({
    id: 'listOrganizations',
    method: 'GET',
    path: '/v1/organizations',
    tag,
    summary: 'List your organizations',
    description:
      'The organizations that the person behind the request is a member of, with the role in each: the personal one first, the others by name. To act on one of them, send its id in the header `Smtpy-Organization`; an API key belongs to one organization and acts on that alone.',
    access: { kind: 'user', action: 'read' },
    query: pageQuery,
    answer: {
      status: 200,
      body: pageOf(organizationSummary),
      example: { items: [organizationSummaryExample], next_cursor: null, total: 1 },
    },
  }),
  createOrganization: defineOperation({
    id: 'createOrganization',
    method: 'POST',
    path: '/v1/organizations',
    tag,
    summary: 'Make an organization',
    description:
      'Whoever makes an organization is its owner. A person owns as many as the operator allows, besides the personal one.',
    access: { kind: 'session' },
    body: organizationCreation,
    answer: { status: 201, body: organizationSummary, example: organizationSummaryExample },
    errors: ['limit_reached'],
    audited: ['organization.created'],
    takesIdempotencyKey: true,
    example: { name: 'Example Ltd.' },
  }),
  getOrganization: defineOperation({
    id: 'getOrganization',
    method: 'GET',
    path: '/v1/organization',
    tag,
    summary: 'Show the organization',
    description: 'The organization of the request, its settings, and the role that the caller has in it.',
    access: { kind: 'member', permission: 'organization:read' },
    answer: { status: 200, body: organization, example: organizationExample },
  }),
  changeOrganization: defineOperation({
    id: 'changeOrganization',
    method: 'PATCH',
    path: '/v1/organization',
    tag,
    summary: 'Change name and settings',
    description:
      'What is not given stays. Privacy holds for mail that arrives from then on, retention for all of it.',
    access: { kind: 'member', permission: 'organization:write' },
    body: organizationChange,
    answer: { status: 200, body: organization, example: organizationExample },
    audited: ['organization.changed'],
    example: { name: 'Example Ltd.', retention_days: 90 },
  }),
  deleteOrganization: defineOperation({
    id: 'deleteOrganization',
    method: 'DELETE',
    path: '/v1/organization',
    tag,
    summary: 'Delete the organization',
    description:
      'Deletes the organization with all that it has: domains, aliases, mailboxes, messages, members, keys. Mail on its way is cancelled. Nothing brings it back, so its name is given as well. A personal organization goes with the account alone.',
    access: { kind: 'member', permission: 'ownership:write' },
    query: z.strictObject({
      confirm_name: organizationName.meta({
        description: 'The name of the organization as it is written, so that nothing is deleted by mistake',
      }),
    }),
    answer: { status: 204 },
    errors: ['personal_organization'],
    audited: ['organization.deleted'],
  }),
  transferOrganization: defineOperation({
    id: 'transferOrganization',
    method: 'POST',
    path: '/v1/organization/transfer',
    tag,
    summary: 'Hand the organization over',
    description:
      'Makes another member an owner and the caller an admin, both at once. Other owners stay what they are. The new owner has room for another organization, or nothing changes.',
    access: { kind: 'member', permission: 'ownership:write' },
    body: z.strictObject({ member_id: id }),
    answer: {
      status: 200,
      body: organizationSummary,
      example: { ...organizationSummaryExample, role: 'admin' },
    },
    errors: ['not_found', 'conflict', 'personal_organization', 'limit_reached'],
    audited: ['organization.transferred'],
    example: { member_id: '019a9c1e-5c1e-7a55-8f0e-3a1c5be0a002' },
  }),
  leaveOrganization: defineOperation({
    id: 'leaveOrganization',
    method: 'POST',
    path: '/v1/organization/leave',
    tag,
    summary: 'Leave an organization',
    description:
      'Ends one’s own membership, with the API keys that one has there. The organization is named in the body and not by the header, so that nobody leaves the wrong one by leaving something out. The last owner cannot leave.',
    access: { kind: 'session' },
    body: z.strictObject({ organization_id: id }),
    answer: { status: 204 },
    errors: ['not_found', 'last_owner', 'personal_organization'],
    audited: ['member.left'],
    example: { organization_id: '019a9c1e-5c1e-7a55-8f0e-3a1c5be0a001' },
  }),
} as const;
