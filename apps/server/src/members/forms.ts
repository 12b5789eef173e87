import { maskAddress } from '@smtpy/mail';
import { scopesCover, type MemberRole } from '@smtpy/contract';
import { ApiError, type MemberCaller } from '../api/index.ts';
import type { Invitation } from './invitation.ts';
import type { Member, MemberRefusal, MyOrganization } from './member.ts';

/** A member as the API gives it. */
export function formatMember({ id, userId, name, email, role, joinedAt }: Member) {
  return { id, user_id: userId, name, email, role, joined_at: joinedAt.toISOString() };
}

/** An organization as the API gives it to one of its members. */
export function formatMyOrganization(organization: MyOrganization) {
  const { id, name, isPersonal, isSuspended, role, joinedAt } = organization;
  return {
    id,
    name,
    is_personal: isPersonal,
    is_suspended: isSuspended,
    role,
    joined_at: joinedAt.toISOString(),
  };
}

/** An invitation as the organization sees it. */
export function formatInvitation(invitation: Invitation) {
  const { id, email, role, state, inviterName, createdAt, expiresAt } = invitation;
  return {
    id,
    email,
    role,
    state,
    invited_by: inviterName ?? null,
    created_at: createdAt.toISOString(),
    expires_at: expiresAt.toISOString(),
  };
}

/** An invitation as the invited person sees it. */
export function formatReceived(invitation: Invitation) {
  const { id, organizationName, role, inviterName, createdAt, expiresAt } = invitation;
  return {
    id,
    organization_name: organizationName,
    invited_by: inviterName ?? null,
    role,
    created_at: createdAt.toISOString(),
    expires_at: expiresAt.toISOString(),
  };
}

/** An invitation as whoever has its link sees it. */
export function formatLook({ organizationName, role, inviterName, email, expiresAt }: Invitation) {
  return {
    organization_name: organizationName,
    invited_by: inviterName ?? null,
    role,
    email_hint: maskAddress(email),
    expires_at: expiresAt.toISOString(),
  };
}

/** The error of a refusal. */
export function refusalError({ kind, reason }: MemberRefusal): ApiError {
  return new ApiError(kind, { detail: `${reason}.` });
}

/** A key without the scope of ownership manages members as an admin does, whoever made it: it makes and unmakes no owners. */
export function highestRoleOf({ principal: { credential } }: MemberCaller): MemberRole | undefined {
  const isLimited = credential.kind === 'key' && !scopesCover(credential.scopes, 'ownership:write');
  return isLimited ? 'admin' : undefined;
}
