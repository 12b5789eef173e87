import { checkPassword, ensurePersonalOrganization, hashPassword } from '../accounts/index.ts';
import type { Actor } from '../api/index.ts';
import { newId, type Tx } from '../db/index.ts';
import type { AuthenticationDependencies } from './dependencies.ts';
import { alreadyRegisteredLetter, usernameTakenLetter, verifyEmailLetter } from './letters.ts';
import { issueLink } from './links.ts';
import { actorOfUser, linkUrl, notify, userSubject } from './notify.ts';
import { findUserByLogin, insertUser, type AuthUser } from './store.ts';
import { mayMail } from './tries.ts';

/** Who wants to register; checked by the contract. */
export interface SignUp {
  readonly email: string;
  readonly password: string;
  readonly name: string | undefined;
  /** As typed. */
  readonly username: string | undefined;
  readonly invitationToken: string | undefined;
  readonly actor: Actor;
}

/** What registering came to. `registered` is also told where there is a user already: nobody learns of users by trying. */
export type SignUpResult =
  | {
      readonly kind: 'registered';
      /** The new user's; one of nobody where there was a user already. */
      readonly userId: string;
      readonly name: string;
      readonly isEmailVerified: boolean;
      readonly createdAt: Date;
    }
  | { readonly kind: 'registration_closed' | 'link_invalid' }
  | { readonly kind: 'weak_password'; readonly reason: string };

/**
 * Registers a user. Of any number of calls with one address, one makes a user; the owner of an address that is taken is told by mail, and a
 * username that is taken is left out, which the mail says.
 */
export async function signUp(dependencies: AuthenticationDependencies, wish: SignUp): Promise<SignUpResult> {
  const { db, clock } = dependencies;
  const permission = await judgeRegistration(dependencies, wish);
  if (permission !== 'unverified' && permission !== 'verified') return { kind: permission };
  const username = wish.username?.toLowerCase();
  const weakness = checkPassword(wish.password, [wish.email, username]);
  if (weakness !== undefined) return { kind: 'weak_password', reason: weakness };
  const passwordHash = await hashPassword(wish.password);
  const canMail = await mayMail(dependencies, wish.email);
  const createdAt = clock.now();
  const isEmailVerified = permission === 'verified';
  const name = wish.name ?? wish.username ?? wish.email.slice(0, wish.email.lastIndexOf('@'));
  const user = {
    id: newId(createdAt),
    accountId: newId(),
    name,
    email: wish.email,
    isEmailVerified,
    passwordHash,
    createdAt,
  };
  await db.joinedTransaction(async (tx) => {
    const names = { username, displayUsername: wish.username };
    const isWithUsername = await insertUser(tx, { ...user, ...names });
    const isInserted =
      isWithUsername ||
      (username !== undefined &&
        (await insertUser(tx, { ...user, username: undefined, displayUsername: undefined })));
    if (isInserted) await welcome(dependencies, tx, { user, wish, isUsernameTaken: !isWithUsername });
    else if (canMail) await tellOwner(dependencies, tx, wish.email);
  });
  return { kind: 'registered', userId: user.id, name, isEmailVerified, createdAt };
}

/** Whether the installation takes this person, and whether the address counts as confirmed: an invitation was read at it. */
async function judgeRegistration(
  { installation, members }: AuthenticationDependencies,
  wish: SignUp,
): Promise<'verified' | 'unverified' | 'registration_closed' | 'link_invalid'> {
  const { registration } = await installation.load();
  if (registration === 'closed') return 'registration_closed';
  if (wish.invitationToken === undefined)
    return registration === 'open' ? 'unverified' : 'registration_closed';
  const invitation = await members.lookUpInvitation(wish.invitationToken);
  return invitation?.email === wish.email ? 'verified' : 'link_invalid';
}

async function welcome(
  dependencies: AuthenticationDependencies,
  tx: Tx,
  {
    user,
    wish,
    isUsernameTaken,
  }: {
    readonly user: Pick<AuthUser, 'id' | 'email' | 'name' | 'createdAt'> & {
      readonly isEmailVerified: boolean;
    };
    readonly wish: SignUp;
    readonly isUsernameTaken: boolean;
  },
): Promise<void> {
  const { audit, publicUrl } = dependencies;
  await ensurePersonalOrganization(tx, { userId: user.id, name: user.name });
  await audit.record(tx, {
    action: 'user.registered',
    actor: actorOfUser(wish.actor, user),
    subject: userSubject(user),
    after: { email: user.email, isEmailVerified: user.isEmailVerified },
  });
  const person = { userId: user.id, headerTo: user.email };
  if (isUsernameTaken && wish.username !== undefined) {
    await notify(dependencies, tx, { ...person, letter: usernameTakenLetter(wish.username) });
  }
  if (user.isEmailVerified) return;
  const token = await issueLink(tx, {
    kind: 'verify-email',
    userId: user.id,
    email: user.email,
    now: user.createdAt,
  });
  await notify(dependencies, tx, {
    ...person,
    letter: verifyEmailLetter(linkUrl(publicUrl, 'verify-email', token)),
  });
}

/**
 * To the owner of a taken address, with a link to a new password and none that confirms the address: whoever registered it first knows the
 * present password, and may be a stranger who hopes that the owner confirms.
 */
async function tellOwner(dependencies: AuthenticationDependencies, tx: Tx, email: string): Promise<void> {
  const { clock, publicUrl } = dependencies;
  const owner = await findUserByLogin(tx, email);
  if (owner === undefined) return;
  const token = await issueLink(tx, { kind: 'reset-password', userId: owner.id, email, now: clock.now() });
  const letter = alreadyRegisteredLetter(linkUrl(publicUrl, 'reset-password', token));
  await notify(dependencies, tx, { userId: owner.id, headerTo: email, letter });
}
