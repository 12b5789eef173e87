import type { RegistrationMode } from '@smtpy/contract';
import type { Db, Queryable, Tx } from '../db/index.ts';
import { formatInstallationSettings, readInstallationChange, withoutUndefined } from './form.ts';
import type { ChangeInstallation, InstallationChange, InstallationSettings } from './settings.ts';
import { findStoredSettings, lockSettings, saveSettings } from './store.ts';

/** The settings of the installation, read from the database each time: a change holds at once on every node. */
export interface Installation {
  /** What is set, and the defaults for the rest. */
  load(): Promise<InstallationSettings>;
  /** Changes settings when `tx` commits; of changes at once, each sees what the one before it did. */
  change(tx: Tx, change: ChangeInstallation): Promise<InstallationChange>;
}

/** What {@link createInstallation} needs. */
export interface InstallationDependencies {
  readonly db: Db;
  readonly mode: 'sandbox' | 'production';
}

/** Whoever can reach a sandbox may try it; a mail server in earnest is open to the world only when its operator says so. */
const defaultRegistration: Readonly<Record<InstallationDependencies['mode'], RegistrationMode>> = {
  sandbox: 'open',
  production: 'invitation',
};

/** The settings on a database. */
export function createInstallation({ db, mode }: InstallationDependencies): Installation {
  const defaults: InstallationSettings = {
    registration: defaultRegistration[mode],
    organizationsPerUser: 10,
    membersPerOrganization: 100,
    keysPerMember: 50,
    serviceDomain: null,
  };
  const load = async (queryable: Queryable): Promise<InstallationSettings> => ({
    ...defaults,
    ...readInstallationChange(await findStoredSettings(queryable)),
  });
  return {
    load: () => load(db),
    change: async (tx, change) => {
      await lockSettings(tx);
      const before = await load(tx);
      const given = withoutUndefined(change);
      await saveSettings(tx, formatInstallationSettings(given));
      return { before, after: { ...before, ...given } };
    },
  };
}
