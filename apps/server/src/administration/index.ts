/**
 * Purpose: what the operator of an installation does while it runs: users and administrators, organizations, the queue, the settings; and
 * what there is to see: health, domains, and the audit log of everybody.
 *
 * Guarantees:
 * - An administrator who is not suspended always remains, whatever is done at once: whoever unmakes, suspends or erases locks all
 *   administrators first, in one order. Nobody does so to himself.
 * - Every change and its entry in the audit log are one transaction. What is so already changes nothing and leaves no entry.
 * - A suspended person is signed out and cannot sign in; keys are refused by every process at once. Ending the suspension restores the keys;
 *   sessions begin anew. The personal organization is suspended and resumed with the person, unless that was done to it by itself; the mail of
 *   other organizations of the person goes on.
 * - Of a suspended organization the API answers `account_suspended`. Its domains that receive are `suspended`: RCPT and submission are
 *   answered 450, so that senders keep what they have and try again. What was accepted is delivered, signed as before, and what is in
 *   quarantine waits its time. Ending the suspension puts each domain back to what it was; a domain that was pending stayed so, and no
 *   check makes it active meanwhile.
 *
 * Fails with: values for what a person can cause; rejects when the database fails.
 *
 * Security: the address that mail goes to is never shown, that of who wrote is kept as the organization lets it (`queue/`). Entries carry
 * the operator's address and reasons and are therefore of the installation, not of the organization that they are about. An account without a
 * password has one that nobody knows.
 *
 * Not here: who is an administrator to the frame (`http/`); what erasing means (`erasure/`); what sessions, keys and links are
 * (`authentication/`, `api-keys/`); settings that a process needs to start (`config/`).
 *
 * This folder reads tables of others for its lists, and of `auth."user"` and `auth.organization` writes suspension and role alone.
 */
export { createAdministration, type Administration } from './administration.ts';
export type { ChangeSettings } from './change-settings.ts';
export type { DeleteUser } from './delete-user.ts';
export type { DeliveryRequest } from './deliveries.ts';
export type { AdministrationDependencies } from './dependencies.ts';
export type { Health, HealthDependencies, ProcessFacts } from './health.ts';
export type { MakeUser, MakeUserResult } from './make-user.ts';
export type {
  ChangeSuspension,
  ChangeSuspensionResult,
  ListAllDomains,
  ListedDomain,
  ListedOrganization,
  ListOrganizations,
  ShownOrganization,
} from './organization.ts';
export { administrationRoutes, type AdministrationRoutesDependencies } from './routes.ts';
export type {
  ChangeUser,
  ChangeUserResult,
  DeleteUserResult,
  ListedUser,
  ListUsers,
  ShownUser,
  Suspension,
  UserRefusal,
} from './user.ts';
