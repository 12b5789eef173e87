/**
 * Purpose: who belongs to an organization and in which role, how people are invited, and how ownership changes hands. `rules.ts` is the
 * only place that says who may give and take which role.
 *
 * Standards: RFC 5321 §4.5.3.1.3 (length of addresses).
 *
 * Guarantees:
 * - An organization always has an owner, however many changes come at once: every change of members takes the lock of the organization,
 *   reads under it what it depends on, and writes its entry of the audit log in the same transaction.
 * - A limit is never passed: members and invitations are counted under that lock, owned organizations under the lock of the person.
 * - A change holds from its commit on: keys go with the membership, sessions are compared with it on every request, and invitations that
 *   their sender could not send any more are called back.
 * - An invitation makes one member, once, within seven days; a newer mail replaces its link. Its mail is in the queue exactly when it is there.
 *
 * Fails with: refusals whose `kind` is a code of the API; rejects when the database fails.
 *
 * Security: of a link the SHA-256 alone is stored. It counts only for whoever has the invited address confirmed, so a mail that was
 * forwarded gives nothing away but names and a masked address. Inviting does the same whether or not the address has an account. Names in the
 * mail are bounded, quoted, and hold nothing that becomes a link.
 *
 * Not here: organizations themselves and their settings (`organizations/`), what each role may do (`@smtpy/contract`), users (`accounts/`).
 */
export type { MembersDependencies } from './dependencies.ts';
export { formatMyOrganization } from './forms.ts';
export type {
  AcceptResult,
  AnswerInvitation,
  CancelResult,
  DeclineResult,
  Invitation,
  InvitationWish,
  Invite,
  InviteResult,
} from './invitation.ts';
export { quotedName } from './invitation-letter.ts';
export { refuseOwner } from './locked.ts';
export type {
  ChangeRoleResult,
  Listed,
  ListMembers,
  Member,
  MemberOrder,
  MemberRefusal,
  MemberWish,
  MyOrganization,
  PageKeys,
  RemoveResult,
  TransferResult,
} from './member.ts';
export { insertMember, lockOrganization, type LockedOrganization } from './member-store.ts';
export { createMembers, type InvitationPage, type Members } from './members.ts';
export { createToken, hashToken } from './token.ts';
export { memberRoutes, type MemberRoutesDependencies } from './routes.ts';
