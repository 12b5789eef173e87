import { accountOperations, type Account } from '@smtpy/contract';
import { ApiError, route, type Route } from '../api/index.ts';
import type { Db } from '../db/index.ts';
import { findOverview, type Overview } from './overview.ts';
import { loadPreferences } from './preferences.ts';

/** What showing an account needs. */
export interface AccountRoutesDependencies {
  readonly db: Db;
  readonly erasure: {
    findAccountErasure(
      userId: string,
    ): Promise<{ readonly requestedAt: Date; readonly eraseAt: Date } | undefined>;
  };
}

/** Who am I. */
export function accountRoute({ db, erasure }: AccountRoutesDependencies): Route {
  return route(accountOperations.getAccount, async ({ caller: { principal } }) => {
    const { userId } = principal;
    const overview = await findOverview(db, userId);
    // Erased between the look at the session and here.
    if (overview === undefined) throw new ApiError('unauthenticated');
    const pending = await erasure.findAccountErasure(userId);
    return {
      ...bodyOf(overview),
      preferences: await loadPreferences(db, userId),
      erasure: formatErasure(pending),
    };
  });
}

/** An erasure that was asked for, as the API and the export show it. */
export function formatErasure(
  pending: { readonly requestedAt: Date; readonly eraseAt: Date } | undefined,
): Account['erasure'] {
  if (pending === undefined) return null;
  return { requested_at: pending.requestedAt.toISOString(), erase_at: pending.eraseAt.toISOString() };
}

function bodyOf(overview: Overview): Omit<Account, 'preferences' | 'erasure'> {
  return {
    id: overview.id,
    email: overview.email,
    is_email_verified: overview.isEmailVerified,
    username: overview.username ?? null,
    name: overview.name,
    is_administrator: overview.isAdministrator,
    is_two_factor_enabled: overview.isTwoFactorEnabled,
    created_at: overview.createdAt.toISOString(),
    organizations: overview.organizations.map(({ id, name, role, isPersonal, isSuspended }) => ({
      id,
      name,
      role,
      is_personal: isPersonal,
      is_suspended: isSuspended,
    })),
  };
}
