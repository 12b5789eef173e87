import type { Actor } from '../api/index.ts';
import { differenceOf } from '../audit/index.ts';
import {
  formatInstallationSettings,
  type ChangeInstallation,
  type InstallationSettings,
} from '../installation/index.ts';
import type { AdministrationDependencies } from './dependencies.ts';

/** What to set, and who says so. */
export interface ChangeSettings {
  readonly change: ChangeInstallation;
  readonly actor: Actor;
}

/** Changes settings of the installation, with the log; gives the whole. What is as it was leaves no entry. */
export async function changeSettings(
  { db, installation, audit }: Pick<AdministrationDependencies, 'db' | 'installation' | 'audit'>,
  { change, actor }: ChangeSettings,
): Promise<InstallationSettings> {
  return db.transaction(async (tx) => {
    const settings = await installation.change(tx, change);
    const difference = differenceOf(
      formatInstallationSettings(settings.before),
      formatInstallationSettings(settings.after),
    );
    if (difference !== undefined)
      await audit.record(tx, { action: 'settings.changed', actor, ...difference });
    return settings.after;
  });
}
