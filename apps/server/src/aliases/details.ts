import type { DomainName } from '@smtpy/mail';
import type { Alias } from './alias.ts';

/** An alias with all that its owner sees of it. */
export interface AliasDetails {
  readonly alias: Alias;
  readonly domainName: DomainName;
  readonly isOnSharedDomain: boolean;
  /** In the order in which they were added to the organization. */
  readonly mailboxes: readonly { readonly id: string; readonly address: string }[];
  /** Domains, by name. */
  readonly pins: readonly string[];
  readonly counters: AliasCounters;
  /** Some seconds late; undefined: never. */
  readonly lastActivityAt: Date | undefined;
  /** Since when it is in the trash; undefined: it is not. */
  readonly deletedAt: Date | undefined;
}

/** Messages of all time. */
export interface AliasCounters {
  /** Once per mailbox. */
  readonly forwarded: number;
  readonly replied: number;
  /** Refused for good, or discarded. */
  readonly blocked: number;
  /** No destination took it in the end. */
  readonly bounced: number;
}

/** Which aliases of an organization; what is absent leaves all. */
export interface AliasFilter {
  /** A part of address, display name or note, in any case; no pattern. */
  readonly search?: string | undefined;
  readonly isEnabled?: boolean | undefined;
  readonly domainId?: string | undefined;
  readonly mailboxId?: string | undefined;
  /** As typed. */
  readonly tag?: string | undefined;
  readonly isPinned?: boolean | undefined;
  readonly origin?: Alias['origin'] | undefined;
  readonly mode?: Alias['mode'] | undefined;
  /** Whether those in the trash are meant, and no others. */
  readonly isInTrash: boolean;
}

/** What lists are sorted by. */
export type AliasOrder = 'created_at' | 'address' | 'name' | 'last_activity_at';

/** Where a page goes on: behind this key and id, in that part of a list that shows pinned ones first. */
export interface AliasPlace {
  readonly part: AliasPart;
  readonly key: string;
  readonly id: string;
}

/** Of a list that shows pinned aliases first: those, or the others; of any other list: all. */
export type AliasPart = 'all' | 'pinned' | 'others';

/** Which page of which list. */
export interface ListAliases {
  readonly organizationId: string;
  readonly filter: AliasFilter;
  readonly order: AliasOrder;
  readonly isDescending: boolean;
  readonly isPinnedFirst: boolean;
  readonly after: AliasPlace | undefined;
  readonly limit: number;
}

/** An alias of a list, with what the next page goes on after. */
export interface ListedAlias {
  readonly details: AliasDetails;
  readonly place: AliasPlace;
}
