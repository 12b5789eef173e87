import type { InvitationState } from '@smtpy/contract';
import type { Actor, Membership } from '../api/index.ts';
import { isUuid } from '../db/index.ts';
import { accept, decline } from './answer-invitation.ts';
import { changeRole, leave, removeMember, transfer } from './change-members.ts';
import type { MembersDependencies } from './dependencies.ts';
import { cancelInvitation, invite, resend } from './invite.ts';
import type {
  AcceptResult,
  AnswerInvitation,
  CancelResult,
  DeclineResult,
  Invitation,
  InvitationWish,
  Invite,
  InviteResult,
} from './invitation.ts';
import { findInvitation, findInvited, listInvitations } from './invitation-store.ts';
import { findMyOrganization, listMembers, listMyOrganizations } from './list-store.ts';
import type {
  ChangeRoleResult,
  Listed,
  ListMembers,
  Member,
  MemberWish,
  MyOrganization,
  PageKeys,
  RemoveResult,
  TransferResult,
} from './member.ts';
import type { MemberRole } from '@smtpy/contract';
import { createRequestLimits } from '../request-limits/index.ts';
import { findMember, findMembership, findPersonal } from './member-store.ts';
import { hashToken } from './token.ts';

/** Which page of invitations: before an id, the newest first. */
export interface InvitationPage {
  readonly limit: number;
  readonly beforeId?: string | undefined;
}

/** Members of organizations, and invitations to become one. */
export interface Members {
  /** What a person is in an organization; undefined where he is no member. One statement. */
  findMembership(userId: string, organizationId: string): Promise<Membership | undefined>;
  /** A person's own organization. One statement. */
  findPersonal(userId: string): Promise<Membership | undefined>;
  /** The organizations of a person, the personal one first, the others by name; with what the next page goes on after. */
  listMemberships(wanted: {
    readonly userId: string;
    readonly limit: number;
    readonly after?: PageKeys | undefined;
  }): Promise<Listed<{ readonly organization: MyOrganization; readonly keys: PageKeys }>>;
  /** An organization as a person has it. */
  findMyOrganization(wanted: {
    readonly userId: string;
    readonly organizationId: string;
  }): Promise<MyOrganization | undefined>;
  list(wanted: ListMembers): Promise<Listed<{ readonly member: Member; readonly keys: PageKeys }>>;
  /** By the id of the membership, or by the email in any case. */
  find(
    wanted: { readonly organizationId: string } & (
      { readonly memberId: string } | { readonly email: string }
    ),
  ): Promise<Member | undefined>;
  changeRole(wish: MemberWish & { readonly role: MemberRole }): Promise<ChangeRoleResult>;
  /** Ends a membership at once, with the person's keys in the organization. */
  remove(wish: MemberWish): Promise<RemoveResult>;
  /** Ends the membership of the actor. */
  leave(wish: { readonly organizationId: string; readonly actor: Actor }): Promise<RemoveResult>;
  /** Makes the member an owner and the actor an admin. */
  transfer(wish: MemberWish): Promise<TransferResult>;
  listInvitations(
    wanted: InvitationPage & {
      readonly organizationId: string;
      readonly state?: InvitationState | undefined;
    },
  ): Promise<Listed<Invitation>>;
  findInvitation(wanted: {
    readonly organizationId: string;
    readonly invitationId: string;
  }): Promise<Invitation | undefined>;
  /** Sends a mail with a link that works for seven days, once. */
  invite(wish: Invite): Promise<InviteResult>;
  /** Sends a mail with another link; the one before stops working. */
  resend(wish: InvitationWish): Promise<InviteResult>;
  cancelInvitation(wish: InvitationWish): Promise<CancelResult>;
  /** The invitation of a link that works; undefined for all others. Its address is for the invited alone: mask it for others. */
  lookUpInvitation(token: string): Promise<Invitation | undefined>;
  /** Invitations that wait for an answer of a person; none while the person's address is not confirmed. */
  listReceived(wanted: InvitationPage & { readonly userId: string }): Promise<Listed<Invitation>>;
  /** Makes the invited person a member. */
  accept(answer: AnswerInvitation): Promise<AcceptResult>;
  decline(answer: AnswerInvitation): Promise<DeclineResult>;
}

const noRates = { perKey: undefined, perUser: undefined, perOrganization: undefined, perNetwork: undefined };

/** Members on a database. */
export function createMembers(dependencies: MembersDependencies): Members {
  const { db, clock } = dependencies;
  // Of letters alone: requests are limited before they come here.
  const inviting = { ...dependencies, limits: createRequestLimits({ db, clock, rates: noRates }) };
  return {
    findMembership: (userId, organizationId) => findMembership(db, { userId, organizationId }),
    findPersonal: (userId) => findPersonal(db, userId),
    listMemberships: (wanted) => listMyOrganizations(db, wanted),
    findMyOrganization: async (wanted) =>
      isUuid(wanted.organizationId) ? findMyOrganization(db, wanted) : undefined,
    list: (wanted) => listMembers(db, wanted),
    find: async (wanted) => {
      if ('email' in wanted) return findMember(db, { ...wanted, email: wanted.email.trim().toLowerCase() });
      return isUuid(wanted.memberId) ? findMember(db, wanted) : undefined;
    },
    changeRole: (wish) => changeRole(dependencies, wish),
    remove: (wish) => removeMember(dependencies, wish),
    leave: (wish) => leave(dependencies, wish),
    transfer: (wish) => transfer(dependencies, wish),
    listInvitations: (wanted) =>
      listInvitations(db, { state: undefined, beforeId: undefined, ...wanted, now: clock.now() }),
    findInvitation: async (wanted) =>
      isUuid(wanted.invitationId) ? findInvitation(db, { ...wanted, now: clock.now() }) : undefined,
    invite: (wish) => invite(inviting, wish),
    resend: (wish) => resend(inviting, wish),
    cancelInvitation: (wish) => cancelInvitation(dependencies, wish),
    lookUpInvitation: async (token) => {
      const found = await findInvitation(db, { tokenHash: hashToken(token), now: clock.now() });
      return found?.state === 'pending' ? found : undefined;
    },
    listReceived: (wanted) => listReceived(dependencies, wanted),
    accept: (answer) => accept(dependencies, answer),
    decline: (answer) => decline(dependencies, answer),
  };
}

async function listReceived(
  { db, clock }: MembersDependencies,
  { userId, limit, beforeId }: InvitationPage & { readonly userId: string },
): Promise<Listed<Invitation>> {
  const invited = await findInvited(db, userId);
  if (invited?.isVerified !== true) return { rows: [], total: 0 };
  const { email } = invited;
  return listInvitations(db, { email, state: 'pending', limit, beforeId, now: clock.now() });
}
