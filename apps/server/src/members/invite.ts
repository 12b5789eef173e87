import { parseAddress } from '@smtpy/mail';
import { isUuid, newId } from '../db/index.ts';
import { usesOfAddress, usesOfAsker, type RequestLimits } from '../request-limits/index.ts';
import type { MembersDependencies } from './dependencies.ts';
import type { CancelResult, Invitation, InvitationWish, Invite, InviteResult } from './invitation.ts';
import {
  countPending,
  endInvitation,
  findInvitation,
  findPendingId,
  insertInvitation,
  renewInvitation,
} from './invitation-store.ts';
import { invitationLetter } from './invitation-letter.ts';
import { withLocked, type LockedSituation } from './locked.ts';
import type { MemberRefusal } from './member.ts';
import { countMembers, findMember } from './member-store.ts';
import { refuse } from './refusals.ts';
import { decideInvitation } from './rules.ts';
import { createToken, hashToken } from './token.ts';

/** How long a link works: over a weekend and a short leave; a link that lies about longer is a risk that nobody needs. */
const invitationLifetimeMs = 7 * 86_400_000;

/** Invitations that wait in one organization. More of them are not people whom somebody knows. */
const maxPendingInvitations = 100;

/** Longest address that mail is sent to (RFC 5321 §4.5.3.1.3 less its angle brackets). */
const maxEmailCharacters = 254;

/** What sending links needs. */
export type InvitingDependencies = MembersDependencies & { readonly limits: Pick<RequestLimits, 'take'> };

/** Invites an address, in whatever case it is written. */
export async function invite(dependencies: InvitingDependencies, wish: Invite): Promise<InviteResult> {
  const { organizationId, role, actor } = wish;
  const email = parseEmail(wish.email);
  if (email === undefined) return { kind: 'invalid_email', reason: 'This is not an email address' };
  const { membersPerOrganization } = await dependencies.installation.load();
  return withLocked<InviteResult>(dependencies.db, wish, async (locked) => {
    const { tx, organization, by, asker } = locked;
    const decision = decideInvitation({ by, isPersonal: organization.isPersonal, role });
    if (decision.kind !== 'allowed') return refuse(decision.kind);
    const refusal =
      (await refuseKnown(dependencies, locked, email)) ??
      (await refuseFull(dependencies, locked, membersPerOrganization)) ??
      (await refuseFlood(dependencies, { organizationId, address: email }));
    if (refusal !== undefined) return refusal;
    const now = dependencies.clock.now();
    const token = createToken();
    const id = newId(now);
    await insertInvitation(tx, {
      id,
      organizationId,
      email,
      role,
      tokenHash: hashToken(token),
      inviterId: asker?.userId,
      createdAt: now,
      expiresAt: new Date(now.getTime() + invitationLifetimeMs),
    });
    const invitation = await getInvitation(dependencies, locked, id);
    await sendLink(dependencies, locked, { invitation, token });
    await dependencies.audit.record(tx, {
      action: 'invitation.created',
      actor,
      organizationId,
      subject: { kind: 'invitation', id, label: email },
      after: { role, expires_at: invitation.expiresAt.toISOString() },
    });
    return { kind: 'invited', invitation };
  });
}

/** Sends a new link for a pending or expired invitation; the one before stops working. */
export async function resend(
  dependencies: InvitingDependencies,
  wish: InvitationWish,
): Promise<InviteResult> {
  const { organizationId, actor } = wish;
  const { membersPerOrganization } = await dependencies.installation.load();
  return withLocked<InviteResult>(dependencies.db, wish, async (locked) => {
    const { tx, asker } = locked;
    const found = await findOpen(dependencies, locked, wish.invitationId);
    if (found.kind !== 'open') return found;
    const before = found.invitation;
    const refusal =
      (await refuseRenewal(dependencies, locked, { before, membersPerOrganization })) ??
      (await refuseFlood(dependencies, { organizationId, address: before.email }));
    if (refusal !== undefined) return refusal;
    const token = createToken();
    const expiresAt = new Date(dependencies.clock.now().getTime() + invitationLifetimeMs);
    // From now on it is the invitation of whoever sends it again: whose role is lost calls back his own.
    await renewInvitation(tx, {
      id: before.id,
      tokenHash: hashToken(token),
      inviterId: asker?.userId,
      expiresAt,
    });
    const invitation = await getInvitation(dependencies, locked, before.id);
    await sendLink(dependencies, locked, { invitation, token });
    await dependencies.audit.record(tx, {
      action: 'invitation.renewed',
      actor,
      organizationId,
      subject: { kind: 'invitation', id: before.id, label: before.email },
      before: { expires_at: before.expiresAt.toISOString() },
      after: { expires_at: expiresAt.toISOString() },
    });
    return { kind: 'invited', invitation };
  });
}

