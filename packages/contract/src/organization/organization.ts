import { z } from 'zod';
import { id, instant } from '../api/page.ts';
import { memberRoles } from '../api/permissions.ts';
import { text } from '../api/text.ts';

/** Longest name of an organization, in characters. */
export const maxOrganizationNameCharacters = 100;

/** A role of a member, as the table of roles has them. */
export const memberRole = z
  .enum(memberRoles)
  .meta({ description: 'What the member may do; see the table of roles', example: 'member' });

/** The name of an organization: one line. It need not be unique. */
export const organizationName = text({ max: maxOrganizationNameCharacters }).meta({
  description: 'One line of text; names need not be unique',
  example: 'Example Ltd.',
});

const privacyLevel = z.enum(['full', 'domain', 'none']).meta({
  description: 'What is kept of subjects and senders: all, the domain of the sender, or neither',
  example: 'full',
});
const retentionDays = z.int().min(1).max(3_650).nullable().meta({
  description: 'How long messages are kept, in days; null: as long as the installation keeps them',
  example: 90,
});
const wantsDigest = z.boolean().meta({
  description: 'Whether mail tells the owners of what is in quarantine',
  example: true,
});

/** An organization as each of its members sees it in a list. */
export const organizationSummary = z.object({
  id,
  name: z.string().meta({ example: 'Example Ltd.' }),
  is_personal: z.boolean().meta({
    description:
      'Whether it is the one that every person has: without other members, and there for as long as the account',
  }),
  is_suspended: z.boolean().meta({ description: 'Whether the operator suspended it' }),
  role: memberRole,
  joined_at: instant,
});

/** The organization of the request with its settings. */
export const organization = organizationSummary.extend({
  created_at: instant,
  privacy_level: privacyLevel,
  retention_days: retentionDays,
  wants_digest: wantsDigest,
});

/** What it takes to make an organization. */
export const organizationCreation = z.strictObject({ name: organizationName });

/** What to change of an organization; what is absent stays. */
export const organizationChange = z.strictObject({
  name: organizationName.optional(),
  privacy_level: privacyLevel.optional(),
  retention_days: retentionDays.optional(),
  wants_digest: wantsDigest.optional(),
});

/** An example for the reference. */
export const organizationSummaryExample = {
  id: '019a9c1e-5c1e-7a55-8f0e-3a1c5be0a001',
  name: 'Example Ltd.',
  is_personal: false,
  is_suspended: false,
  role: 'owner',
  joined_at: '2026-11-22T09:30:00.000Z',
} as const;

/** An example for the reference. */
export const organizationExample = {
  ...organizationSummaryExample,
  created_at: '2026-11-22T09:30:00.000Z',
  privacy_level: 'full',
  retention_days: 90,
  wants_digest: true,
} as const;
