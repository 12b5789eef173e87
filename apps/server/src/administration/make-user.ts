import { randomBytes } from 'node:crypto';
import type { AccountRefusal } from '../accounts/index.ts';
import type { Actor } from '../api/index.ts';
import type { AdministrationDependencies } from './dependencies.ts';
import type { ShownUser } from './user.ts';
import { findShownUser, saveUser } from './user-store.ts';

/** Whom to make. */
export interface MakeUser {
  readonly email: string;
  readonly username?: string | undefined;
  readonly name?: string | undefined;
  /** Undefined: a link to choose one is sent. */
  readonly password?: string | undefined;
  readonly isAdministrator: boolean;
  readonly actor: Actor;
}

/** How making a user ended. */
export type MakeUserResult = { readonly kind: 'made'; readonly user: ShownUser } | AccountRefusal;

/** 256 bits that nobody is told: until the person follows the link, no password is right. */
const unknownPasswordBytes = 32;

/** Makes a user with the log, and asks for the mail where there is no password, all in one transaction. */
export async function makeUser(
  { db, audit, accounts, authentication }: AdministrationDependencies,
  { email, username, name, password, isAdministrator, actor }: MakeUser,
): Promise<MakeUserResult> {
  if (password === undefined && authentication.requestPasswordReset === undefined)
    throw new Error('a user without a password needs a mail');
  return db.joinedTransaction(async (tx): Promise<MakeUserResult> => {
    const created = await accounts.createUser({
      email,
      username,
      password: password ?? randomBytes(unknownPasswordBytes).toString('base64url'),
      isAdmin: isAdministrator,
    });
    if (created.kind !== 'created') return created;
    const { id: userId, email: storedEmail } = created.user;
    await saveUser(tx, { userId, name, isAdministrator: undefined, isEmailVerified: undefined });
    await audit.record(tx, {
      action: 'user.created',
      actor,
      subject: { kind: 'user', id: userId, label: storedEmail },
      after: { email: storedEmail, username: created.user.username, name, is_administrator: isAdministrator },
    });
    if (password === undefined) await authentication.requestPasswordReset?.({ email: storedEmail, actor });
    const user = await findShownUser(tx, userId);
    if (user === undefined) throw new Error(`user ${userId} was made and is not there`);
    return { kind: 'made', user };
  });
}
