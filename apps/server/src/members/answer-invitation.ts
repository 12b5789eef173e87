import { isUuid, newId, type Db, type Tx } from '../db/index.ts';
import type { MembersDependencies } from './dependencies.ts';
import type { AcceptResult, AnswerInvitation, DeclineResult, Invitation } from './invitation.ts';
import { endInvitation, findInvitation, findInvited } from './invitation-store.ts';
import { findMyOrganization } from './list-store.ts';
import { refuseOwner } from './locked.ts';
import type { MemberRefusal } from './member.ts';
import {
  countMembers,
  findMember,
  insertMember,
  lockOrganization,
  type LockedOrganization,
} from './member-store.ts';
import { refuse } from './refusals.ts';
import { hashToken } from './token.ts';

/** Makes the invited person a member, and ends the invitation. Of any number of calls at once, one succeeds. */
export async function accept(
  dependencies: MembersDependencies,
  answer: AnswerInvitation,
): Promise<AcceptResult> {
  const limits = await dependencies.installation.load();
  return withAnswered<AcceptResult>(dependencies, answer, async (tx, invitation, organization) => {
    if (organization.isSuspended) return refuse('account_suspended');
    const { organizationId, role } = invitation;
    const { userId, actor } = answer;
    const refusal = await refuseMember(tx, { invitation, userId, limits });
    if (refusal !== undefined) return refusal;
    const now = dependencies.clock.now();
    const memberId = newId(now);
    await insertMember(tx, { id: memberId, organizationId, userId, role, joinedAt: now });
    await endInvitation(tx, { id: invitation.id, status: 'accepted' });
    await dependencies.audit.record(tx, {
      action: 'member.joined',
      actor,
      organizationId,
      subject: { kind: 'member', id: memberId, label: invitation.email },
      after: { role, invitation_id: invitation.id },
    });
    const joined = await findMyOrganization(tx, { userId, organizationId });
    if (joined === undefined) throw new Error(`the member ${memberId} was not written`);
    return { kind: 'accepted', organization: joined };
  });
}

/** Ends an invitation as the invited person. */
export function decline(dependencies: MembersDependencies, answer: AnswerInvitation): Promise<DeclineResult> {
  return withAnswered<DeclineResult>(dependencies, answer, async (tx, { id, organizationId, email }) => {
    await endInvitation(tx, { id, status: 'declined' });
    await dependencies.audit.record(tx, {
      action: 'invitation.declined',
      actor: answer.actor,
      organizationId,
      subject: { kind: 'invitation', id, label: email },
      before: { state: 'pending' },
      after: { state: 'declined' },
    });
    return { kind: 'declined' };
  });
}

/**
 * Runs `work` with an invitation that can still be answered, by the person for whom it is, under the lock of its organization. All is read
 * under the lock: a link that was used, called back or replaced meanwhile does not work.
 */
function withAnswered<Result>(
  { db, clock }: { readonly db: Db; readonly clock: MembersDependencies['clock'] },
  answer: AnswerInvitation,
  work: (tx: Tx, invitation: Invitation, organization: LockedOrganization) => Promise<Result | MemberRefusal>,
): Promise<Result | MemberRefusal> {
  return db.transaction(async (tx) => {
    const unknown = 'token' in answer ? refuse('link_invalid') : refuse('not_found');
    const early = await find(tx, answer, clock.now());
    const organization = early && (await lockOrganization(tx, early.organizationId));
    if (organization === undefined) return unknown;
    const invitation = await find(tx, answer, clock.now());
    if (invitation?.state !== 'pending') return unknown;
    const invited = await findInvited(tx, answer.userId);
    if (invited?.email !== invitation.email)
      return refuse('link_invalid', 'This invitation is for another address. Sign in as its owner');
    if (!invited.isVerified) return refuse('email_not_verified');
    return work(tx, invitation, organization);
  });
}

/** By token, or by id among those to the person's own address: the ids of others are not known to exist. */
async function find(tx: Tx, answer: AnswerInvitation, now: Date): Promise<Invitation | undefined> {
  if ('token' in answer) return findInvitation(tx, { tokenHash: hashToken(answer.token), now });
  const invited = await findInvited(tx, answer.userId);
  if (invited === undefined || !isUuid(answer.invitationId)) return undefined;
  const { email, isVerified } = invited;
  // Somebody who only claims an address learns nothing of what waits for it.
  return isVerified ? findInvitation(tx, { invitationId: answer.invitationId, email, now }) : undefined;
}

async function refuseMember(
  tx: Tx,
  {
    invitation: { organizationId, role },
    userId,
    limits,
  }: {
    readonly invitation: Invitation;
    readonly userId: string;
    readonly limits: { readonly membersPerOrganization: number; readonly organizationsPerUser: number };
  },
): Promise<MemberRefusal | undefined> {
  if ((await findMember(tx, { organizationId, userId })) !== undefined)
    return refuse('already_exists', 'You are a member of this organization already');
  const { members } = await countMembers(tx, organizationId);
  // The limit was lowered after the invitation was sent; else its place was kept.
  if (members >= limits.membersPerOrganization)
    return refuse('limit_reached', `An organization has ${limits.membersPerOrganization} members at most`);
  return role === 'owner' ? refuseOwner(tx, { userId, ...limits }) : undefined;
}
