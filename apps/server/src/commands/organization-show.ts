import type { OrganizationSettings } from '../organizations/index.ts';
import { defineDatabaseCommand } from './on-database.ts';
import { findUser } from './owner.ts';
import { formatFacts } from './table-text.ts';

/** Shows the settings of an organization. */
export const organizationShow = defineDatabaseCommand({
  name: 'organization show',
  summary: 'Show how the mail of an organization is kept',
  options: {
    user: {
      kind: 'text',
      placeholder: 'E',
      isRequired: true,
      text: 'the organization of this user, by email or username',
    },
  },
  examples: ['smtpy organization show --user jane@example.com'],
  run: async (installation, { options: { user: login } }) => {
    const user = await findUser(installation, login);
    if (user.kind === 'refused') return user;
    const { organizationId } = user.value;
    const settings = await installation.organizationSettings.load(organizationId);
    return {
      kind: 'done',
      text: settingsText(settings, installation.config),
      data: settingsJson(settings, organizationId),
    };
  },
});

/** Settings for a terminal. */
export function settingsText(
  { privacyLevel, retentionDays, wantsDigest }: OrganizationSettings,
  installation: { readonly retentionDays: number },
): string {
  return formatFacts([
    ['privacy', privacyLevel],
    [
      'retention',
      retentionDays === undefined ? `${installation.retentionDays}d, the default` : `${retentionDays}d`,
    ],
    ['digest', wantsDigest ? 'on' : 'off'],
  ]);
}

/** Settings as `--json` prints them. */
export function settingsJson(
  { privacyLevel, retentionDays, wantsDigest }: OrganizationSettings,
  organizationId: string,
): object {
  return {
    organization_id: organizationId,
    privacy_level: privacyLevel,
    retention_days: retentionDays ?? null,
    wants_digest: wantsDigest,
  };
}