/** Calls an invitation back; its link stops working. */
export function cancelInvitation(
  dependencies: MembersDependencies,
  wish: InvitationWish,
): Promise<CancelResult> {
  return withLocked<CancelResult>(dependencies.db, wish, async (locked) => {
    const found = await findOpen(dependencies, locked, wish.invitationId);
    if (found.kind !== 'open') return found;
    const { id, email, state } = found.invitation;
    await endInvitation(locked.tx, { id, status: 'cancelled' });
    await dependencies.audit.record(locked.tx, {
      action: 'invitation.cancelled',
      actor: wish.actor,
      organizationId: wish.organizationId,
      subject: { kind: 'invitation', id, label: email },
      before: { state },
      after: { state: 'cancelled' },
    });
    return { kind: 'cancelled' };
  });
}

function parseEmail(text: string): string | undefined {
  const email = text.trim().toLowerCase();
  return email.length <= maxEmailCharacters && parseAddress(email).ok ? email : undefined;
}

async function refuseKnown(
  { clock }: MembersDependencies,
  { tx, organization: { id: organizationId } }: LockedSituation,
  email: string,
): Promise<MemberRefusal | undefined> {
  if ((await findMember(tx, { organizationId, email })) !== undefined) return refuse('already_exists');
  const pendingId = await findPendingId(tx, { organizationId, email });
  if (pendingId === undefined) return undefined;
  const pending = await findInvitation(tx, { organizationId, invitationId: pendingId, now: clock.now() });
  if (pending?.state === 'pending')
    return refuse('already_exists', 'This address is invited already. Send the invitation again instead');
  // Its time is over: the new one takes its place.
  await endInvitation(tx, { id: pendingId, status: 'cancelled' });
  return undefined;
}

async function refuseFull(
  { clock }: MembersDependencies,
  { tx, organization: { id: organizationId } }: LockedSituation,
  membersPerOrganization: number,
): Promise<MemberRefusal | undefined> {
  const { members } = await countMembers(tx, organizationId);
  const pending = await countPending(tx, { organizationId, now: clock.now() });
  if (members + pending >= membersPerOrganization)
    return refuse(
      'limit_reached',
      `An organization has ${membersPerOrganization} members at most, those who are invited among them`,
    );
  if (pending >= maxPendingInvitations)
    return refuse('limit_reached', `${maxPendingInvitations} invitations wait for an answer at most`);
  return undefined;
}

/** Counts what the organization has us send to the address, unless that is too much. */
async function refuseFlood(
  { limits }: InvitingDependencies,
  asked: Parameters<typeof usesOfAsker>[0],
): Promise<MemberRefusal | undefined> {
  if ((await limits.take(usesOfAsker(asked))).isWithin) return undefined;
  const { address } = asked;
  return refuse(
    'limit_reached',
    `${address} was written to several times already. Look for the mail there, or try again later`,
  );
}

async function refuseRenewal(
  dependencies: MembersDependencies,
  locked: LockedSituation,
  {
    before,
    membersPerOrganization,
  }: { readonly before: Invitation; readonly membersPerOrganization: number },
): Promise<MemberRefusal | undefined> {
  const { organizationId, email, state } = before;
  if ((await findMember(locked.tx, { organizationId, email })) !== undefined) return refuse('already_exists');
  // A pending one is counted already.
  return state === 'expired' ? refuseFull(dependencies, locked, membersPerOrganization) : undefined;
}

/** An invitation that was not answered, which whoever asks may send again or call back. */
async function findOpen(
  { clock }: MembersDependencies,
  { tx, organization, by }: LockedSituation,
  invitationId: string,
): Promise<{ readonly kind: 'open'; readonly invitation: Invitation } | MemberRefusal> {
  const wanted = { organizationId: organization.id, invitationId, now: clock.now() };
  const invitation = isUuid(invitationId) ? await findInvitation(tx, wanted) : undefined;
  if (invitation === undefined) return refuse('not_found', 'There is no such invitation');
  const { role, state } = invitation;
  const decision = decideInvitation({ by, isPersonal: organization.isPersonal, role });
  if (decision.kind !== 'allowed') return refuse(decision.kind);
  if (state !== 'pending' && state !== 'expired')
    return refuse('conflict', `This invitation is ${state} already`);
  return { kind: 'open', invitation };
}

async function getInvitation(
  { clock }: MembersDependencies,
  { tx, organization }: LockedSituation,
  invitationId: string,
): Promise<Invitation> {
  const wanted = { organizationId: organization.id, invitationId, now: clock.now() };
  const invitation = await findInvitation(tx, wanted);
  if (invitation === undefined) throw new Error(`the invitation ${invitationId} was not written`);
  return invitation;
}

/** Sends a link unless the address was written to too often for whatever organizations. That goes without a word: others are nobody's business. */
async function sendLink(
  { serviceMail, limits, publicUrl }: InvitingDependencies,
  { tx }: LockedSituation,
  { invitation, token }: { readonly invitation: Invitation; readonly token: string },
): Promise<void> {
  const { organizationId, email } = invitation;
  if (!(await limits.take(usesOfAddress(email))).isWithin) return;
  const url = new URL('/invitation', publicUrl);
  url.searchParams.set('token', token);
  const letter = invitationLetter({ ...invitation, url: url.href });
  await serviceMail.send(tx, { headerTo: email, organizationId, letter });
}
