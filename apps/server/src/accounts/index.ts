/**
 * Purpose: who may sign in: users with their password and personal organization, the one-time link that makes the first
 * administrator, and what a person sees and chooses of the own account: overview, preferences, export.
 *
 * Standards: RFC 9106 (Argon2), in the string form of the Password Hashing Competition.
 *
 * Guarantees: a user is made together with the credential and the personal organization, or not at all; at most one unused
 * setup link exists; a setup link makes one administrator, and none once there is an administrator.
 *
 * An export needs the memory of one batch of rows, and ends before its last bracket when it was cut off.
 *
 * Fails with: values for what a person can cause; rejects when the database fails.
 *
 * Security: passwords are hashed with argon2id off the event loop; of a setup link only the SHA-256 is stored; signing in
 * takes as long for an unknown user as for a wrong password.
 *
 * Not here: sessions, cookies, second factors, API keys, and the erasure of accounts (`erasure/`).
 */
export { lockAdministrators, type Administrators } from './administrators.ts';
export { createAccounts, type Accounts } from './accounts.ts';
export type { AccountsDependencies } from './create-user.ts';
export { ensurePersonalOrganization, type PersonalOrganizationOf } from './personal-organization.ts';
export {
  createPreferences,
  isTimeZone,
  loadPreferences,
  type ChangePreferencesResult,
  type Preferences,
} from './preferences.ts';
export { accountRoutes, type AccountsRoutesDependencies } from './routes.ts';
export { hashPassword, verifyPasswordHash } from './password.ts';
export { checkPassword, passwordLength, usernameLength } from './rules.ts';
export type {
  AccountRefusal,
  CreateUser,
  CreateUserResult,
  User,
  UseSetupLink,
  UseSetupLinkResult,
} from './user.ts';
