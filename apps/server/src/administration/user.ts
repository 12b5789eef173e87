import type { MemberRole } from '@smtpy/contract';
import type { Actor } from '../api/index.ts';
import type { EraseUserResult } from '../erasure/index.ts';

/** A user as the operator sees it in a list. */
export interface ListedUser {
  readonly id: string;
  /** Lower case. */
  readonly email: string;
  readonly isEmailVerified: boolean;
  /** As typed; undefined when none was chosen. */
  readonly username: string | undefined;
  readonly name: string;
  readonly isAdministrator: boolean;
  readonly isTwoFactorEnabled: boolean;
  readonly createdAt: Date;
  /** Undefined: not suspended. */
  readonly suspendedAt: Date | undefined;
  readonly suspendedReason: string | undefined;
}

/** A user with all that the operator is shown. */
export interface ShownUser extends ListedUser {
  /** The personal one first, the others by name. */
  readonly organizations: readonly {
    readonly id: string;
    readonly name: string;
    readonly role: MemberRole;
    readonly isPersonal: boolean;
    readonly isSuspended: boolean;
  }[];
  /** Sessions that have not expired. */
  readonly sessionCount: number;
  readonly passkeyCount: number;
  /** Of all organizations, expired ones included. */
  readonly keyCount: number;
  /** When the account goes; undefined: its erasure was not asked for. */
  readonly eraseAt: Date | undefined;
}

/** Where a page of users begins and in which order it goes. */
export type UserSort = 'email' | 'created' | '-created';

/** Which users. */
export interface ListUsers {
  /** A part of the email address, the name or the username, letters from A to Z in any case; no pattern. */
  readonly search?: string | undefined;
  readonly status?: 'active' | 'suspended' | 'administrator' | 'unverified' | undefined;
  readonly sort: UserSort;
  /** The email address (`email`) or the id of the last user of the page before. */
  readonly after?: string | undefined;
  readonly limit: number;
}

/** What to change of a user; what is undefined stays. */
export interface ChangeUser {
  readonly userId: string;
  readonly isAdministrator?: boolean | undefined;
  /** Undefined: neither suspended nor resumed. */
  readonly suspension?: Suspension | undefined;
  /** The operator vouches for the email address. */
  readonly isEmailVerified?: true | undefined;
  readonly actor: Actor;
}

/** What to do about a suspension. */
export type Suspension =
  { readonly kind: 'suspend'; readonly reason: string | undefined } | { readonly kind: 'resume' };

/** Why a user stays as they are; `reason` is a sentence without a full stop. */
export interface UserRefusal {
  /** `own_account`: nobody suspends, unmakes or erases himself here. */
  readonly kind: 'own_account' | 'last_administrator';
  readonly reason: string;
}

/** How changing ended. */
export type ChangeUserResult =
  { readonly kind: 'changed'; readonly user: ShownUser } | { readonly kind: 'not_found' } | UserRefusal;

/** How erasing ended. */
export type DeleteUserResult =
  | { readonly kind: 'erased' }
  | { readonly kind: 'not_found' }
  /** The email address given is not that of the user. */
  | { readonly kind: 'not_confirmed'; readonly reason: string }
  /** Others would be left in these organizations without an owner. */
  | Extract<EraseUserResult, { readonly kind: 'last_owner' }>
  | UserRefusal;
