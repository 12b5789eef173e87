import { accountOperations } from '@smtpy/contract';
import { ApiError, demandFreshSession, route, type Actor, type Principal, type Route } from '../api/index.ts';
import type { Erasure } from './erasure.ts';

/** What the routes need. */
export interface ErasureRoutesDependencies {
  readonly erasure: Pick<Erasure, 'requestAccountErasure' | 'cancelAccountErasure'>;
  readonly clock: { now(): Date };
  readonly authentication: {
    /** Whether this is the person's password; false for who has none. */
    verifyPassword(input: { readonly userId: string; readonly password: string }): Promise<boolean>;
    endSessions(
      input: { readonly userId: string; readonly exceptSessionId?: string | undefined },
      actor: Actor,
    ): Promise<unknown>;
  };
}

/** A person asks for the own erasure, or calls it off. */
export function erasureRoutes(dependencies: ErasureRoutesDependencies): readonly Route[] {
  const { erasure, authentication } = dependencies;
  return [
    route(accountOperations.requestErasure, async ({ body, caller: { principal, actor } }) => {
      const { userId } = principal;
      await proveIdentity(dependencies, { principal, password: body.password });
      const result = await erasure.requestAccountErasure({ userId, actor });
      if (result.kind === 'not_found') throw new ApiError('unauthenticated');
      if (result.kind === 'last_owner') throw lastOwner(result.organizations);
      if (result.kind === 'last_administrator') throw new ApiError('conflict', { detail: result.reason });
      const exceptSessionId = sessionOf(principal)?.sessionId;
      await authentication.endSessions({ userId, exceptSessionId }, actor);
      const { requestedAt, eraseAt } = result.erasure;
      return { requested_at: requestedAt.toISOString(), erase_at: eraseAt.toISOString() };
    }),
    route(accountOperations.cancelErasure, async ({ caller: { principal, actor } }) => {
      const result = await erasure.cancelAccountErasure({ userId: principal.userId, actor });
      if (result.kind === 'not_found') throw new ApiError('not_found');
      return undefined;
    }),
  ];
}

function sessionOf({
  credential,
}: Principal): Extract<Principal['credential'], { kind: 'session' }> | undefined {
  return credential.kind === 'session' ? credential : undefined;
}

/** By the password, or by having signed in lately. */
async function proveIdentity(
  { authentication, clock }: ErasureRoutesDependencies,
  { principal, password }: { readonly principal: Principal; readonly password: string | undefined },
): Promise<void> {
  if (password !== undefined) {
    const isRight = await authentication.verifyPassword({ userId: principal.userId, password });
    // What counts wrong passwords is kept.
    if (!isRight) throw new ApiError('invalid_credentials', { isWorkKept: true });
    return;
  }
  demandFreshSession(principal, clock.now());
}

function lastOwner(organizations: readonly { readonly name: string }[]): ApiError {
  const names = organizations.map(({ name }) => `“${name}”`).join(', ');
  return new ApiError('last_owner', {
    detail: `You are the only owner of ${names}, which other people are members of. Make one of them an owner first, or delete the organization.`,
  });
}
