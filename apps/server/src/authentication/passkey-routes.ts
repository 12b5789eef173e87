import { authenticationOperations as operations } from '@smtpy/contract';
import { ApiError, route, type Call, type Route } from '../api/index.ts';
import { answerOf, refusalOf } from './bridge.ts';
import type { AuthenticationContext } from './context.ts';
import { passkeyAddedLetter } from './letters.ts';
import { circumstancesOf, notify } from './notify.ts';
import { checkNewPasskey, signInWithPasskey } from './passkeys.ts';
import { findPasskey } from './store.ts';

/** Passkeys: adding, signing in, keeping. */
export function passkeyRoutes(context: AuthenticationContext): readonly Route[] {
  return [...ceremonyRoutes(context), ...ownedRoutes(context)];
}

function ceremonyRoutes(context: AuthenticationContext): readonly Route[] {
  return [
    route(operations.generatePasskeyRegistrationOptions, async ({ query, caller: { ip }, headers }) =>
      answerOf(
        await context.ask({ method: 'GET', path: '/passkey/generate-register-options', query, headers, ip }),
      ),
    ),
    route(operations.verifyPasskeyRegistration, async (call) => (await addPasskey(context, call)) as never),
    route(operations.generatePasskeyAuthenticationOptions, async ({ caller: { ip }, headers }) => {
      const path = '/passkey/generate-authenticate-options';
      const answer = answerOf<{ challenge: string }>(await context.ask({ method: 'GET', path, headers, ip }));
      // Better Auth says `preferred`, with which browsers may leave out what is demanded afterwards.
      return { ...answer, body: { ...answer.body, userVerification: 'required' } };
    }),
    route(operations.verifyPasskeyAuthentication, ({ body, caller, headers }) =>
      signInWithPasskey(context, { body, headers, ...caller }),
    ),
  ];
}

/** What Better Auth refused is answered after the transaction: a challenge that was used stays used. */
async function addPasskey(
  context: AuthenticationContext,
  { body, caller: { ip, principal, actor }, headers }: Call<typeof operations.verifyPasskeyRegistration>,
) {
  const { userId, email } = principal;
  const given = await context.db.transaction(async (tx) => {
    await checkNewPasskey(context, { userId, credentialId: body.response.id });
    const path = '/passkey/verify-registration';
    const answer = await context.ask({ method: 'POST', path, body, headers, ip });
    if (refusalOf(answer) !== undefined) return answer;
    const { id, name } = answerOf<{ id: string; name?: string | null }>(answer).body;
    const label = name ?? undefined;
    await context.audit.record(tx, {
      action: 'passkey.added',
      actor,
      subject: { kind: 'passkey', id, label },
    });
    const letter = passkeyAddedLetter(label, circumstancesOf(actor, context.clock.now()));
    await notify(context, tx, { userId, headerTo: email, letter });
    return answer;
  });
  return answerOf(given);
}

function ownedRoutes(context: AuthenticationContext): readonly Route[] {
  const { db, audit } = context;
  return [
    route(operations.listPasskeys, async ({ caller: { ip }, headers }) =>
      answerOf(await context.ask({ method: 'GET', path: '/passkey/list-user-passkeys', headers, ip })),
    ),
    route(operations.updatePasskey, ({ body, caller: { ip, principal, actor }, headers }) =>
      db.transaction(async (tx) => {
        const before = await findPasskey(tx, { id: body.id, userId: principal.userId });
        if (before === undefined) throw new ApiError('not_found');
        const answer = await context.ask({
          method: 'POST',
          path: '/passkey/update-passkey',
          body,
          headers,
          ip,
        });
        await audit.record(tx, {
          action: 'passkey.renamed',
          actor,
          subject: { kind: 'passkey', id: body.id, label: body.name },
          before: { name: before.name },
          after: { name: body.name },
        });
        return answerOf(answer);
      }),
    ),
    route(operations.deletePasskey, ({ body, caller: { ip, principal, actor }, headers }) =>
      db.transaction(async (tx) => {
        const before = await findPasskey(tx, { id: body.id, userId: principal.userId });
        if (before === undefined) throw new ApiError('not_found');
        const answer = await context.ask({
          method: 'POST',
          path: '/passkey/delete-passkey',
          body,
          headers,
          ip,
        });
        const subject = { kind: 'passkey', id: body.id, label: before.name };
        await audit.record(tx, { action: 'passkey.removed', actor, subject });
        return answerOf(answer);
      }),
    ),
  ];
}
