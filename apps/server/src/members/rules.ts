import { isAtLeast, type MemberRole } from '@smtpy/contract';

/** Why something about members is not allowed, as the code that the API answers with. */
export type MemberRuleRefusal = 'role_insufficient' | 'last_owner' | 'personal_organization';

/** What the rules say. */
export type Decision = { readonly kind: 'allowed' } | { readonly kind: MemberRuleRefusal };

/** How it stands with an organization when something is decided, and who asks. */
export interface Situation {
  /** The role of whoever asks; the operator may what an owner may. */
  readonly by: MemberRole;
  readonly isPersonal: boolean;
}

/** A membership that is to be changed or ended. */
export interface MembershipSituation extends Situation {
  /** Whether it is the membership of whoever asks. */
  readonly isSelf: boolean;
  /** The role that the member has. */
  readonly role: MemberRole;
  /** Owners of the organization, the member among them. */
  readonly owners: number;
}

const allowed: Decision = { kind: 'allowed' };

/** Whether a role lets its holder manage members at all. */
function mayManage(role: MemberRole): boolean {
  return isAtLeast(role, 'admin');
}

/** Whether someone may give a role: managers do, up to their own. So only owners make owners. */
export function mayGive(by: MemberRole, role: MemberRole): boolean {
  return mayManage(by) && isAtLeast(by, role);
}

/**
 * Whether someone may take a role from another member: owners from everyone, admins from those below them. Admins do not remove each other,
 * so that one whose account was stolen cannot lock out the rest.
 */
function mayTake(by: MemberRole, role: MemberRole): boolean {
  return by === 'owner' || (mayManage(by) && !isAtLeast(role, by));
}

/** Whether a member may be given another role. Everyone lowers the own role freely, but the last owner. */
export function decideRoleChange(situation: MembershipSituation & { readonly next: MemberRole }): Decision {
  const { by, isPersonal, isSelf, role, owners, next } = situation;
  if (isPersonal) return { kind: 'personal_organization' };
  const isLowering = isAtLeast(role, next);
  if (isSelf ? !isLowering : !mayTake(by, role) || !mayGive(by, next)) return { kind: 'role_insufficient' };
  return role === 'owner' && next !== 'owner' && owners <= 1 ? { kind: 'last_owner' } : allowed;
}

/** Whether a membership may be ended: by others as roles are taken, by oneself always, but never the last owner's. */
export function decideRemoval({ by, isPersonal, isSelf, role, owners }: MembershipSituation): Decision {
  if (isPersonal) return { kind: 'personal_organization' };
  if (!isSelf && !mayTake(by, role)) return { kind: 'role_insufficient' };
  return role === 'owner' && owners <= 1 ? { kind: 'last_owner' } : allowed;
}

/** Whether someone may invite with a role, and send again or call back an invitation with it. */
export function decideInvitation({
  by,
  isPersonal,
  role,
}: Situation & { readonly role: MemberRole }): Decision {
  if (isPersonal) return { kind: 'personal_organization' };
  return mayGive(by, role) ? allowed : { kind: 'role_insufficient' };
}

/** Whether someone may hand the organization over. */
export function decideTransfer({ by, isPersonal }: Situation): Decision {
  if (isPersonal) return { kind: 'personal_organization' };
  return by === 'owner' ? allowed : { kind: 'role_insufficient' };
}
