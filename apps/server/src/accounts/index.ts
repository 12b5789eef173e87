/**
 * Purpose: who may sign in: users with their password and personal organization, and the one-time link that makes the first
 * administrator.
 *
 * Standards: RFC 9106 (Argon2), in the string form of the Password Hashing Competition.
 *
 * Guarantees: a user is made together with the credential and the personal organization, or not at all; at most one unused
 * setup link exists; a setup link makes one administrator, and none once there is an administrator.
 *
 * Fails with: values for what a person can cause; rejects when the database fails.
 *
 * Security: passwords are hashed with argon2id off the event loop; of a setup link only the SHA-256 is stored; signing in
 * takes as long for an unknown user as for a wrong password.
 *
 * Not here: sessions, cookies, second factors and API keys.
 */
export { createAccounts, type Accounts } from './accounts.ts';
export type { AccountsDependencies } from './create-user.ts';
export { hashPassword, verifyPasswordHash } from './password.ts';
export { passwordLength, usernameLength } from './rules.ts';
export type {
  AccountRefusal,
  CreateUser,
  CreateUserResult,
  User,
  UseSetupLink,
  UseSetupLinkResult,
} from './user.ts';
