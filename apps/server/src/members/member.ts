import type { MemberRole } from '@smtpy/contract';
import type { Actor } from '../api/index.ts';

/** A person in an organization. */
export interface Member {
  /** Of the membership. */
  readonly id: string;
  readonly userId: string;
  /** As the person is called; any text. */
  readonly name: string;
  /** Lower case. */
  readonly email: string;
  readonly role: MemberRole;
  readonly joinedAt: Date;
}

/** An organization as one of its members has it. */
export interface MyOrganization {
  readonly id: string;
  readonly name: string;
  readonly isPersonal: boolean;
  readonly isSuspended: boolean;
  readonly role: MemberRole;
  readonly joinedAt: Date;
}

/** Orders in which members are listed. */
export type MemberOrder = 'name' | 'email' | 'joined_at';

/** Sort keys of the last row of a page. */
export type PageKeys = readonly (string | number | null)[];

/** Which members to list; ask for one more than fits to learn whether there are others. */
export interface ListMembers {
  readonly organizationId: string;
  /** In name or email, in any case. */
  readonly search?: string | undefined;
  readonly role?: MemberRole | undefined;
  readonly order: MemberOrder;
  readonly isDescending: boolean;
  readonly limit: number;
  readonly after?: PageKeys | undefined;
}

/** A page, and how many there are in all. */
export interface Listed<Row> {
  readonly rows: readonly Row[];
  readonly total: number;
}

/** Why nothing was changed: `kind` is the code of the API, `reason` a sentence for the person who asked. */
export interface MemberRefusal {
  readonly kind:
    | 'not_found'
    | 'account_suspended'
    | 'role_insufficient'
    | 'last_owner'
    | 'personal_organization'
    | 'limit_reached'
    | 'already_exists'
    | 'conflict'
    | 'link_invalid'
    | 'email_not_verified';
  readonly reason: string;
}

/** Somebody's wish about one member. A person's own role is read anew, in the transaction; the operator may what an owner may. */
export interface MemberWish {
  readonly organizationId: string;
  readonly memberId: string;
  readonly actor: Actor;
  /** The asker counts as no more than this; see `highestRoleOf`. */
  readonly highestRole?: MemberRole | undefined;
}

/** What changing a role came to; the role that the member had already is a change to it. */
export type ChangeRoleResult = { readonly kind: 'changed'; readonly member: Member } | MemberRefusal;

/** What ending a membership came to. */
export type RemoveResult = { readonly kind: 'removed'; readonly member: Member } | MemberRefusal;

/** What handing over came to. */
export type TransferResult = { readonly kind: 'transferred'; readonly owner: Member } | MemberRefusal;
