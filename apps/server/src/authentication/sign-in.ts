import { ApiError, type HeadedAnswer, type Principal, type Actor } from '../api/index.ts';
import { hashPassword, loadPreferences } from '../accounts/index.ts';
import { newId, type Tx } from '../db/index.ts';
import { Turns } from '../turns/index.ts';
import { answerOf, refusalOf } from './bridge.ts';
import { type BridgeAnswer } from './exchange.ts';
import type { AuthenticationContext } from './context.ts';
import { noteDevice } from './devices.ts';
import { withFloorOnFailure } from './floor.ts';
import { newDeviceLetter } from './letters.ts';
import { actorOfUser, circumstancesOf, notify, userSubject } from './notify.ts';
import { isImportedHash } from './passwords.ts';
import { deleteSessionOf, findSessionByToken } from './session-store.ts';
import {
  findPasswordHash,
  findUserById,
  findUserByLogin,
  lockUser,
  savePassword,
  type AuthUser,
} from './store.ts';
import { countSignIn, forgetSignIns } from './tries.ts';
import type { IncomingHttpHeaders } from 'node:http';

/** A sign-in with a password; checked by the contract. */
export interface SignIn {
  readonly path: '/sign-in/email' | '/sign-in/username';
  /** Email or username, as typed. */
  readonly login: string;
  readonly body: { readonly password: string };
  readonly headers: IncomingHttpHeaders;
  readonly ip: string;
  readonly actor: Actor;
  /** Whoever was signed in before in this browser. */
  readonly principal: Principal | undefined;
}

/** What {@link finishSignIn} needs to know of the request. */
export type SignInRequest = Pick<SignIn, 'ip' | 'actor' | 'principal'>;

/**
 * Passwords judged at once by one process. Each holds a database connection and a core for some 40 ms; a flood of them leaves the rest of the
 * pool to others.
 */
const signInsAtOnce = 3;
const turns = new Turns(signInsAtOnce);

/** Signs in. Throws the error to answer with, and no sooner than the floor. */
export function signIn<Body>(context: AuthenticationContext, request: SignIn): Promise<HeadedAnswer<Body>> {
  const login = request.login.trim().toLowerCase();
  return withFloorOnFailure(async () => {
    await countSignIn(context, { login, ip: request.ip });
    const answer = await turns.take(() =>
      context.db.joinedTransaction((tx) => judge(context, tx, { ...request, login })),
    );
    return answerOf<Body>(answer);
  });
}

async function judge(context: AuthenticationContext, tx: Tx, request: SignIn): Promise<BridgeAnswer> {
  const user = await findUserByLogin(tx, request.login);
  // A new password that is being set ends all sessions: a sign-in with the old one comes before it, and is ended, or after it, and is refused.
  if (user !== undefined) await lockUser(tx, user.id);
  const answer = await context.ask({ ...request, method: 'POST' });
  const refusal = refusalOf(answer);
  if (refusal !== undefined) {
    if (refusal.status >= 500) throw refusal;
    if (user !== undefined) await noteRefusal(context, tx, { user, request, refusal });
    return answer;
  }
  if (user === undefined)
    throw new ApiError('internal_error', { cause: new Error('somebody without a user signed in') });
  await forgetSignIns(context, { userId: user.id, ip: request.ip });
  await upgradeHash(tx, { userId: user.id, password: request.body.password, at: context.clock.now() });
  const token = tokenOf(answer);
  if (token !== undefined) await finishSignIn(context, tx, { user, request, token, method: 'password' });
  return answer;
}

/** The token of the session that was begun; undefined where a second factor is asked for. */
export function tokenOf({ body }: BridgeAnswer): string | undefined {
  if (typeof body !== 'object' || body === null || !('token' in body)) return undefined;
  return typeof body.token === 'string' ? body.token : undefined;
}

/** An entry about a sign-in of a user that came to nothing. */
export async function noteRefusal(
  { audit }: AuthenticationContext,
  tx: Tx,
  {
    user,
    request,
    refusal,
  }: { readonly user: AuthUser; readonly request: SignInRequest; readonly refusal: ApiError },
): Promise<void> {
  await audit.record(tx, {
    action: 'session.refused',
    actor: { ...request.actor, kind: 'nobody' },
    subject: userSubject(user),
    after: { reason: refusal.code },
  });
}

/** Hashes of other systems are replaced while the password is at hand. */
async function upgradeHash(
  tx: Tx,
  { userId, password, at }: { readonly userId: string; readonly password: string; readonly at: Date },
): Promise<void> {
  const hash = await findPasswordHash(tx, userId);
  if (hash === undefined || !isImportedHash(hash)) return;
  await savePassword(tx, { id: newId(), userId, hash: await hashPassword(password), at });
}

/** What a sign-in leaves: an entry, where it came from, a mail when that is new; and the session that it takes the place of ends. */
export async function finishSignIn(
  context: AuthenticationContext,
  tx: Tx,
  {
    user,
    request,
    token,
    method,
  }: {
    readonly user: AuthUser;
    readonly request: SignInRequest;
    readonly token: string;
    readonly method: 'password' | 'totp' | 'recovery_code' | 'passkey';
  },
): Promise<void> {
  const { audit, clock } = context;
  const now = clock.now();
  const session = await findSessionByToken(tx, token, now);
  const actor = actorOfUser(request.actor, user);
  await audit.record(tx, {
    action: 'session.started',
    actor,
    ...(session !== undefined && { subject: { kind: 'session', id: session.sessionId } }),
    after: { method },
  });
  if (request.principal !== undefined) await deleteSessionOf(tx, request.principal);
  if (!(await noteDevice(tx, user, { ip: request.ip, userAgent: request.actor.userAgent, now }))) return;
  // Noted all the same: who switches the mail on later is not told of what is known by then.
  if (!(await loadPreferences(tx, user.id)).notices.new_sign_in) return;
  const letter = newDeviceLetter(circumstancesOf(actor, now));
  await notify(context, tx, { userId: user.id, headerTo: user.email, letter });
}

/** The user of an answer. */
export async function userOf(tx: Tx, { body }: BridgeAnswer): Promise<AuthUser | undefined> {
  if (typeof body !== 'object' || body === null || !('user' in body)) return undefined;
  const { user } = body;
  if (typeof user !== 'object' || user === null || !('id' in user) || typeof user.id !== 'string')
    return undefined;
  return findUserById(tx, user.id);
}
