import type { PrivacyLevel } from '../queue/index.ts';
import { defineDatabaseCommand } from './on-database.ts';
import { settingsJson, settingsText } from './organization-show.ts';
import { findUser } from './owner.ts';

const privacyLevels = ['full', 'domain', 'none'] as const satisfies readonly PrivacyLevel[];

/** Changes the settings of an organization. */
export const organizationSet = defineDatabaseCommand({
  name: 'organization set',
  summary: 'Change how the mail of an organization is kept',
  details:
    'What is not given stays. Privacy holds for mail that arrives from then on, retention for all of it.',
  options: {
    user: {
      kind: 'text',
      placeholder: 'E',
      isRequired: true,
      text: 'the organization of this user, by email or username',
    },
    privacy: {
      kind: 'text',
      placeholder: 'full|domain|none',
      choices: privacyLevels,
      text: 'what is kept of subjects and senders: all, the domain of the sender, or neither',
    },
    retention: {
      kind: 'text',
      placeholder: 'DAYS|default',
      text: 'how long messages are kept: 1d to 3650d, or default for as long as the installation keeps them',
    },
    digest: {
      kind: 'text',
      placeholder: 'on|off',
      choices: ['on', 'off'],
      text: 'whether mail tells of what is in quarantine: on or off',
    },
  },
  examples: ['smtpy organization set --user jane@example.com --privacy domain --retention 30d'],
  run: async (installation, { options }) => {
    const { user: login, privacy, retention, digest } = options;
    const retentionDays = readRetention(retention);
    if (retentionDays === 'unreadable')
      return { kind: 'misused', reason: `--retention is default or days as 30d, not "${retention ?? ''}"` };
    if (privacy === undefined && retention === undefined && digest === undefined)
      return {
        kind: 'misused',
        reason: 'There is nothing to change',
        hint: 'Give --privacy, --retention or --digest.',
      };
    const user = await findUser(installation, login);
    if (user.kind === 'refused') return user;
    const { organizationId } = user.value;
    const result = await installation.organizationSettings.change({
      organizationId,
      privacyLevel: privacyLevels.find((level) => level === privacy),
      retentionDays,
      wantsDigest: digest === undefined ? undefined : digest === 'on',
    });
    if (result.kind !== 'changed') return { kind: 'refused', reason: result.reason };
    return {
      kind: 'done',
      text: settingsText(result.settings, installation.config),
      data: settingsJson(result.settings, organizationId),
    };
  },
});

/** Days; null for the default, undefined where nothing is given. */
function readRetention(text: string | undefined): number | null | undefined | 'unreadable' {
  if (text === undefined) return undefined;
  if (text === 'default') return null;
  const [, digits] = /^(\d{1,4})d$/.exec(text) ?? [];
  return digits === undefined ? 'unreadable' : Number(digits);
}
