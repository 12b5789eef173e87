import type { Address, DomainName } from '@smtpy/mail';

/** Someone who wrote to an alias, or whom its owner writes to. */
export interface Contact {
  readonly id: string;
  readonly organizationId: string;
  readonly aliasId: string;
  /**
   * Of the alias of a catch-all: the local part that the contact knows, in NFC and lower case, under which the owner writes to him.
   * Empty for every other alias.
   */
  readonly writtenTo: string;
  /** The real address, in lower case. */
  readonly address: Address;
  /** What stands for the contact on the alias's domain. */
  readonly replyAddress: Address;
  /** As the contact's first message named him; absent when it did not. */
  readonly displayName: string | undefined;
}

/** Whose contact is wanted. */
export interface EnsureContact {
  readonly organizationId: string;
  readonly aliasId: string;
  /** The alias's domain: where the reply address lies. */
  readonly domainId: string;
  readonly domainName: DomainName;
  /** Required of the alias of a catch-all, and of no other: the local part that was written to. Folded here. */
  readonly writtenTo?: string | undefined;
  /** The author of a message. */
  readonly address: Address;
  /** Decoded display name; kept from the first message alone, cut to 200 characters. */
  readonly displayName?: string | undefined;
}
