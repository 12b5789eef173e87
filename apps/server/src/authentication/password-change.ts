import { checkPassword, hashPassword } from '../accounts/index.ts';
import { countKeysOfPerson } from '../api-keys/index.ts';
import type { Actor } from '../api/index.ts';
import { newId, type Tx } from '../db/index.ts';
import type { AuthenticationDependencies } from './dependencies.ts';
import { noteNetwork } from './devices.ts';
import { passwordChangedLetter, passwordResetLetter, resetPasswordLetter } from './letters.ts';
import { findLink, issueLink, spendLink, withdrawLinks } from './links.ts';
import { actorOfUser, circumstancesOf, linkUrl, notify, userSubject } from './notify.ts';
import { deleteChallenges, deleteSessions } from './session-store.ts';
import {
  countPasskeys,
  findUserByLogin,
  lockUser,
  markEmailVerified,
  savePassword,
  type AuthUser,
} from './store.ts';
import { mayMail } from './tries.ts';

/** What using a link to a new password came to. */
export type ResetPasswordResult =
  | { readonly kind: 'reset' }
  | { readonly kind: 'link_invalid' }
  /** The link still works. */
  | { readonly kind: 'weak_password'; readonly reason: string };

/** Sends a link to the address when it is a user's; who asked learns nothing. */
export async function requestPasswordReset(
  dependencies: AuthenticationDependencies,
  { email, actor }: { readonly email: string; readonly actor: Actor },
): Promise<void> {
  const { db, clock, audit, publicUrl } = dependencies;
  const canMail = await mayMail(dependencies, email);
  await db.joinedTransaction(async (tx) => {
    const user = await findUserByLogin(tx, email);
    if (!canMail || user === undefined) return;
    const token = await issueLink(tx, { kind: 'reset-password', userId: user.id, email, now: clock.now() });
    await audit.record(tx, { action: 'password.reset_requested', actor, subject: userSubject(user) });
    const letter = resetPasswordLetter(linkUrl(publicUrl, 'reset-password', token));
    await notify(dependencies, tx, { userId: user.id, headerTo: email, letter });
  });
}

/** Sets a new password with a link, and ends all sessions. Of any number of calls with one link, one succeeds. */
export function resetPassword(
  dependencies: AuthenticationDependencies,
  {
    token,
    newPassword,
    actor,
  }: { readonly token: string; readonly newPassword: string; readonly actor: Actor },
): Promise<ResetPasswordResult> {
  const { db, clock } = dependencies;
  return db.joinedTransaction(async (tx) => {
    const link = await findLink(tx, { token, kinds: ['reset-password'], now: clock.now() });
    const user = link && (await lockUser(tx, link.userId));
    if (link === undefined || user?.email !== link.email) return { kind: 'link_invalid' };
    const weakness = checkPassword(newPassword, [user.email, user.username]);
    if (weakness !== undefined) return { kind: 'weak_password', reason: weakness };
    await spendLink(tx, link);
    await saveNewPassword(dependencies, tx, { user, newPassword, actor });
    return { kind: 'reset' };
  });
}

async function saveNewPassword(
  dependencies: AuthenticationDependencies,
  tx: Tx,
  {
    user,
    newPassword,
    actor,
  }: { readonly user: AuthUser; readonly newPassword: string; readonly actor: Actor },
): Promise<void> {
  const { audit, clock } = dependencies;
  const at = clock.now();
  await savePassword(tx, { id: newId(), userId: user.id, hash: await hashPassword(newPassword), at });
  // Whoever reads the mail of an address has it.
  await markEmailVerified(tx, user.id, at);
  await deleteSessions(tx, user.id, { kind: 'all' });
  await endPendingSignIns(tx, user.id);
  if (actor.ip !== undefined) await noteNetwork(tx, user.id, { ip: actor.ip, now: at });
  await audit.record(tx, {
    action: 'password.reset',
    actor: actorOfUser(actor, user),
    subject: userSubject(user),
  });
  const lasting = {
    passkeys: await countPasskeys(tx, user.id),
    apiKeys: await countKeysOfPerson(tx, user.id),
  };
  const letter = passwordResetLetter(lasting, circumstancesOf(actor, at));
  await notify(dependencies, tx, { userId: user.id, headerTo: user.email, letter });
}

/**
 * After a new password: sign-ins that the old one began, and links that were sent before, end; also one to a new address, which whoever knew the
 * old password may have asked for, and with which he would take the account over afterwards.
 */
export async function endPendingSignIns(tx: Tx, userId: string): Promise<void> {
  await deleteChallenges(tx, userId);
  await withdrawLinks(tx, userId, ['reset-password', 'change-email']);
}

/** Tells the owner of the address. */
export function tellPasswordChanged(
  dependencies: AuthenticationDependencies,
  tx: Tx,
  { user, actor }: { readonly user: Pick<AuthUser, 'id' | 'email'>; readonly actor: Actor },
): Promise<void> {
  const letter = passwordChangedLetter(circumstancesOf(actor, dependencies.clock.now()));
  return notify(dependencies, tx, { userId: user.id, headerTo: user.email, letter });
}
