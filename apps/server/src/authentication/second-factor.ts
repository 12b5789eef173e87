import { createHash } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { ApiError, type Actor, type HeadedAnswer, type Principal } from '../api/index.ts';
import type { Queryable, Tx } from '../db/index.ts';
import { answerOf, refusalOf } from './bridge.ts';
import { type BridgeAnswer } from './exchange.ts';
import type { AuthenticationContext } from './context.ts';
import { withFloorOnFailure } from './floor.ts';
import { hasMark, setMark } from './marks.ts';
import { twoFactorEnabledLetter } from './letters.ts';
import { circumstancesOf, notify, userSubject } from './notify.ts';
import { finishSignIn, noteRefusal, tokenOf, userOf } from './sign-in.ts';
import { findUserById, lockUser, type AuthUser } from './store.ts';
import { countCode } from './tries.ts';

/** A code for a second factor; checked by the contract. */
export interface CodeTry {
  readonly kind: 'totp' | 'recovery_code';
  readonly code: string;
  readonly headers: IncomingHttpHeaders;
  readonly ip: string;
  readonly actor: Actor;
  /** Present: a code of who is signed in, to switch the second factor on. */
  readonly principal: Principal | undefined;
}

const paths = { totp: '/two-factor/verify-totp', recovery_code: '/two-factor/verify-backup-code' } as const;

/**
 * How long a code that was used is remembered. Codes are good for 90 seconds, half a minute before and after their own included; nodes'
 * clocks may differ by more than they should.
 */
const usedCodeMs = 5 * 60_000;

/** Judges a code. Throws the error to answer with, and no sooner than the floor. */
export function verifyCode<Body>(
  context: AuthenticationContext,
  request: CodeTry,
): Promise<HeadedAnswer<Body>> {
  return withFloorOnFailure(async () => {
    await countCode(context, request.ip);
    // A key is no session: with it nothing is switched on, and no sign-in goes on.
    const principal = request.principal?.credential.kind === 'session' ? request.principal : undefined;
    const work = (tx: Tx) => judge(context, tx, { ...request, principal });
    return answerOf<Body>(await context.db.joinedTransaction(work));
  });
}

async function judge(context: AuthenticationContext, tx: Tx, request: CodeTry): Promise<BridgeAnswer> {
  const challenged =
    request.principal === undefined ? await findChallenged(context, tx, request.headers) : undefined;
  // Of two tries of a user at once the second sees what the first one did: otherwise a code could be used by both.
  const user = challenged ?? (request.principal && (await findUserById(tx, request.principal.userId)));
  if (user !== undefined) await lockUser(tx, user.id);
  const { headers, ip, code } = request;
  const answer = await context.ask({
    method: 'POST',
    path: paths[request.kind],
    body: { code },
    headers,
    ip,
  });
  const refusal = refusalOf(answer);
  if (refusal !== undefined) {
    if (refusal.status >= 500) throw refusal;
    if (challenged !== undefined) await noteRefusal(context, tx, { user: challenged, request, refusal });
    return answer;
  }
  const verified = await userOf(tx, answer);
  if (verified === undefined)
    throw new ApiError('internal_error', { cause: new Error('a code of nobody was right') });
  if (request.kind === 'totp') await useUp(context, tx, { userId: verified.id, code });
  await note(context, tx, { request, answer, before: user, verified });
  return answer;
}

/** RFC 6238 §5.2: a code is taken once. Throwing undoes what was done with it. */
async function useUp(
  { clock }: AuthenticationContext,
  tx: Tx,
  { userId, code }: { readonly userId: string; readonly code: string },
): Promise<void> {
  const mark = { kind: 'used-code', userId, subject: code } as const;
  const now = clock.now();
  if (await hasMark(tx, mark, now))
    throw new ApiError('second_factor_invalid', {
      detail: 'This code was used already. Wait for the next one.',
    });
  await setMark(tx, mark, { now, lifetimeMs: usedCodeMs });
}

async function note(
  context: AuthenticationContext,
  tx: Tx,
  {
    request,
    answer,
    before,
    verified,
  }: {
    readonly request: CodeTry;
    readonly answer: BridgeAnswer;
    readonly before: AuthUser | undefined;
    readonly verified: AuthUser;
  },
): Promise<void> {
  const token = tokenOf(answer);
  if (request.principal === undefined) {
    if (token !== undefined)
      await finishSignIn(context, tx, { user: verified, request, token, method: request.kind });
  } else if (before?.hasSecondFactor === false && verified.hasSecondFactor) {
    const { actor } = request;
    await context.audit.record(tx, { action: 'two_factor.enabled', actor, subject: userSubject(verified) });
    const letter = twoFactorEnabledLetter(circumstancesOf(actor, context.clock.now()));
    await notify(context, tx, { userId: verified.id, headerTo: verified.email, letter });
  }
}

/** Whose sign-in waits for this code. Better Auth keeps it under the hash of what its cookie says. */
async function findChallenged(
  { cookies, clock }: AuthenticationContext,
  db: Queryable,
  headers: IncomingHttpHeaders,
): Promise<AuthUser | undefined> {
  const challenge = cookies.read(headers, 'two_factor');
  if (challenge === undefined) return undefined;
  const [row] = await db.query<{ readonly value: string }>({
    text: 'select value from auth.verification where identifier = $1 and "expiresAt" > $2',
    params: [createHash('sha256').update(challenge).digest('base64url'), clock.now()],
  });
  return row && findUserById(db, row.value);
}
