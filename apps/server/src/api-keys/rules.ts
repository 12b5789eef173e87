import {
  isAtLeast,
  roleFor,
  scopesCover,
  type MemberRole,
  type Permission,
  type Scope,
} from '@smtpy/contract';
import type { ActingKey, CreateKeyRefusal } from './api-key.ts';

/** A member as far as keys depend on it. */
export interface Holder {
  readonly role: MemberRole;
  readonly isAdministrator: boolean;
}

/** Whether a member may do what a scope names. */
export function mayUse({ role, isAdministrator }: Holder, scope: Scope): boolean {
  const [resource] = scope.split(':');
  if (resource === 'account') return true;
  if (resource === 'administration') return isAdministrator;
  return isAtLeast(role, roleFor(scope as Permission));
}

/** The first scope that a key of this member cannot have. */
export function findScopeAbove(scopes: readonly Scope[] | undefined, holder: Holder): Scope | undefined {
  return scopes?.find((scope) => !mayUse(holder, scope));
}

/** Whether a key may all that another with these scopes may; one without a list of scopes may more than any with one. */
export function coversScopes({ scopes: granted }: ActingKey, wanted: readonly Scope[] | undefined): boolean {
  if (granted === undefined) return true;
  return wanted !== undefined && wanted.every((scope) => scopesCover(granted, scope));
}

/** Whether an end is later than another; undefined is never. */
export function isLater(end: Date | undefined, other: Date | undefined): boolean {
  if (other === undefined) return false;
  return end === undefined || end.getTime() > other.getTime();
}

/** The sentences of refusals that always say the same. */
export const reasons = {
  unknown: 'There is no such key',
  unknown_member: 'There is no such member',
  above_key: 'A key can give no key more scopes than it has itself',
  outlives_key: 'A key can let no key work for longer than itself',
  already_expired: 'A key expires in the future',
  not_own: 'Only the member whom a key belongs to can let it work for longer',
} as const;

/** A refusal of a scope. */
export function refuseScope(scope: Scope): CreateKeyRefusal {
  return { kind: 'above_role', reason: `Your role does not allow the scope ${scope}` };
}
