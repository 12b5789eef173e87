import { z } from 'zod';
import { defineOperation } from '../api/operation.ts';
import { id, instant, pageOf, pageQuery } from '../api/page.ts';
import {
  administrationOrganization,
  administrationOrganizationChange,
  administrationOrganizationDetails,
  administrationOrganizationDetailsExample,
  administrationOrganizationExample,
  administrationOrganizationQuery,
} from './organization.ts';
import { administrationSearch } from './user.ts';

const tag = 'Administration';
const params = z.strictObject({ organization_id: id });

const domainState = z.enum(['pending', 'active', 'degraded', 'suspended']);

/** A domain as the operator sees it. */
const administrationDomain = z.object({
  id,
  number: z.int(),
  organization_id: id,
  organization_name: z.string().meta({ example: 'Example Ltd.' }),
  name: z.string().meta({ description: 'A-labels, lower case', example: 'example.com' }),
  state: domainState.meta({
    description:
      'Mail is received for `active` and `degraded` ones; for `suspended` ones senders are told to try again later',
    example: 'active',
  }),
  created_at: instant,
  activated_at: instant.nullable(),
});
/** A domain in an answer to the operator. */
export type AdministrationDomain = z.infer<typeof administrationDomain>;

/** What the operator does about organizations. */
export const administrationOrganizationOperations = {
  listAllOrganizations: defineOperation({
    id: 'listAllOrganizations',
    method: 'GET',
    path: '/v1/administration/organizations',
    tag,
    summary: 'List organizations',
    description: 'All organizations of the installation, personal ones included, in the order asked for.',
    access: { kind: 'administrator', action: 'read' },
    query: administrationOrganizationQuery,
    answer: {
      status: 200,
      body: pageOf(administrationOrganization),
      example: { items: [administrationOrganizationExample], next_cursor: null, total: null },
    },
  }),
  getAnyOrganization: defineOperation({
    id: 'getAnyOrganization',
    method: 'GET',
    path: '/v1/administration/organizations/{organization_id}',
    tag,
    summary: 'Show an organization',
    description: 'With its owners. What its mail says is not shown to the operator.',
    access: { kind: 'administrator', action: 'read' },
    params,
    answer: {
      status: 200,
      body: administrationOrganizationDetails,
      example: administrationOrganizationDetailsExample,
    },
    errors: ['not_found'],
  }),
  changeAnyOrganization: defineOperation({
    id: 'changeAnyOrganization',
    method: 'PATCH',
    path: '/v1/administration/organizations/{organization_id}',
    tag,
    summary: 'Suspend or resume an organization',
    description:
      'While an organization is suspended its members get `account_suspended` for whatever concerns it, and senders of mail to its domains are told to try again later (450), as is whoever submits mail. What was accepted before is still delivered. Ending the suspension puts every domain back to the state that it had.',
    access: { kind: 'administrator', action: 'write' },
    params,
    body: administrationOrganizationChange,
    answer: {
      status: 200,
      body: administrationOrganizationDetails,
      example: administrationOrganizationDetailsExample,
    },
    errors: ['not_found'],
    audited: ['organization.suspended', 'organization.resumed'],
    example: { is_suspended: true, suspended_reason: 'Sends unsolicited mail' },
  }),
  listAllDomains: defineOperation({
    id: 'listAllDomains',
    method: 'GET',
    path: '/v1/administration/domains',
    tag,
    summary: 'List domains',
    description: 'All domains of the installation by name.',
    access: { kind: 'administrator', action: 'read' },
    query: pageQuery.extend({
      search: administrationSearch.optional().meta({
        description: 'Only where this text is in the name; A to Z in any case',
        example: 'example',
      }),
      state: domainState.optional(),
      organization_id: id.optional(),
    }),
    answer: {
      status: 200,
      body: pageOf(administrationDomain),
      example: {
        items: [
          {
            id: '019a9c1e-5c1e-7a55-8f0e-3a1c5be0a003',
            number: 1,
            organization_id: '019a9c1e-5c1e-7a55-8f0e-3a1c5be0a001',
            organization_name: 'Example Ltd.',
            name: 'example.com',
            state: 'active',
            created_at: '2026-11-22T09:30:00.000Z',
            activated_at: '2026-11-22T09:31:00.000Z',
          },
        ],
        next_cursor: null,
        total: null,
      },
    },
  }),
} as const;
