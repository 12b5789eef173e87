import type { AuditAction, MemberRole } from '@smtpy/contract';
import { memberRoles } from '@smtpy/contract';
import type { Actor } from '../api/index.ts';
import type { JsonObject } from '../audit/index.ts';
import { isUuid } from '../db/index.ts';
import type { MembersDependencies } from './dependencies.ts';
import { cancelInvitationsOf } from './invitation-store.ts';
import { refuseOwner, withLocked, type LockedSituation } from './locked.ts';
import type { ChangeRoleResult, Member, MemberWish, RemoveResult, TransferResult } from './member.ts';
import { countMembers, deleteMember, findMember, updateRole } from './member-store.ts';
import { refuse } from './refusals.ts';
import {
  decideRemoval,
  decideRoleChange,
  decideTransfer,
  mayGive,
  type MembershipSituation,
} from './rules.ts';

/** Gives a member another role. */
export async function changeRole(
  dependencies: MembersDependencies,
  wish: MemberWish & { readonly role: MemberRole },
): Promise<ChangeRoleResult> {
  const { organizationId, role, actor } = wish;
  const { organizationsPerUser } = await dependencies.installation.load();
  return withLocked(dependencies.db, wish, async (locked): Promise<ChangeRoleResult> => {
    const { tx } = locked;
    const target = await findTarget(locked, wish.memberId);
    if (target === undefined) return refuse('not_found', 'There is no such member');
    const { member, situation } = target;
    const decision = decideRoleChange({ ...situation, next: role });
    if (decision.kind !== 'allowed') return refuse(decision.kind);
    if (role === member.role) return { kind: 'changed', member };
    const full =
      role === 'owner' ? await refuseOwner(tx, { userId: member.userId, organizationsPerUser }) : undefined;
    if (full !== undefined) return full;
    await updateRole(tx, { organizationId, memberId: member.id, role });
    await record(dependencies, locked, {
      action: 'member.role_changed',
      actor,
      member,
      before: { role: member.role },
      after: { role },
    });
    await cancelBeyond(dependencies, locked, { member, role, actor });
    return { kind: 'changed', member: { ...member, role } };
  });
}

/** Ends a membership: somebody else's, or one's own. */
export function removeMember(dependencies: MembersDependencies, wish: MemberWish): Promise<RemoveResult> {
  return withLocked(dependencies.db, wish, async (locked): Promise<RemoveResult> => {
    const target = await findTarget(locked, wish.memberId);
    if (target === undefined) return refuse('not_found', 'There is no such member');
    return end(dependencies, locked, { ...target, actor: wish.actor });
  });
}

/** Ends one's own membership. */
export function leave(
  dependencies: MembersDependencies,
  wish: { readonly organizationId: string; readonly actor: Actor },
): Promise<RemoveResult> {
  return withLocked(dependencies.db, wish, async (locked): Promise<RemoveResult> => {
    const target = locked.asker && (await findTarget(locked, locked.asker.id));
    if (target === undefined) return refuse('not_found');
    return end(dependencies, locked, { ...target, actor: wish.actor });
  });
}

/** Makes a member an owner and whoever asks an admin. */
export async function transfer(dependencies: MembersDependencies, wish: MemberWish): Promise<TransferResult> {
  const { organizationsPerUser } = await dependencies.installation.load();
  return withLocked(dependencies.db, wish, async (locked): Promise<TransferResult> => {
    const { tx, asker: giver } = locked;
    const decision = decideTransfer({ by: locked.by, isPersonal: locked.organization.isPersonal });
    if (decision.kind !== 'allowed') return refuse(decision.kind);
    const taker = (await findTarget(locked, wish.memberId))?.member;
    if (taker === undefined) return refuse('not_found', 'There is no such member');
    if (giver === undefined || taker.id === giver.id)
      return refuse('conflict', 'An organization is handed to another member, by an owner');
    if (taker.role !== 'owner') {
      const full = await refuseOwner(tx, { userId: taker.userId, organizationsPerUser });
      if (full !== undefined) return full;
    }
    await handOver(dependencies, locked, { giver, taker, actor: wish.actor });
    return { kind: 'transferred', owner: { ...taker, role: 'owner' } };
  });
}

