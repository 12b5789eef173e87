import { authenticationOperations as operations } from '@smtpy/contract';
import { route, type Actor, type Principal, type Route } from '../api/index.ts';
import { answerOf } from './bridge.ts';
import type { AuthenticationContext } from './context.ts';
import { withdrawLinks } from './links.ts';
import { deleteSessions, listSessions, type EndedSessions } from './session-store.ts';

/** Sessions: who is signed in, and where. */
export function sessionRoutes(context: AuthenticationContext): readonly Route[] {
  const { db, clock, audit } = context;
  return [
    route(operations.getSession, async ({ caller: { ip }, headers }) =>
      answerOf(await context.ask({ method: 'GET', path: '/get-session', headers, ip })),
    ),
    route(operations.signOut, ({ caller: { ip, actor, principal }, headers }) =>
      db.transaction(async (tx) => {
        const answer = await context.ask({ method: 'POST', path: '/sign-out', headers, ip });
        if (principal?.credential.kind === 'session') {
          const subject = { kind: 'session', id: principal.credential.sessionId };
          await audit.record(tx, { action: 'session.ended', actor, subject });
        }
        return answerOf<{ success: boolean }>(answer);
      }),
    ),
    route(operations.listSessions, async ({ caller: { principal } }) => {
      const sessions = await listSessions(db, principal.userId, clock.now());
      return sessions.map(({ expiresAt, createdAt, updatedAt, ...session }) => ({
        ...session,
        expiresAt: expiresAt.toISOString(),
        createdAt: createdAt.toISOString(),
        updatedAt: updatedAt.toISOString(),
      }));
    }),
    route(operations.revokeSession, async ({ body, caller: { principal, actor } }) => {
      await endSessions(context, {
        userId: principal.userId,
        ended: { kind: 'one', token: body.token },
        actor,
      });
      return { status: true };
    }),
    route(operations.revokeSessions, async ({ caller: { principal, actor } }) => {
      await endSessions(context, { userId: principal.userId, ended: { kind: 'all' }, actor });
      return { status: true };
    }),
    route(operations.revokeOtherSessions, async ({ caller: { principal, actor } }) => {
      const ended = allBut(principal);
      await endSessions(context, { userId: principal.userId, ended, actor });
      return { status: true };
    }),
  ];
}

function allBut({ credential }: Principal): EndedSessions {
  return credential.kind === 'session'
    ? { kind: 'all_but', sessionId: credential.sessionId }
    : { kind: 'all' };
}

/**
 * Ends sessions of a user, and writes an entry for each. Who ends more than one may fear a stranger in one of them: a new address that was asked
 * for is forgotten.
 */
export async function endSessions(
  { db, audit }: Pick<AuthenticationContext, 'db' | 'audit'>,
  { userId, ended, actor }: { readonly userId: string; readonly ended: EndedSessions; readonly actor: Actor },
): Promise<void> {
  await db.transaction(async (tx) => {
    for (const id of await deleteSessions(tx, userId, ended)) {
      await audit.record(tx, { action: 'session.revoked', actor, subject: { kind: 'session', id } });
    }
    if (ended.kind !== 'one') await withdrawLinks(tx, userId, ['change-email']);
  });
}
