import type { InstallationSettingsBody, InstallationSettingsChange } from '@smtpy/contract';
import type { InstallationSettings } from './settings.ts';

/** Settings in the form of the contract, in which they are stored as well; of a part of them, the same part. */
export function formatInstallationSettings<Settings extends Partial<InstallationSettings>>(
  settings: Settings,
): Settings extends InstallationSettings ? InstallationSettingsBody : Partial<InstallationSettingsBody>;
export function formatInstallationSettings(
  settings: Partial<InstallationSettings>,
): Partial<InstallationSettingsBody> {
  return withoutUndefined({
    registration: settings.registration,
    organizations_per_user: settings.organizationsPerUser,
    members_per_organization: settings.membersPerOrganization,
    keys_per_member: settings.keysPerMember,
    service_domain: settings.serviceDomain,
  });
}

/** What the contract's form of a change says; what is absent there is absent here. */
export function readInstallationChange(change: InstallationSettingsChange): Partial<InstallationSettings> {
  return withoutUndefined({
    registration: change.registration,
    organizationsPerUser: change.organizations_per_user,
    membersPerOrganization: change.members_per_organization,
    keysPerMember: change.keys_per_member,
    serviceDomain: change.service_domain,
  });
}

/** Leaves out what is undefined, so that what is not given never covers what is set. */
export function withoutUndefined<Value extends object>(value: Value): Defined<Value> {
  return Object.fromEntries(Object.entries(value).filter(([, part]) => part !== undefined)) as Defined<Value>;
}

type Defined<Value> = { readonly [Name in keyof Value]?: Exclude<Value[Name], undefined> };