async function handOver(
  dependencies: MembersDependencies,
  locked: LockedSituation,
  { giver, taker, actor }: { readonly giver: Member; readonly taker: Member; readonly actor: Actor },
): Promise<void> {
  const organizationId = locked.organization.id;
  await updateRole(locked.tx, { organizationId, memberId: taker.id, role: 'owner' });
  await updateRole(locked.tx, { organizationId, memberId: giver.id, role: 'admin' });
  await record(dependencies, locked, {
    action: 'organization.transferred',
    actor,
    member: taker,
    before: { role: taker.role, giver: giver.email, giver_role: giver.role },
    after: { role: 'owner', giver: giver.email, giver_role: 'admin' },
  });
  await cancelBeyond(dependencies, locked, { member: giver, role: 'admin', actor });
}

async function findTarget(
  { tx, organization, by, asker, isKey }: LockedSituation,
  memberId: string,
): Promise<{ readonly member: Member; readonly situation: MembershipSituation } | undefined> {
  const organizationId = organization.id;
  const member = isUuid(memberId) ? await findMember(tx, { organizationId, memberId }) : undefined;
  if (member === undefined) return undefined;
  const { owners } = await countMembers(tx, organizationId);
  const isSelf = asker?.id === member.id && !isKey;
  return {
    member,
    situation: { by, isPersonal: organization.isPersonal, isSelf, role: member.role, owners },
  };
}

async function end(
  dependencies: MembersDependencies,
  locked: LockedSituation,
  target: {
    readonly member: Member;
    readonly situation: MembershipSituation;
    readonly actor: Actor;
  },
): Promise<RemoveResult> {
  const { member, situation, actor } = target;
  const decision = decideRemoval(situation);
  if (decision.kind !== 'allowed') return refuse(decision.kind);
  await deleteMember(locked.tx, { organizationId: locked.organization.id, memberId: member.id });
  const action = situation.isSelf ? 'member.left' : 'member.removed';
  await record(dependencies, locked, { action, actor, member, before: { role: member.role } });
  await cancelBeyond(dependencies, locked, { member, role: undefined, actor });
  return { kind: 'removed', member };
}

/**
 * Calls back the invitations that a person could not send any more with this role, or with none: otherwise whoever is about to lose a role
 * could invite an address of his own, and come back with it.
 */
async function cancelBeyond(
  { audit }: MembersDependencies,
  { tx, organization }: LockedSituation,
  {
    member,
    role,
    actor,
  }: {
    readonly member: Member;
    readonly role: MemberRole | undefined;
    readonly actor: Actor;
  },
): Promise<void> {
  const roles = memberRoles.filter((invited) => role === undefined || !mayGive(role, invited));
  const wanted = { organizationId: organization.id, inviterId: member.userId, roles };
  for (const { id, email } of await cancelInvitationsOf(tx, wanted)) {
    await audit.record(tx, {
      action: 'invitation.cancelled',
      actor,
      organizationId: organization.id,
      subject: { kind: 'invitation', id, label: email },
      before: { state: 'pending' },
      after: { state: 'cancelled' },
    });
  }
}

function record(
  { audit }: MembersDependencies,
  { tx, organization }: LockedSituation,
  entry: {
    readonly action: AuditAction;
    readonly actor: Actor;
    readonly member: Member;
    readonly before: JsonObject;
    readonly after?: JsonObject;
  },
): Promise<void> {
  const { member, ...rest } = entry;
  const subject = { kind: 'member', id: member.id, label: member.email };
  return audit.record(tx, { ...rest, organizationId: organization.id, subject });
}
