/** What an entry says of a sender. */
export type SenderVerdict = 'block' | 'allow';

/** Who made an entry: the operator, an owner in his lists, or an owner who released mail from quarantine. */
export type SenderSource = 'operator' | 'owner' | 'quarantine';

/** Whose mail entries are about: an alias's (both ids), an organization's, or with neither everybody's: the operator's entries. */
export interface SenderScope {
  readonly organizationId?: string | undefined;
  /** An alias of that organization. */
  readonly aliasId?: string | undefined;
}

/** A blocked or allowed sender. */
export interface SenderEntry {
  /** UUIDv7; entries are listed by it. */
  readonly id: string;
  readonly verdict: SenderVerdict;
  /** A folded address in its wire form, or a domain name, which covers the names below it. */
  readonly subject: string;
  readonly scope: 'alias' | 'organization' | 'operator';
  readonly organizationId: string | undefined;
  readonly aliasId: string | undefined;
  /** Whether an allow counts for mail that does not prove its sender as well. Of no meaning in a block. */
  readonly acceptsUnproven: boolean;
  readonly note: string | undefined;
  readonly source: SenderSource;
  readonly createdAt: Date;
}

/** A sender to block or to allow. */
export interface AddSender extends SenderScope {
  readonly verdict: SenderVerdict;
  /** An address or a domain as typed. */
  readonly subject: string;
  /** Default: false. */
  readonly acceptsUnproven?: boolean | undefined;
  /** Kept as one line of at most 200 characters. */
  readonly note?: string | undefined;
  readonly source: SenderSource;
}

/** What adding came to; the reasons are sentences for people, without a full stop. */
export type AddSenderResult =
  | {
      readonly kind: 'added';
      readonly entry: SenderEntry;
      /** Whether there was none: else a given note replaces its note, and it accepts the unproven if either does. */
      readonly isNew: boolean;
      /** Of a block: an allow in force for the same mail that covers it, so that it blocks only what the allow does not count for. */
      readonly overruledBy: SenderEntry | undefined;
    }
  | {
      readonly kind: 'invalid_subject' | 'unknown_alias' | 'unknown_organization' | 'too_many';
      readonly reason: string;
    };

/** Which entries to list: those of exactly one scope, or with `isWithAliases` those of an organization and all its aliases. */
export interface ListSenders extends SenderScope {
  readonly isWithAliases?: boolean | undefined;
  readonly limit: number;
  /** The last id of the page before. */
  readonly afterId?: string | undefined;
}

/** An entry by its id, or all that is said of a subject as typed. `aliasId` absent with an id: any of the organization. */
export type RemoveSender = SenderScope & ({ readonly id: string } | { readonly subject: string });

/** What removing came to. */
export type RemoveSenderResult =
  | { readonly kind: 'removed'; readonly entries: readonly SenderEntry[] }
  | { readonly kind: 'unknown_entry' | 'invalid_subject'; readonly reason: string };
