import type { Actor } from '../api/index.ts';

/** Someone who can sign in. */
export interface User {
  readonly id: string;
  /** Lower case. */
  readonly email: string;
  /** Lower case; absent when none was chosen. */
  readonly username: string | undefined;
  /** Whether this person runs the installation. */
  readonly isAdmin: boolean;
  /** The personal organization: the tenant of everything this person owns alone. */
  readonly organizationId: string;
  readonly createdAt: Date;
}

/** Whom to make. */
export interface CreateUser {
  /** Any case; stored in lower case. */
  readonly email: string;
  /** Any case; stored in lower case, with the given form kept for display. */
  readonly username?: string | undefined;
  /** In Unicode NFKC after normalisation here; see {@link passwordLength}. */
  readonly password: string;
  readonly isAdmin: boolean;
}

/** Why there is no new user. `reason` is a sentence for the person who asked. */
export interface AccountRefusal {
  readonly kind: 'invalid_email' | 'invalid_username' | 'weak_password' | 'email_taken' | 'username_taken';
  readonly reason: string;
}

/** How making a user ended. */
export type CreateUserResult = { readonly kind: 'created'; readonly user: User } | AccountRefusal;

/** What the person with the link fills in. */
export interface UseSetupLink {
  /** As `createSetupLink` gave it. */
  readonly token: string;
  readonly email: string;
  readonly username?: string | undefined;
  readonly password: string;
  /** Whoever has the link, for the log. */
  readonly actor: Actor;
}

/** How using a setup link ended. After any refusal but the last two the link still works. */
export type UseSetupLinkResult =
  | CreateUserResult
  /** Unknown, used, or replaced by a newer one. */
  | { readonly kind: 'invalid_link'; readonly reason: string }
  | { readonly kind: 'administrator_exists'; readonly reason: string };
