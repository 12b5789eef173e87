/**
 * Purpose: what the operator sets while the program runs: who may register, how many organizations, members and keys there may be, and where
 * the service's own mail comes from; and what of it anybody may know.
 *
 * Guarantees: what was never set has its default; a change holds at once on every node, because nothing is kept in memory; changes at once go
 * one after the other.
 *
 * Fails with: rejects when the database fails, or holds what no operator can have written.
 *
 * Not here: what a process has to know before it can start, which is in `config/`; who may change it and the audit log (`administration/`).
 */
export { formatInstallationSettings, readInstallationChange } from './form.ts';
export { createInstallation, type Installation, type InstallationDependencies } from './installation.ts';
export { installationFactRoutes, type InstallationFactRoutesDependencies } from './routes.ts';
export type { ChangeInstallation, InstallationChange, InstallationSettings } from './settings.ts';
