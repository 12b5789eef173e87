import type { IncomingHttpHeaders } from 'node:http';
import { ApiError, type Actor, type HeadedAnswer, type Principal } from '../api/index.ts';
import type { Tx } from '../db/index.ts';
import { answerOf, refusalOf } from './bridge.ts';
import { type BridgeAnswer } from './exchange.ts';
import type { AuthenticationContext } from './context.ts';
import { withFloorOnFailure } from './floor.ts';
import { finishSignIn, noteRefusal, userOf } from './sign-in.ts';
import { countPasskeys, findPasskeyOwner, hasPasskey, lockUser } from './store.ts';
import { countCode } from './tries.ts';

/** Passkeys of one person: more devices than anybody has. */
const maxPasskeys = 20;

/** What an authenticator gave to sign in with; checked by the contract. */
export interface PasskeySignIn {
  readonly body: { readonly response: { readonly id: string } };
  readonly headers: IncomingHttpHeaders;
  readonly ip: string;
  readonly actor: Actor;
  readonly principal: Principal | undefined;
}

/** Signs in with a passkey. Throws the error to answer with, and no sooner than the floor. */
export function signInWithPasskey<Body>(
  context: AuthenticationContext,
  request: PasskeySignIn,
): Promise<HeadedAnswer<Body>> {
  return withFloorOnFailure(async () => {
    await countCode(context, request.ip);
    const answer = await context.db.joinedTransaction((tx) => judge(context, tx, request));
    // To an unknown passkey and to a wrong signature the answer is the same.
    if (refusalOf(answer)?.code === 'not_found') throw new ApiError('invalid_credentials');
    return answerOf<Body>(answer);
  });
}

async function judge(context: AuthenticationContext, tx: Tx, request: PasskeySignIn): Promise<BridgeAnswer> {
  const path = '/passkey/verify-authentication';
  const answer = await context.ask({ ...request, method: 'POST', path });
  const refusal = refusalOf(answer);
  if (refusal !== undefined) {
    if (refusal.status >= 500) throw refusal;
    const user = await findPasskeyOwner(tx, request.body.response.id);
    if (user !== undefined) await noteRefusal(context, tx, { user, request, refusal });
    return answer;
  }
  const user = await userOf(tx, answer);
  const token = sessionTokenOf(answer);
  if (user === undefined || token === undefined) {
    throw new ApiError('internal_error', { cause: new Error('a passkey of nobody was right') });
  }
  await finishSignIn(context, tx, { user, request, token, method: 'passkey' });
  return answer;
}

function sessionTokenOf({ body }: BridgeAnswer): string | undefined {
  if (typeof body !== 'object' || body === null || !('session' in body)) return undefined;
  const { session } = body;
  if (typeof session !== 'object' || session === null || !('token' in session)) return undefined;
  return typeof session.token === 'string' ? session.token : undefined;
}

/** Throws where one more passkey, or this one, cannot be added. */
export async function checkNewPasskey(
  { db }: AuthenticationContext,
  { userId, credentialId }: { readonly userId: string; readonly credentialId: string },
): Promise<void> {
  await db.transaction(async (tx) => {
    await lockUser(tx, userId);
    if ((await countPasskeys(tx, userId)) >= maxPasskeys) {
      throw new ApiError('limit_reached', {
        detail: `A person has ${String(maxPasskeys)} passkeys at most.`,
      });
    }
    if (await hasPasskey(tx, credentialId))
      throw new ApiError('already_exists', { detail: 'This passkey was added already.' });
  });
}
