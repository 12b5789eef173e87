import type { Address } from '@smtpy/mail';

/** Someone outside, and what stands for him. */
export interface ContactIdentity {
  /** The real address. */
  readonly address: Address;
  readonly replyAddress: Address;
}

/** Somebody for whom a contact is wanted. */
export interface Correspondent {
  readonly address: Address;
  /** As he was named, decoded. */
  readonly displayName?: string;
}

/**
 * The contacts of an alias for these people, in their order; those that are missing are made. `sentAs` is the address of the alias that
 * they know: one of many where the alias is that of a catch-all. Rejects when that fails.
 */
export type EnsureContacts = (
  aliasId: string,
  people: readonly Correspondent[],
  sentAs: Address,
) => Promise<readonly ContactIdentity[]>;

/** The contacts that addresses of an organization's domains stand for; what is no reply address is left out. */
export type FindByReplyAddress = (
  organizationId: string,
  addresses: readonly Address[],
) => Promise<readonly ContactIdentity[]>;

/** Where contacts come from. */
export interface ContactLoaders {
  /** Undefined when the contact is gone. */
  readonly loadContact: (contactId: string) => Promise<ContactIdentity | undefined>;
  readonly ensureContacts: EnsureContacts;
}
