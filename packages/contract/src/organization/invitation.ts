import { z } from 'zod';
import { id, instant, pageQuery } from '../api/page.ts';
import { text } from '../api/text.ts';
import { memberRole } from './organization.ts';

/** How an invitation stands; `expired` is a pending one whose time is over. */
export const invitationStates = ['pending', 'expired', 'accepted', 'declined', 'cancelled'] as const;
/** One of {@link invitationStates}; `expired` is `pending` whose time is over. */
export type InvitationState = (typeof invitationStates)[number];

/** An address as typed; whether it can get mail is judged by the server. */
const invitedEmail = text({ min: 3, max: 254 })
  .regex(/^[^\s@]+@[^\s@]+$/, 'This is not an email address.')
  .meta({ description: 'In any case; stored in lower case', example: 'john@example.com' });

const inviterName = z
  .string()
  .nullable()
  .meta({ description: 'Who invited; null: the operator, or someone who is no user any more' });

/** An invitation as members of the organization see it. */
export const invitation = z.object({
  id,
  email: z.string().meta({ description: 'In lower case', example: 'john@example.com' }),
  role: memberRole,
  state: z.enum(invitationStates),
  invited_by: inviterName,
  created_at: instant,
  expires_at: instant,
});

/** An invitation as the invited person sees it. */
export const receivedInvitation = z.object({
  id,
  organization_name: z.string().meta({ example: 'Example Ltd.' }),
  invited_by: inviterName,
  role: memberRole,
  created_at: instant,
  expires_at: instant,
});

/** What a link says to whoever has it. */
export const invitationLook = z.object({
  organization_name: z.string().meta({ example: 'Example Ltd.' }),
  invited_by: inviterName,
  role: memberRole,
  email_hint: z.string().meta({
    description:
      'The invited address, masked: enough to know one’s own, too little to write to somebody else’s',
    example: 'j…@example.com',
  }),
  expires_at: instant,
});

/** Whom to invite. */
export const invitationCreation = z.strictObject({ email: invitedEmail, role: memberRole });

/** Which invitations to list. */
export const invitationQuery = z.strictObject({
  ...pageQuery.shape,
  state: z
    .enum(invitationStates)
    .optional()
    .meta({ description: 'Invitations in this state alone', example: 'pending' }),
});

/** The part of a link behind `token=`. */
export const invitationToken = z.strictObject({
  token: z
    .string()
    .min(1)
    .max(200)
    .regex(/^[A-Za-z0-9_-]+$/, 'This is no token of a link.')
    .meta({
      description: 'What stands behind `token=` in the link of the mail',
      example: 'v7Jm2T0Qe3bYk1sXc9LrUaWz5HnPdGfE6iKoBt8MxqA',
    }),
});

/** The id of an invitation in a path. */
export const invitationParams = z.strictObject({ invitation_id: id });

/** An example for the reference. */
export const invitationExample = {
  id: '019a9c1e-5c1e-7a55-8f0e-3a1c5be0a004',
  email: 'john@example.com',
  role: 'member',
  state: 'pending',
  invited_by: 'Jane Doe',
  created_at: '2026-11-22T09:30:00.000Z',
  expires_at: '2026-11-29T09:30:00.000Z',
} as const;

/** An example for the reference. */
export const receivedInvitationExample = {
  id: '019a9c1e-5c1e-7a55-8f0e-3a1c5be0a004',
  organization_name: 'Example Ltd.',
  invited_by: 'Jane Doe',
  role: 'member',
  created_at: '2026-11-22T09:30:00.000Z',
  expires_at: '2026-11-29T09:30:00.000Z',
} as const;

/** An example for the reference. */
export const invitationLookExample = {
  organization_name: 'Example Ltd.',
  invited_by: 'Jane Doe',
  role: 'member',
  email_hint: 'j…@example.com',
  expires_at: '2026-11-29T09:30:00.000Z',
} as const;
