import { installationSettingsChange, registrationModes } from '@smtpy/contract';
import { operatorActor } from '../audit/index.ts';
import { formatInstallationSettings, readInstallationChange } from '../installation/index.ts';
import { defineDatabaseCommand } from './on-database.ts';
import { installationText } from './settings-show.ts';

/** Changes the settings of the installation. */
export const settingsSet = defineDatabaseCommand({
  name: 'settings set',
  summary: 'Change what is set while the server runs',
  details: 'What is not given stays. A change holds at once, on every node, for what is made from then on.',
  options: {
    registration: {
      kind: 'text',
      placeholder: registrationModes.join('|'),
      choices: registrationModes,
      text: 'who may register: anyone, whoever was invited, or nobody',
    },
    'organizations-per-user': {
      kind: 'text',
      placeholder: 'N',
      text: 'organizations that one person may own, 1 to 1000',
    },
    'members-per-organization': {
      kind: 'text',
      placeholder: 'N',
      text: 'members of one organization, 1 to 10000',
    },
    'keys-per-member': {
      kind: 'text',
      placeholder: 'N',
      text: 'API keys of one member in one organization, 1 to 1000',
    },
    'service-domain': {
      kind: 'text',
      placeholder: 'DOMAIN|none',
      text: 'where the service’s own mail comes from; none for the name of the server',
    },
  },
  examples: ['smtpy settings set --registration invitation --members-per-organization 20'],
  run: async ({ administration }, { options }) => {
    const change = installationSettingsChange.safeParse(bodyOf(options));
    if (!change.success) return { kind: 'misused', reason: reasonOf(change.error.issues[0]) };
    if (Object.keys(change.data).length === 0)
      return {
        kind: 'misused',
        reason: 'There is nothing to change',
        hint: 'Give --registration or another option.',
      };
    const settings = await administration.changeSettings({
      change: readInstallationChange(change.data),
      actor: operatorActor,
    });
    return {
      kind: 'done',
      text: installationText(settings),
      data: formatInstallationSettings(settings),
    };
  },
});

/** The options in the form of the contract, which judges them. */
function bodyOf(options: Readonly<Record<string, string | undefined>>): object {
  const entries = Object.entries(options).flatMap(([name, value]) =>
    value === undefined ? [] : [[name.replaceAll('-', '_'), valueOf(name, value)] as const],
  );
  return Object.fromEntries(entries);
}

function valueOf(name: string, value: string): string | number | null {
  if (name === 'service-domain') return value === 'none' ? null : value.toLowerCase();
  return /^\d{1,6}$/.test(value) ? Number(value) : value;
}

function reasonOf(
  issue: { readonly path: readonly PropertyKey[]; readonly message: string } | undefined,
): string {
  return `--${String(issue?.path[0]).replaceAll('_', '-')}: ${issue?.message ?? ''}`;
}
