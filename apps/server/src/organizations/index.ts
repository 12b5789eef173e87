/**
 * Purpose: what an organization wants of its mail as a whole (how much of subjects and senders is kept, for how long, whether a digest
 * is sent), and the cache through which every process reads what an organization has.
 *
 * Guarantees: an organization without a row has the defaults. A cached value is forgotten when the NOTIFY of its change arrives, and is
 * five seconds old at most; a process keeps 10,000 of a kind.
 *
 * Fails with: values for what a person can cause; rejects when the database fails.
 *
 * Not here: organizations and their members themselves (`accounts/`); who keeps, masks and removes what (`queue/`, `refusals/`).
 */
export {
  announceOrganizationChange,
  createOrganizationCache,
  operatorName,
  type OrganizationCache,
} from './organization-cache.ts';
export { createOrganizationSettings, createOrganizationSettingsStore } from './organization-settings.ts';
export type {
  ChangeSettings,
  ChangeSettingsResult,
  OrganizationSettings,
  OrganizationSettingsReader,
  OrganizationSettingsStore,
} from './settings.ts';
