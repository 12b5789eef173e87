import type { Address, DomainName } from '@smtpy/mail';
import type { AliasMode, WhenDisabled } from './alias.ts';

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
  /** As it was made: NFC, lower case. */
  readonly address: Address;
  /** What replies show beside the address; absent: the address alone. */
  readonly displayName: string | undefined;
  readonly isEnabled: boolean;
  readonly whenDisabled: WhenDisabled;
  readonly mode: AliasMode;
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

/** What an address is to us. */
export type DirectoryEntry =
  | { readonly kind: 'alias'; readonly alias: DirectoryAlias }
  /** Its alias may be switched off, but was not deleted. */
  | { readonly kind: 'reply_address'; readonly contact: DirectoryContact; readonly alias: DirectoryAlias }
  /** The domain is ours, the local part is nobody's. */
  | { readonly kind: 'unknown_alias' }
  /** It was an alias, or the reply address of one; no catch-all may bring it back. */
  | { readonly kind: 'deleted_alias' }
  | { readonly kind: 'suspended_domain' }
  /** We do not receive for the domain: not ours, or its records were never proven (state `pending`). */
  | { readonly kind: 'unknown_domain' };
