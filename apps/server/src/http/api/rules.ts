import {
  isAtLeast,
  roleFor,
  scopesCover,
  type Access,
  type ErrorCode,
  type MemberRole,
  type Scope,
} from '@smtpy/contract';
import type { Membership } from '../../api/index.ts';

/** Who asks, as far as access depends on it. */
export interface Asking {
  readonly principal:
    | {
        readonly isAdministrator: boolean;
        readonly isSuspended: boolean;
        readonly credential:
          | { readonly kind: 'session' }
          | { readonly kind: 'key'; readonly scopes: readonly Scope[] | undefined };
      }
    | undefined;
  /** In the organization of the request. */
  readonly membership: Pick<Membership, 'role' | 'isOrganizationSuspended'> | undefined;
}

/** Whether an operation may be called, or why not. */
export type AccessDecision =
  { readonly kind: 'granted' } | { readonly kind: 'refused'; readonly code: ErrorCode };

type Known = NonNullable<Asking['principal']>;

const granted: AccessDecision = { kind: 'granted' };

/** Whether somebody may call an operation with this access rule: the only place where it is decided. */
export function decideAccess(access: Access, { principal, membership }: Asking): AccessDecision {
  if (access.kind === 'public') return granted;
  if (principal === undefined) return refused('unauthenticated');
  if (principal.isSuspended) return refused('account_suspended');
  switch (access.kind) {
    case 'session':
      return principal.credential.kind === 'session' ? granted : refused('session_required');
    case 'user':
      return decideScope(principal, `account:${access.action}`);
    case 'member':
      return decideRole(membership, roleFor(access.permission)) ?? decideScope(principal, access.permission);
    case 'administrator':
      if (!principal.isAdministrator) return refused('role_insufficient');
      return decideScope(principal, `administration:${access.action}`);
  }
}

/** Why a member may not; undefined where the role is high enough. */
function decideRole(membership: Asking['membership'], lowest: MemberRole): AccessDecision | undefined {
  if (membership === undefined) return refused('not_found');
  if (membership.isOrganizationSuspended) return refused('account_suspended');
  return isAtLeast(membership.role, lowest) ? undefined : refused('role_insufficient');
}

/** Sessions may all that their person may; keys what their scopes name. */
function decideScope({ credential }: Known, scope: Scope): AccessDecision {
  const isCovered = credential.kind === 'session' || scopesCover(credential.scopes, scope);
  return isCovered ? granted : refused('scope_insufficient');
}

function refused(code: ErrorCode): AccessDecision {
  return { kind: 'refused', code };
}
