import { z } from 'zod';
import { registrationModes } from '../administration/installation-settings.ts';
import { defineOperation } from '../api/operation.ts';

/** What anybody may know of the installation. */
const installationFacts = z.object({
  name: z.string().meta({ description: 'What the service calls itself', example: 'SMTPy' }),
  mode: z.enum(['sandbox', 'production']).meta({
    description: 'In the `sandbox` no mail leaves the machine, and what would is shown under `/sandbox`',
  }),
  registration: z.enum(registrationModes).meta({
    description:
      'Who may register: `open` anyone, `invitation` whoever was invited into an organization, `closed` nobody',
  }),
  has_administrator: z.boolean().meta({
    description: 'Whether the first administrator was made; before, the console shows the link for it',
  }),
});

/** What pages ask before anybody is signed in. */
export const installationFactOperations = {
  getInstallation: defineOperation({
    id: 'getInstallation',
    method: 'GET',
    path: '/v1/installation',
    tag: 'Installation',
    summary: 'Show what this server is',
    description: 'For who is not signed in yet: whether one may register here, and whether mail is sent.',
    access: { kind: 'public' },
    answer: {
      status: 200,
      body: installationFacts,
      example: { name: 'SMTPy', mode: 'production', registration: 'invitation', has_administrator: true },
    },
  }),
} as const;
