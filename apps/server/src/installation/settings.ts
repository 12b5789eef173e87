import type { RegistrationMode } from '@smtpy/contract';

/** What the operator sets while the program runs. */
export interface InstallationSettings {
  /** Who may register. Default: `open` in sandbox, `invitation` in production. */
  readonly registration: RegistrationMode;
  /** Organizations that one person may own besides the personal one: 1 to 1,000; default 10. */
  readonly organizationsPerUser: number;
  /** 1 to 10,000; default 100. */
  readonly membersPerOrganization: number;
  /** API keys of one member in one organization: 1 to 1,000; default 50. */
  readonly keysPerMember: number;
  /** Where the service's own mail comes from, in lower case with A-labels; null: the name of the server. Default null. */
  readonly serviceDomain: string | null;
}

/** What to change; what is undefined stays. The values have the bounds of the contract. */
export type ChangeInstallation = {
  readonly [Name in keyof InstallationSettings]?: InstallationSettings[Name] | undefined;
};

/** What changing came to. */
export interface InstallationChange {
  readonly before: InstallationSettings;
  readonly after: InstallationSettings;
}
