import type { Address, DomainName } from '@smtpy/mail';
import type { AliasMode, WhenDisabled } from './alias.ts';

/** A confirmed mailbox of an alias. */
export interface DirectoryMailbox {
  readonly id: string;
  readonly address: Address;
}

/** What receiving needs to know of an alias. */
export interface DirectoryAlias {
  readonly id: string;
  readonly organizationId: string;
  readonly domainId: string;
  readonly domainName: DomainName;
  /** As it was made: NFC, lower case. */
  readonly address: Address;
  readonly isEnabled: boolean;
  readonly whenDisabled: WhenDisabled;
  readonly mode: AliasMode;
  /** In the order in which they were added to the organization. Empty when none is confirmed any more. */
  readonly mailboxes: readonly DirectoryMailbox[];
}

/** What an address is to us. */
export type DirectoryEntry =
  | { readonly kind: 'alias'; readonly alias: DirectoryAlias }
  | {
      readonly kind: 'reply_address';
      readonly contactId: string;
      readonly organizationId: string;
      readonly aliasId: string;
    }
  /** The domain is ours, the local part is nobody's. */
  | { readonly kind: 'unknown_alias' }
  /** It was an alias; no catch-all may bring it back. */
  | { readonly kind: 'deleted_alias' }
  | { readonly kind: 'suspended_domain' }
  /** We do not receive for the domain: not ours, or its records were never proven (state `pending`). */
  | { readonly kind: 'unknown_domain' };
