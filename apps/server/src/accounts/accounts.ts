import type { AccountNotice } from '@smtpy/contract';
import { createUser, type AccountsDependencies } from './create-user.ts';
import { unmatchedHash, verifyPasswordHash } from './password.ts';
import { normalizeLogin } from './rules.ts';
import { createSetupLink, useSetupLink } from './setup-link.ts';
import { countUsers, findMemberEmails, findUser, hasAdministrator } from './store.ts';
import type { CreateUser, CreateUserResult, User, UseSetupLink, UseSetupLinkResult } from './user.ts';

/** Users and how they get in. */
export interface Accounts {
  /** Makes a user with a password and a personal organization. The caller vouches for the address: it counts as verified. */
  createUser(input: CreateUser): Promise<CreateUserResult>;
  /** The user whose password this is; undefined for an unknown login and for a wrong password, in the same time. */
  verifyPassword(input: { readonly login: string; readonly password: string }): Promise<User | undefined>;
  /** By email or username, in any case. */
  findUser(emailOrUsername: string): Promise<User | undefined>;
  /**
   * Where the owners of an organization are told what happens in it: their verified emails. With `notice` only of those who want to be told
   * of such by mail. May be empty.
   */
  ownerAddresses(organizationId: string, notice?: AccountNotice): Promise<readonly string[]>;
  /** The same of owners and admins, who can do something about domains: twenty of them at most, since more are a mailing list. */
  caretakerAddresses(organizationId: string, notice: AccountNotice): Promise<readonly string[]>;
  /** All users of the installation. */
  countUsers(): Promise<number>;
  /** Whether anyone runs the installation yet. */
  hasAdministrator(): Promise<boolean>;
  /** A new token, 43 characters of base64url; the unused one before it stops working. Undefined when there is an administrator. */
  createSetupLink(): Promise<string | undefined>;
  /** Makes the first administrator. Of any number of calls at once, one succeeds. */
  useSetupLink(input: UseSetupLink): Promise<UseSetupLinkResult>;
}

const maxCaretakers = 20;

/** Accounts on a database. */
export function createAccounts(dependencies: AccountsDependencies): Accounts {
  const { db } = dependencies;
  return {
    createUser: (input) => createUser(dependencies, input),
    verifyPassword: async ({ login, password }) => {
      const found = await findUser(db, normalizeLogin(login));
      const isMatch = await verifyPasswordHash(password, found?.passwordHash ?? unmatchedHash);
      return isMatch ? found?.user : undefined;
    },
    findUser: async (emailOrUsername) => (await findUser(db, normalizeLogin(emailOrUsername)))?.user,
    ownerAddresses: (organizationId, notice) =>
      findMemberEmails(db, { organizationId, roles: ['owner'], notice }),
    caretakerAddresses: (organizationId, notice) =>
      findMemberEmails(db, { organizationId, roles: ['owner', 'admin'], notice, limit: maxCaretakers }),
    countUsers: () => countUsers(db),
    hasAdministrator: () => hasAdministrator(db),
    createSetupLink: () => createSetupLink(dependencies),
    useSetupLink: (input) => useSetupLink(dependencies, input),
  };
}
