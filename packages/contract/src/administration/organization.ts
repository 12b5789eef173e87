import { z } from 'zod';
import { id, instant, pageQuery } from '../api/page.ts';
import { administrationSearch, suspensionReason, suspensionShape } from './user.ts';

/** An organization as the operator sees it. */
export const administrationOrganization = z.object({
  id,
  name: z.string().meta({ example: 'Example Ltd.' }),
  is_personal: z.boolean(),
  created_at: instant,
  ...suspensionShape,
  member_count: z.int().min(0),
  domain_count: z.int().min(0),
  alias_count: z.int().min(0).meta({ description: 'Deleted ones excluded' }),
  mailbox_count: z.int().min(0),
});
/** An organization in a list for the operator. */
export type AdministrationOrganization = z.infer<typeof administrationOrganization>;

/** An organization with its owners. */
export const administrationOrganizationDetails = administrationOrganization.extend({
  owners: z
    .array(z.object({ user_id: id, email: z.string().meta({ example: 'jane@example.com' }) }))
    .meta({ description: 'Those who are it longest first, at most 100' }),
});
/** An organization by itself, for the operator. */
export type AdministrationOrganizationDetails = z.infer<typeof administrationOrganizationDetails>;

/** Which organizations, in which order. */
export const administrationOrganizationQuery = pageQuery.extend({
  search: administrationSearch.optional().meta({
    description: 'Only where this text is in the name; A to Z in any case',
    example: 'example',
  }),
  status: z.enum(['active', 'suspended']).optional().meta({ description: 'Absent: both' }),
  kind: z.enum(['personal', 'shared']).optional().meta({ description: 'Absent: both' }),
  sort: z
    .enum(['name', 'created', '-created'])
    .default('name')
    .meta({ description: 'By name, or by age: `created` the oldest first, `-created` the newest' }),
});

/** What to change of an organization. */
export const administrationOrganizationChange = z.strictObject({
  is_suspended: z.boolean(),
  suspended_reason: suspensionReason
    .optional()
    .meta({ description: 'Only together with `is_suspended: true`' }),
});

/** An example for the reference. */
export const administrationOrganizationExample: AdministrationOrganization = {
  id: '019a9c1e-5c1e-7a55-8f0e-3a1c5be0a001',
  name: 'Example Ltd.',
  is_personal: false,
  created_at: '2026-11-22T09:30:00.000Z',
  suspended_at: null,
  suspended_reason: null,
  member_count: 4,
  domain_count: 2,
  alias_count: 180,
  mailbox_count: 3,
};

/** An example for the reference. */
export const administrationOrganizationDetailsExample: AdministrationOrganizationDetails = {
  ...administrationOrganizationExample,
  owners: [{ user_id: '019a9c1e-5c1e-7a55-8f0e-3a1c5be0a002', email: 'jane@example.com' }],
};
