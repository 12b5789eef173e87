/**
 * Purpose: organizations themselves (made, named, deleted), what one wants of its mail as a whole (how much of subjects and senders is
 * kept, for how long, whether a digest is sent), and the cache through which every process reads what an organization has.
 *
 * Guarantees: an organization is made together with its owner; of parallel makings no more succeed than a person may own; every change
 * writes its entry of the audit log in the same transaction. An organization without a row of settings has the defaults. A cached value is forgotten when the NOTIFY of its change arrives, and is
 * five seconds old at most; a process keeps 10,000 of a kind.
 *
 * Fails with: values for what a person can cause; rejects when the database fails.
 *
 * Not here: members, roles and invitations (`members/`); the personal organization of a new user (`accounts/`); what deleting an organization
 * takes with it (`erasure/`); who keeps, masks and removes what (`queue/`, `refusals/`).
 */
export {
  announceOrganizationChange,
  createOrganizationCache,
  operatorName,
  type OrganizationCache,
} from './organization-cache.ts';
export type {
  ChangeOrganization,
  ChangeOrganizationResult,
  CreateOrganization,
  CreateOrganizationResult,
  DeleteOrganization,
  DeleteOrganizationResult,
  ListedOrganization,
  OrganizationErasure,
  OrganizationRefusal,
} from './organization.ts';
export { createOrganizations, type Organizations, type OrganizationsDependencies } from './organizations.ts';
export { organizationRoutes, type OrganizationRoutesDependencies } from './routes.ts';
export { createOrganizationSettings, createOrganizationSettingsStore } from './organization-settings.ts';
export type {
  ChangeSettings,
  ChangeSettingsResult,
  OrganizationSettings,
  OrganizationSettingsReader,
  OrganizationSettingsStore,
} from './settings.ts';
