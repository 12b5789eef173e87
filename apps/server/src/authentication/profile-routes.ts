import { authenticationOperations as operations } from '@smtpy/contract';
import { checkPassword } from '../accounts/index.ts';
import { ApiError, demandFreshSession, route, type Call, type Route } from '../api/index.ts';
import { differenceOf, type JsonObject } from '../audit/index.ts';
import { isUniqueViolation, type Tx } from '../db/index.ts';
import { doConfirmed } from './confirmed.ts';
import type { AuthenticationContext } from './context.ts';
import { requestEmailChange, sendVerification, verifyEmail } from './email.ts';
import { withFloor } from './floor.ts';
import { userSubject } from './notify.ts';
import {
  endPendingSignIns,
  requestPasswordReset,
  resetPassword,
  tellPasswordChanged,
} from './password-change.ts';
import { deleteSessionOf } from './session-store.ts';
import { findUserById, lockUser, updateProfile, type AuthUser } from './store.ts';

/** What Better Auth says, whether there is such a user or not. */
const resetMessage = 'If this email exists in our system, check your email for the reset link';

/** Address, password and profile. */
export function profileRoutes(context: AuthenticationContext): readonly Route[] {
  return [
    route(operations.sendVerificationEmail, ({ body }) =>
      withFloor(async () => {
        await sendVerification(context, body.email);
        return { status: true };
      }),
    ),
    route(operations.verifyEmail, async ({ body, caller: { actor } }) => {
      const { kind } = await verifyEmail(context, { token: body.token, actor });
      if (kind === 'link_invalid') throw new ApiError('link_invalid');
      return { status: true };
    }),
    route(operations.requestPasswordReset, ({ body, caller: { actor } }) =>
      withFloor(async () => {
        await requestPasswordReset(context, { email: body.email, actor });
        return { status: true, message: resetMessage };
      }),
    ),
    route(operations.resetPassword, async ({ body, caller: { actor } }) => {
      const result = await resetPassword(context, { ...body, actor });
      if (result.kind === 'reset') return { status: true };
      throw new ApiError(result.kind, {
        detail: result.kind === 'weak_password' ? result.reason : undefined,
      });
    }),
    route(operations.changePassword, (call) => changePassword(context, call)),
    route(operations.changeEmail, async ({ body, caller: { actor, principal } }) => {
      demandFreshSession(principal, context.clock.now());
      return withFloor(async () => {
        await requestEmailChange(context, { userId: principal.userId, newEmail: body.newEmail, actor });
        return { status: true };
      });
    }),
    route(operations.updateUser, async (call) => {
      await changeProfile(context, call);
      return { status: true };
    }),
  ];
}

/** Better Auth ends all sessions and begins another one for this browser. */
async function changePassword(
  context: AuthenticationContext,
  { body, caller, headers }: Call<typeof operations.changePassword>,
) {
  const { principal, actor } = caller;
  const user = await findUserById(context.db, principal.userId);
  const weakness = checkPassword(body.newPassword, [principal.email, user?.username]);
  if (weakness !== undefined) throw new ApiError('weak_password', { detail: weakness });
  const request = {
    path: '/change-password',
    body: { ...body, revokeOtherSessions: true },
    headers,
    ...caller,
  } as const;
  return doConfirmed<never>(context, request, async (tx: Tx) => {
    const { userId: id, email } = principal;
    // What Better Auth leaves, should it ever leave one: the session of the request, which has a new cookie now.
    await deleteSessionOf(tx, principal);
    await endPendingSignIns(tx, id);
    await context.audit.record(tx, {
      action: 'password.changed',
      actor,
      subject: userSubject({ id, email }),
    });
    await tellPasswordChanged(context, tx, { user: { id, email }, actor });
  });
}

async function changeProfile(
  { db, clock, audit }: AuthenticationContext,
  { body, caller: { principal, actor } }: Call<typeof operations.updateUser>,
): Promise<void> {
  const { userId } = principal;
  const work = db.transaction(async (tx) => {
    const before = await lockUser(tx, userId);
    const username = body.username?.toLowerCase();
    await updateProfile(tx, userId, {
      name: body.name,
      username,
      displayUsername: body.username,
      at: clock.now(),
    });
    const after = await findUserById(tx, userId);
    if (before === undefined || after === undefined) return;
    const difference = differenceOf(profileOf(before), profileOf(after));
    if (difference === undefined) return;
    await audit.record(tx, { action: 'user.changed', actor, subject: userSubject(after), ...difference });
  });
  await work.catch((error: unknown) => {
    // Expected: another user has the username.
    if (isUniqueViolation(error)) throw new ApiError('already_exists', { detail: 'This username is taken.' });
    throw error;
  });
}

/** What the log tells of a profile. */
function profileOf({ name, username }: AuthUser): JsonObject {
  return { name, username: username ?? null };
}
