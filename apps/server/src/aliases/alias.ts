import type { Address } from '@smtpy/mail';
import type { ForwardingMode } from '../domains/index.ts';

/** How mail of an alias is forwarded. */
export type AliasMode = ForwardingMode;

/** What happens to mail for a disabled alias: refused in SMTP, or taken and thrown away. */
export type WhenDisabled = 'refuse' | 'discard';

/**
 * What happens to mail of senders that an alias does not know: nothing (`off`); they become known (`learn`); it goes through and the
 * owner is told (`notify`); it waits for the owner (`hold`).
 */
export const pinnings = ['off', 'learn', 'notify', 'hold'] as const;
export type Pinning = (typeof pinnings)[number];

/** An address of an organization that forwards. */
export interface Alias {
  readonly id: string;
  /** A short id for clients that know numbers only; unique over the installation. */
  readonly number: number;
  readonly organizationId: string;
  readonly domainId: string;
  /** Local part in NFC and lower case. */
  readonly address: Address;
  readonly isEnabled: boolean;
  readonly whenDisabled: WhenDisabled;
  readonly mode: AliasMode;
  /** What replies show beside the address; absent: the address alone. At most 200 characters, none of them control. */
  readonly displayName: string | undefined;
  /** Whether it takes `local+anything` as well. */
  readonly plusAddressing: boolean;
  /** From then on it takes no mail; absent: never. */
  readonly expiresAt: Date | undefined;
  /** Messages that it still forwards; 0: it has expired; absent: as many as come. */
  readonly messagesLeft: number | undefined;
  readonly pinning: Pinning;
  /** Whether each message waits until its owner has seen it. */
  readonly holdsForPreview: boolean;
  /** What its owner wants to remember of it; at most 1,000 characters. */
  readonly note: string | undefined;
  /** In lower case and in the order of the alphabet, each once; at most 20. */
  readonly tags: readonly string[];
  /** Whether its owner wants to see it before others. */
  readonly isPinned: boolean;
  /** Confirmed or not, in the order in which they were added to the organization. */
  readonly mailboxes: readonly Address[];
  /** Whether its owner made it, or the first message to it. */
  readonly origin: 'made' | 'catch_all';
  readonly createdAt: Date;
}

/** Which mailboxes are meant, by one or the other; repetitions count once. */
export interface MailboxChoice {
  /** Confirmed mailboxes of the same organization, as typed. */
  readonly mailboxAddresses?: readonly string[] | undefined;
  /** The same by their ids. */
  readonly mailboxIds?: readonly string[] | undefined;
}

/** What to add; at least one mailbox. */
export interface AddAlias extends MailboxChoice {
  readonly organizationId: string;
  /** As typed. */
  readonly address: string;
  /** Absent: the default of the domain. */
  readonly mode?: AliasMode | undefined;
  /** As typed; cut and cleaned here. Absent or empty: none. */
  readonly displayName?: string | undefined;
  /** What else holds for it from the beginning. */
  readonly settings?: AliasSettings | undefined;
}

/** What an alias can have from the beginning besides; what is absent is as in a new alias. */
export type AliasSettings = Pick<
  ChangeAlias,
  | 'isEnabled'
  | 'whenDisabled'
  | 'note'
  | 'tags'
  | 'isPinned'
  | 'plusAddressing'
  | 'expiresAt'
  | 'messagesLeft'
  | 'pinning'
  | 'holdsForPreview'
>;

/** Why there is no new alias. `reason` is a sentence for the person who asked. */
export interface AddAliasRefusal {
  readonly kind:
    | 'invalid_local_part'
    | 'unknown_domain'
    | 'not_your_domain'
    | 'suspended_domain'
    | 'no_mailbox'
    | 'unknown_mailbox'
    | 'mailbox_not_confirmed'
    | 'taken'
    | 'deleted_before'
    | 'reserved';
  readonly reason: string;
}

/** How adding ended. */
export type AddAliasResult = { readonly kind: 'added'; readonly alias: Alias } | AddAliasRefusal;

/** What to switch. */
export interface SetAliasEnabled {
  readonly organizationId: string;
  readonly aliasId: string;
  readonly isEnabled: boolean;
  /** Unchanged when absent. */
  readonly whenDisabled?: WhenDisabled | undefined;
}

/** What to change; what is absent stays. Mailboxes are all that it forwards to from now on. */
export interface ChangeAlias extends MailboxChoice {
  readonly organizationId: string;
  readonly aliasId: string;
  readonly isEnabled?: boolean | undefined;
  readonly whenDisabled?: WhenDisabled | undefined;
  readonly mode?: AliasMode | undefined;
  /** Null: none. */
  readonly note?: string | null | undefined;
  /** As typed; all that it has from now on. */
  readonly tags?: readonly string[] | undefined;
  readonly isPinned?: boolean | undefined;
  /** As typed; empty: none. */
  readonly displayName?: string | undefined;
  readonly plusAddressing?: boolean | undefined;
  /** Null: never. */
  readonly expiresAt?: Date | null | undefined;
  /** From 0 to 2,147,483,647; null: as many as come. */
  readonly messagesLeft?: number | null | undefined;
  readonly pinning?: Pinning | undefined;
  readonly holdsForPreview?: boolean | undefined;
}

/** Why mailboxes cannot be forwarded to. */
export type MailboxRefusal = AddAliasRefusal & {
  readonly kind: 'no_mailbox' | 'unknown_mailbox' | 'mailbox_not_confirmed';
};

/** What to delete. */
export interface DeleteAlias {
  readonly organizationId: string;
  readonly aliasId: string;
}

/** How a change ended; `unknown_alias` also for another organization's, and for that of a catch-all. */
export type ChangeAliasResult =
  | { readonly kind: 'changed'; readonly alias: Alias }
  | { readonly kind: 'unknown_alias'; readonly reason: string }
  | MailboxRefusal;

/** Which aliases of a list; all where nothing is given. */
export interface AliasPage {
  readonly domainId?: string | undefined;
  readonly limit?: number | undefined;
  /** The id of the last alias of the page before. */
  readonly afterId?: string | undefined;
}
