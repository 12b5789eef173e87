import type { Address } from '@smtpy/mail';

/** A password with which programs send as one alias. Of the password itself nothing but a hash is kept. */
export interface AppPassword {
  readonly id: string;
  readonly aliasId: string;
  /** What the owner calls it; unique for the alias, in whatever case it is written. */
  readonly name: string;
  readonly createdAt: Date;
  /** The last login, to the minute; undefined: never. */
  readonly lastUsedAt: Date | undefined;
}

/** What to add. */
export interface AddAppPassword {
  readonly organizationId: string;
  readonly aliasId: string;
  /** As typed. */
  readonly name: string;
}

/** How adding ended. `reason` is a sentence for the person who asked. */
export type AddAppPasswordResult =
  /** `password` in its groups, as a person reads it. It exists nowhere else: show it now or never. */
  | { readonly kind: 'added'; readonly password: string; readonly appPassword: AppPassword }
  | {
      /** `unknown_alias` also for a deleted one and for another organization's. */
      readonly kind: 'invalid_name' | 'name_taken' | 'too_many' | 'unknown_alias';
      readonly reason: string;
    };

/** What to revoke. */
export interface RevokeAppPassword {
  readonly organizationId: string;
  readonly aliasId: string;
  /** In any case; or the id instead. */
  readonly name?: string | undefined;
  readonly appPasswordId?: string | undefined;
}

/** How revoking ended; `unknown` also for another organization's. */
export type RevokeAppPasswordResult =
  | { readonly kind: 'revoked'; readonly appPassword: AppPassword }
  | { readonly kind: 'unknown'; readonly reason: string };

/** A login to judge. */
export interface Login {
  /** The user name as the program sent it: the address of the alias, in any case. */
  readonly aliasAddress: string;
  /** As the program sent it, with or without dashes and spaces, in any case. */
  readonly password: string;
  /** Of the client. */
  readonly ip: string;
}

/** The alias that a login proved. Whether it may send now is the directory's to say. */
export interface VerifiedAlias {
  readonly id: string;
  readonly organizationId: string;
  /** As it was made: NFC, lower case. */
  readonly address: Address;
}

/** What a login came to. */
export type VerifyResult =
  | { readonly kind: 'verified'; readonly passwordId: string; readonly alias: VerifiedAlias }
  /** Wrong password, unknown or deleted alias: the answer does not tell which. */
  | { readonly kind: 'refused' }
  /** The password was not looked at: too many failures came before it. */
  | { readonly kind: 'slow_down'; readonly retryAfterMs: number };
