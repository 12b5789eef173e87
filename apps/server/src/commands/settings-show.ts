import { formatInstallationSettings, type InstallationSettings } from '../installation/index.ts';
import { defineDatabaseCommand } from './on-database.ts';
import { formatFacts } from './table-text.ts';

/** Shows the settings of the installation. */
export const settingsShow = defineDatabaseCommand({
  name: 'settings show',
  summary: 'Show what is set while the server runs: registration and limits',
  examples: ['smtpy settings show --json'],
  run: async ({ installation }) => {
    const settings = await installation.load();
    return {
      kind: 'done',
      text: installationText(settings),
      data: formatInstallationSettings(settings),
    };
  },
});

/** The settings for a terminal. */
export function installationText(settings: InstallationSettings): string {
  return formatFacts([
    ['registration', settings.registration],
    ['organizations per user', String(settings.organizationsPerUser)],
    ['members per organization', String(settings.membersPerOrganization)],
    ['keys per member', String(settings.keysPerMember)],
    ['service domain', settings.serviceDomain ?? 'none, the name of the server'],
  ]);
}
