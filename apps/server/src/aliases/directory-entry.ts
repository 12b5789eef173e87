import type { Address, DomainName } from '@smtpy/mail';
import type { CatchAllMode } from '../domains/index.ts';
import type { AliasMode, Pinning, WhenDisabled } from './alias.ts';

/** A confirmed mailbox of an alias. */
export interface DirectoryMailbox {
  readonly id: string;
  readonly address: Address;
  /** Whether nothing but probes is sent to it for now. */
  readonly isPaused: boolean;
}

/** What receiving and sending need to know of an alias. */
export interface DirectoryAlias {
  readonly id: string;
  readonly organizationId: string;
  readonly domainId: string;
  readonly domainName: DomainName;
  /**
   * As it was made: NFC, lower case. Of a catch-all: `*@domain`, or the address that a contact wrote to where a reply address led
   * here.
   */
  readonly address: Address;
  /** Whether it stands for all addresses of its domain that nobody made. */
  readonly isCatchAll: boolean;
  /** What replies show beside the address; absent: the address alone. */
  readonly displayName: string | undefined;
  readonly isEnabled: boolean;
  /** Holds for an expired alias as well. */
  readonly whenDisabled: WhenDisabled;
  /** Of a catch-all: the default of the domain. */
  readonly mode: AliasMode;
  /** Whether it takes `local+anything` as well. */
  readonly plusAddressing: boolean;
  /** From then on it takes no mail; absent: never. */
  readonly expiresAt: Date | undefined;
  /** Whether it takes a number of messages only, each of which has to be taken with `takeMessage`. */
  readonly hasMessageLimit: boolean;
  /** Messages that it still forwards, a few seconds ago; absent: as many as come. */
  readonly messagesLeft: number | undefined;
  readonly pinning: Pinning;
  readonly holdsForPreview: boolean;
  /** In the order in which they were added to the organization. Empty when none is confirmed any more. */
  readonly mailboxes: readonly DirectoryMailbox[];
}

/** Whom a reply address stands for. */
export interface DirectoryContact {
  readonly id: string;
  /** The real address, in lower case. */
  readonly address: Address;
  readonly replyAddress: Address;
}

/** What becomes of mail for addresses of a domain that nobody made. */
export interface DirectoryCatchAll {
  /** Its address is `*@domain`: whoever uses it puts in what was written to. */
  readonly alias: DirectoryAlias;
  readonly mode: Exclude<CatchAllMode, 'off'>;
  /** For `takesLocalPart`; absent: any. */
  readonly pattern: string | undefined;
}

/** A domain of ours, active or degraded. */
export interface DirectoryDomain {
  readonly id: string;
  readonly name: DomainName;
  readonly organizationId: string;
  /** Absent: what nobody made is refused. */
  readonly catchAll: DirectoryCatchAll | undefined;
}

/** What an address is to us. */
export type DirectoryEntry =
  | { readonly kind: 'alias'; readonly alias: DirectoryAlias }
  /** Its alias may be switched off or expired, but was not deleted. */
  | { readonly kind: 'reply_address'; readonly contact: DirectoryContact; readonly alias: DirectoryAlias }
  /** The domain is ours, the local part is nobody's. */
  | { readonly kind: 'unknown_alias'; readonly domain: DirectoryDomain }
  /** It was an alias, or the reply address of one; no catch-all may bring it back. */
  | { readonly kind: 'deleted_alias'; readonly organizationId: string; readonly aliasId: string }
  | { readonly kind: 'suspended_domain'; readonly organizationId: string }
  /** We do not receive for the domain: not ours, or its records were never proven (state `pending`). */
  | { readonly kind: 'unknown_domain' };
