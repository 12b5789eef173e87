import { isAtLeast, memberRoles, type MemberRole } from '@smtpy/contract/web';

/** Who acts, and on whom. */
export interface RolePair {
  /** The role of who acts. */
  readonly own: MemberRole;
  readonly target: MemberRole;
  readonly isSelf: boolean;
}

/**
 * The roles that can be given to a member, the present one among them, the highest first; one alone: it cannot be changed. An owner gives every role;
 * an admin gives those up to admin, to those below. Everyone from admin on may lower the own role. Whether the last owner may is known to the server.
 */
export function rolesToGive({ own, target, isSelf }: RolePair): readonly MemberRole[] {
  if (!isAtLeast(own, 'admin')) return [target];
  const mayChange = own === 'owner' || isSelf || !isAtLeast(target, 'admin');
  if (!mayChange) return [target];
  return memberRoles.filter((role) => isAtLeast(own, role)).toReversed();
}

/** Whether the member can be removed by who acts; whoever wants to go leaves instead. */
export function canRemove({ own, target, isSelf }: RolePair): boolean {
  if (isSelf || !isAtLeast(own, 'admin')) return false;
  return own === 'owner' || !isAtLeast(target, 'admin');
}

/** The roles that somebody with this role can invite others as, the lowest first. */
export function rolesToInvite(own: MemberRole): readonly MemberRole[] {
  return memberRoles.filter((role) => isAtLeast(own, role));
}
