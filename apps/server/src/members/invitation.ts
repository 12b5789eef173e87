import type { InvitationState, MemberRole } from '@smtpy/contract';
import type { Actor } from '../api/index.ts';
import type { MemberRefusal, MyOrganization } from './member.ts';

/** Somebody was asked to become a member. */
export interface Invitation {
  readonly id: string;
  readonly organizationId: string;
  readonly organizationName: string;
  /** Lower case. */
  readonly email: string;
  readonly role: MemberRole;
  /** At the time of asking. */
  readonly state: InvitationState;
  /** Undefined: the operator, or someone who is no user any more. */
  readonly inviterName: string | undefined;
  readonly createdAt: Date;
  readonly expiresAt: Date;
}

/** Whom to invite. */
export interface Invite {
  readonly organizationId: string;
  /** As typed. */
  readonly email: string;
  readonly role: MemberRole;
  readonly actor: Actor;
  readonly highestRole?: MemberRole | undefined;
}

/** What inviting came to; after it a mail is in the queue. */
export type InviteResult =
  | { readonly kind: 'invited'; readonly invitation: Invitation }
  | MemberRefusal
  | { readonly kind: 'invalid_email'; readonly reason: string };

/** Somebody's wish about one invitation of an organization. */
export interface InvitationWish {
  readonly organizationId: string;
  readonly invitationId: string;
  readonly actor: Actor;
  readonly highestRole?: MemberRole | undefined;
}

/** What calling back came to. */
export type CancelResult = { readonly kind: 'cancelled' } | MemberRefusal;

/** Which invitation a signed-in person answers: that of a link, or one of those to the own address. */
export type AnswerInvitation = {
  /** The person; address and confirmation are read anew. */
  readonly userId: string;
  readonly actor: Actor;
} & ({ readonly token: string } | { readonly invitationId: string });

/** What accepting came to. */
export type AcceptResult =
  { readonly kind: 'accepted'; readonly organization: MyOrganization } | MemberRefusal;

/** What declining came to. */
export type DeclineResult = { readonly kind: 'declined' } | MemberRefusal;
