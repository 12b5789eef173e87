/**
 * Purpose: what administrators do over the API: users, organizations, domains, the queue, health, settings, and the audit log of everybody.
 *
 * Security: no answer shows where mail goes or what it says.
 *
 * Not here: what a process needs to know before it starts, which is configuration.
 */
export {
  installationSettings,
  installationSettingsChange,
  registrationModes,
  type InstallationSettingsBody,
  type InstallationSettingsChange,
  type RegistrationMode,
} from './installation-settings.ts';
export { administrationOperations } from './operations.ts';
export type { AdministrationDomain } from './organization-operations.ts';
export type { AdministrationOrganization, AdministrationOrganizationDetails } from './organization.ts';
export type { AdministrationDelivery, QueueOverview } from './queue-operations.ts';
export type { AdministrationUser, AdministrationUserDetails } from './user.ts';
