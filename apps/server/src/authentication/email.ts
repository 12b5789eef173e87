import type { Actor } from '../api/index.ts';
import { isUniqueViolation, type Tx } from '../db/index.ts';
import type { AuthenticationDependencies } from './dependencies.ts';
import { noteNetwork } from './devices.ts';
import {
  addressInUseLetter,
  confirmNewEmailLetter,
  emailChangeRequestedLetter,
  emailChangedLetter,
  verifyEmailLetter,
} from './letters.ts';
import { findLink, issueLink, spendLink, withdrawLinks, type Link } from './links.ts';
import { actorOfUser, circumstancesOf, linkUrl, notify, userSubject } from './notify.ts';
import { findUserByLogin, lockUser, markEmailVerified, updateEmail, type AuthUser } from './store.ts';
import { mayMail } from './tries.ts';

/** What following a link to confirm an address came to. */
export type VerifyEmailResult = { readonly kind: 'verified' | 'email_changed' | 'link_invalid' };

/** Sends the link again to a user whose address is not confirmed; for all others nothing happens. */
export async function sendVerification(
  dependencies: AuthenticationDependencies,
  email: string,
): Promise<void> {
  const { db, clock, publicUrl } = dependencies;
  const canMail = await mayMail(dependencies, email);
  await db.joinedTransaction(async (tx) => {
    const user = await findUserByLogin(tx, email);
    if (!canMail || user === undefined || user.isEmailVerified) return;
    const token = await issueLink(tx, { kind: 'verify-email', userId: user.id, email, now: clock.now() });
    const letter = verifyEmailLetter(linkUrl(publicUrl, 'verify-email', token));
    await notify(dependencies, tx, { userId: user.id, headerTo: email, letter });
  });
}

/** Uses a link that confirms an address: the first one of a user, or a new one. */
export async function verifyEmail(
  dependencies: AuthenticationDependencies,
  { token, actor }: { readonly token: string; readonly actor: Actor },
): Promise<VerifyEmailResult> {
  const { db, clock } = dependencies;
  const work = db.joinedTransaction(async (tx): Promise<VerifyEmailResult> => {
    const link = await findLink(tx, { token, kinds: ['verify-email', 'change-email'], now: clock.now() });
    const user = link && (await lockUser(tx, link.userId));
    if (link === undefined || user === undefined) return { kind: 'link_invalid' };
    await spendLink(tx, link);
    const result =
      link.kind === 'change-email'
        ? await change(dependencies, tx, { user, link, actor })
        : await confirm(dependencies, tx, { user, link, actor });
    if (actor.ip !== undefined) await noteNetwork(tx, user.id, { ip: actor.ip, now: clock.now() });
    return result;
  });
  // Expected: somebody else has taken the address meanwhile.
  return work.catch((error: unknown) => {
    if (isUniqueViolation(error)) return { kind: 'link_invalid' };
    throw error;
  });
}

interface UsedLink {
  readonly user: AuthUser;
  readonly link: Link;
  readonly actor: Actor;
}

async function confirm(
  { audit, clock }: AuthenticationDependencies,
  tx: Tx,
  { user, link, actor }: UsedLink,
): Promise<VerifyEmailResult> {
  // A link is good for the address that it was sent to.
  if (link.email !== user.email) return { kind: 'link_invalid' };
  if (await markEmailVerified(tx, user.id, clock.now())) {
    await audit.record(tx, {
      action: 'user.email_verified',
      actor: actorOfUser(actor, user),
      subject: userSubject(user),
    });
  }
  return { kind: 'verified' };
}

async function change(
  dependencies: AuthenticationDependencies,
  tx: Tx,
  { user, link, actor }: UsedLink,
): Promise<VerifyEmailResult> {
  const { audit, clock } = dependencies;
  const now = clock.now();
  await updateEmail(tx, { userId: user.id, email: link.email, at: now });
  // Whoever reads the old mailbox can do nothing any more.
  await withdrawLinks(tx, user.id, ['reset-password', 'verify-email']);
  await audit.record(tx, {
    action: 'user.email_changed',
    actor: actorOfUser(actor, user),
    subject: userSubject({ id: user.id, email: link.email }),
    before: { email: user.email },
    after: { email: link.email },
  });
  const letter = emailChangedLetter(link.email, circumstancesOf(actor, now));
  await notify(dependencies, tx, { userId: user.id, headerTo: user.email, letter });
  return { kind: 'email_changed' };
}

/**
 * Sends a link to a new address, and tells the present one, whoever has the new one. One that somebody else has gets a mail without a link, and
 * who asked learns nothing.
 */
export async function requestEmailChange(
  dependencies: AuthenticationDependencies,
  { userId, newEmail, actor }: { readonly userId: string; readonly newEmail: string; readonly actor: Actor },
): Promise<void> {
  const { db, clock, audit } = dependencies;
  const canMail = await mayMail(dependencies, newEmail);
  await db.joinedTransaction(async (tx) => {
    const user = await lockUser(tx, userId);
    if (user === undefined || user.email === newEmail) return;
    await audit.record(tx, {
      action: 'user.email_change_requested',
      actor,
      subject: userSubject(user),
      before: { email: user.email },
      after: { email: newEmail },
    });
    const warning = emailChangeRequestedLetter(newEmail, circumstancesOf(actor, clock.now()));
    await notify(dependencies, tx, { userId, headerTo: user.email, letter: warning });
    if (!canMail) return;
    const owner = await findUserByLogin(tx, newEmail);
    if (owner !== undefined) {
      await notify(dependencies, tx, { userId: owner.id, headerTo: newEmail, letter: addressInUseLetter() });
      return;
    }
    const token = await issueLink(tx, { kind: 'change-email', userId, email: newEmail, now: clock.now() });
    const url = linkUrl(dependencies.publicUrl, 'verify-email', token);
    await notify(dependencies, tx, { userId, headerTo: newEmail, letter: confirmNewEmailLetter(url) });
  });
}
