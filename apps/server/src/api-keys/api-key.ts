import type { Scope } from '@smtpy/contract';
import type { Actor } from '../api/index.ts';

/** A key of the HTTP API. Of the key itself nothing but a hash is kept. */
export interface ApiKey {
  readonly id: string;
  readonly organizationId: string;
  /** The member whom it belongs to. */
  readonly userId: string;
  readonly userEmail: string;
  readonly name: string;
  /** The first characters, by which people know it again. */
  readonly start: string;
  /** Undefined: all that the member may do. */
  readonly scopes: readonly Scope[] | undefined;
  readonly createdAt: Date;
  /** Undefined: it works until it is revoked. */
  readonly expiresAt: Date | undefined;
  /** To the minute; undefined: never used. */
  readonly lastUsedAt: Date | undefined;
  readonly lastUsedIp: string | undefined;
}

/** Whose keys are meant: a member's, an organization's, a person's in all organizations, or any. */
export type KeyReach =
  | { readonly kind: 'member'; readonly organizationId: string; readonly userId: string }
  | { readonly kind: 'organization'; readonly organizationId: string }
  | { readonly kind: 'person'; readonly userId: string }
  | { readonly kind: 'installation' };

/** A page of keys, newest first. */
export interface KeyPage {
  readonly reach: KeyReach;
  /** The last key of the page before. */
  readonly beforeId?: string | undefined;
  readonly limit: number;
}

/** A key that acts: what is made or lengthened with it can do no more and for no longer than it. */
export interface ActingKey {
  readonly keyId: string;
  readonly scopes: readonly Scope[] | undefined;
}

/** What to make. */
export interface CreateKey {
  readonly organizationId: string;
  /** The member whom the key will belong to. */
  readonly userId: string;
  readonly name: string;
  /** Undefined: all that the member may do. */
  readonly scopes: readonly Scope[] | undefined;
  readonly expiresAt: Date | undefined;
  readonly actor: Actor;
  /** Where a key makes a key. */
  readonly actingKey?: ActingKey | undefined;
}

/** Why there is no new key. `reason` is a sentence for the person who asked. */
export interface CreateKeyRefusal {
  /**
   * `above_role`: a scope that the member's role, or being no administrator, does not allow; `above_key`: one that the acting key does not
   * have; `outlives_key`: a later end than that of the acting key.
   */
  readonly kind:
    'unknown_member' | 'above_role' | 'above_key' | 'outlives_key' | 'already_expired' | 'limit_reached';
  readonly reason: string;
}

/** How making a key ended. */
export type CreateKeyResult =
  /** `text` is the key itself. It exists nowhere else: show it now or never. */
  { readonly kind: 'created'; readonly text: string; readonly key: ApiKey } | CreateKeyRefusal;

/** What to change; what is undefined stays. */
export interface ChangeKey {
  readonly keyId: string;
  /** Whose keys the caller may change. */
  readonly reach: KeyReach;
  readonly name?: string | undefined;
  /** Null: the key works until it is revoked. */
  readonly expiresAt?: Date | null | undefined;
  readonly actor: Actor;
  readonly actingKey?: ActingKey | undefined;
}

/** How changing a key ended. Nobody lengthens the keys of others: `not_own`. */
export type ChangeKeyResult =
  | { readonly kind: 'changed'; readonly key: ApiKey }
  | {
      readonly kind: 'unknown' | 'not_own' | 'above_key' | 'outlives_key' | 'already_expired';
      readonly reason: string;
    };

/** What to revoke. */
export interface RevokeKey {
  readonly keyId: string;
  readonly reach: KeyReach;
  readonly actor: Actor;
}

/** How revoking ended; `unknown` also for what is out of reach. */
export type RevokeKeyResult =
  { readonly kind: 'revoked'; readonly key: ApiKey } | { readonly kind: 'unknown'; readonly reason: string };
