import { z } from 'zod';

/** Who may register: anyone, whoever was invited into an organization, or nobody but through an administrator. */
export const registrationModes = ['open', 'invitation', 'closed'] as const;
/** Who may register: anyone, whoever was invited, or nobody. */
export type RegistrationMode = (typeof registrationModes)[number];

/**
 * A domain name as stored: A-labels in lower case, two labels at least, no final dot (RFC 1035 §2.3.4: 63 octets a label, 253 in all).
 * Fixed in length per label, so that a match takes linear time.
 */
const domainName = z
  .string()
  .max(253)
  .regex(/^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?$/, {
    error: 'Give a domain name in lower case, with Unicode labels as xn-- labels',
  });

/** What the operator sets while the program runs. */
export const installationSettings = z.object({
  registration: z.enum(registrationModes).meta({
    description:
      'Who may register: `open` anyone, `invitation` whoever was invited into an organization, `closed` nobody. The default is `open` in sandbox and `invitation` in production.',
    example: 'invitation',
  }),
  organizations_per_user: z.int().min(1).max(1_000).meta({
    description:
      'How many organizations one person may own besides the personal one. Default 10. Lowering it takes nothing away.',
    example: 10,
  }),
  members_per_organization: z
    .int()
    .min(1)
    .max(10_000)
    .meta({ description: 'How many members one organization may have. Default 100.', example: 100 }),
  keys_per_member: z.int().min(1).max(1_000).meta({
    description: 'How many API keys one member may have in one organization. Default 50.',
    example: 50,
  }),
  service_domain: domainName.nullable().meta({
    description:
      'The domain from which the service itself writes: a domain that this server receives for, in lower case. Null: the name of the server.',
    example: null,
  }),
});
/** What {@link installationSettings} reads. */
export type InstallationSettingsBody = z.infer<typeof installationSettings>;

/** What to change of the settings; what is absent stays. */
export const installationSettingsChange = z.strictObject(installationSettings.partial().shape);
/** What {@link installationSettingsChange} reads. */
export type InstallationSettingsChange = z.infer<typeof installationSettingsChange>;

/** An example for the reference. */
export const installationSettingsExample: InstallationSettingsBody = {
  registration: 'invitation',
  organizations_per_user: 10,
  members_per_organization: 100,
  keys_per_member: 50,
  service_domain: null,
};
