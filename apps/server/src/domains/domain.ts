import type { KeyObject } from 'node:crypto';
import type { DomainName } from '@smtpy/mail';
import type { Actor } from '../api/index.ts';
import type { DnsResolver } from '../dns/index.ts';

/** Mail is received for `active` and `degraded` domains. */
export type DomainState = 'pending' | 'active' | 'degraded' | 'suspended';

/** How mail is forwarded; `adaptive` tries `preserve` first. */
export const forwardingModes = ['rewrite', 'preserve', 'adaptive'] as const;
export type ForwardingMode = (typeof forwardingModes)[number];

/**
 * What becomes of mail for addresses of a domain that nobody made: refused, forwarded as to one alias, or forwarded while an alias is
 * made of the address.
 */
export const catchAllModes = ['off', 'forward', 'create'] as const;
export type CatchAllMode = (typeof catchAllModes)[number];

/** What senders do where TLS cannot be proven (RFC 8461 §3.2): report it, or not deliver. */
export const mtaStsModes = ['testing', 'enforce'] as const;
export type MtaStsMode = (typeof mtaStsModes)[number];

/** A domain of an organization. Several may ask for a name; whose domain is not `pending` holds it. */
export interface Domain {
  readonly id: string;
  /** A short id for clients that know numbers only; unique over the installation. */
  readonly number: number;
  readonly organizationId: string;
  readonly name: DomainName;
  readonly state: DomainState;
  /** How new aliases forward that are given no mode of their own. */
  readonly defaultMode: ForwardingMode;
  readonly catchAll: CatchAllMode;
  /** RE2 that a local part must match as a whole to be caught; absent: any. */
  readonly catchAllPattern: string | undefined;
  /** Whether every organization may make aliases on it; its catch-all stays its owner's. The operator decides. */
  readonly isShared: boolean;
  /** What the ownership TXT record must carry. */
  readonly verificationToken: string;
  readonly createdAt: Date;
  /** When it first became active. */
  readonly activatedAt: Date | undefined;
  /** Whether the operator's word replaced DNS when it was added: then no record of DNS takes it away. */
  readonly isTrusted: boolean;
  readonly wantsMtaSts: boolean;
  readonly mtaStsMode: MtaStsMode;
  readonly wantsTlsRpt: boolean;
  /** Where reports on TLS go by mail; there where they are wanted. */
  readonly tlsRptAddress: string | undefined;
  /** When DNS was last asked. */
  readonly checkedAt: Date | undefined;
  /** When DNS is asked next, unless it is suspended. */
  readonly nextCheckAt: Date;
  /** Of a claim: since when the holder's ownership record is known to be gone while its own is there. */
  readonly holderGoneSince: Date | undefined;
  /** When another organization proved the name. */
  readonly lostAt: Date | undefined;
}

/** A domain as its organization sees it, with what other tables say of it. */
export interface DomainOverview {
  readonly domain: Domain;
  /** Addresses of mailboxes that the catch-all forwards to. */
  readonly catchAllMailboxes: readonly string[];
  /** Aliases that were not deleted; undefined: more than anybody counts. */
  readonly aliasCount: number | undefined;
}

/** Orders of domains. */
export type DomainOrder = 'name' | 'created_at';

/** Which domains of an organization, and in which order. */
export interface ListDomains {
  readonly organizationId: string;
  /** A part of the name, in any case. */
  readonly search?: string | undefined;
  readonly state?: DomainState | undefined;
  readonly order: DomainOrder;
  readonly isDescending: boolean;
  readonly limit: number;
  /** The keys of the last domain of the page before. */
  readonly after?: readonly (string | number | null)[] | undefined;
}

/** Names a domain of an organization. */
export interface OwnDomain {
  readonly organizationId: string;
  readonly domainId: string;
}

/** What to change of a domain; what is absent stays. */
export interface ChangeDomain extends OwnDomain {
  readonly defaultMode?: ForwardingMode | undefined;
  readonly wantsMtaSts?: boolean | undefined;
  readonly mtaStsMode?: MtaStsMode | undefined;
  readonly wantsTlsRpt?: boolean | undefined;
  /** As typed; null takes it away. */
  readonly tlsRptAddress?: string | null | undefined;
  readonly actor?: Actor | undefined;
}

/** How a change ended. `reason` is a sentence for the person who asked. */
export type ChangeDomainResult =
  | { readonly kind: 'changed'; readonly domain: Domain }
  | { readonly kind: 'unknown_domain' | 'invalid_address' | 'no_address'; readonly reason: string };

/** How a removal ended. */
export type RemoveDomainResult =
  | { readonly kind: 'removed'; readonly domain: Domain }
  | { readonly kind: 'unknown_domain' | 'other_name' | 'suspended'; readonly reason: string };

/** What to add. */
export interface AddDomain {
  readonly organizationId: string;
  /** As typed: any case, Unicode or A-labels, with or without a final dot. */
  readonly name: string;
  /** Whether the operator's word (or the sandbox) replaces the DNS check: the domain is active at once. */
  readonly isTrusted: boolean;
  /** Default: the operator. */
  readonly actor?: Actor | undefined;
}

/** How adding ended. `reason` is a sentence for the person who asked. */
export type AddDomainResult =
  | { readonly kind: 'added'; readonly domain: Domain }
  | { readonly kind: 'invalid_name'; readonly reason: string }
  /** The same organization has it already. */
  | { readonly kind: 'already_added'; readonly reason: string; readonly domain: Domain }
  /** The organization forwards to a mailbox there: a loop. */
  | { readonly kind: 'holds_mailboxes'; readonly reason: string }
  /** It was to be active at once, and someone else holds it; the sentence does not say so. */
  | { readonly kind: 'not_available'; readonly reason: string }
  /** The organization has as many as it may. */
  | { readonly kind: 'limit_reached'; readonly reason: string };

/** What a DNS record is for. */
export type RecordPurpose =
  'ownership' | 'mx' | 'spf' | 'dkim' | 'dmarc' | 'mta_sts' | 'mta_sts_host' | 'tls_rpt';

/** A key is made `pending`, signs while it is `active`, and is `retiring` while mail that it signed is under way. */
export type KeyState = 'pending' | 'active' | 'retiring';

/** A key of a domain, without its private half. */
export interface DomainKey {
  readonly id: string;
  readonly domainId: string;
  readonly selector: string;
  readonly state: KeyState;
  readonly publicKeyDer: Buffer;
  readonly createdAt: Date;
  readonly activatedAt: Date | undefined;
  /** Until when the record of a retiring key stays published. */
  readonly retiresAt: Date | undefined;
}

/** A DNS record to publish. */
export interface DomainRecord {
  readonly purpose: RecordPurpose;
  readonly type: 'TXT' | 'MX' | 'CNAME';
  /** Owner name, A-labels, without a final dot. */
  readonly name: string;
  /** TXT: the whole text, to be split at 255 octets by the zone (RFC 1035 §3.3.14). MX: preference and host. CNAME: host. */
  readonly value: string;
  /** Whether nothing is received before it is right. */
  readonly isRequired: boolean;
  /** Of a DKIM record. */
  readonly keyState?: KeyState;
}

/** `unknown`: DNS gave no answer, so nothing can be said. */
export type RecordVerdict = 'ok' | 'missing' | 'different' | 'unknown';

/** One record compared with what DNS has. */
export interface RecordCheck {
  readonly record: DomainRecord;
  /** What was found at the name, as far as it is of the record's kind; at most 20 values. */
  readonly found: readonly string[];
  readonly verdict: RecordVerdict;
  /** What was found, in a sentence, and what to do where it is not right. */
  readonly reason: string;
}

/** The last result for a record, as it is kept. */
export interface RecordResult extends RecordCheck {
  /** Undefined: this value was never looked for. */
  readonly checkedAt: Date | undefined;
  /** When it was last right. */
  readonly rightAt: Date | undefined;
  /** Since when every check that had an answer found it wrong. */
  readonly wrongSince: Date | undefined;
}

/** All records of a domain compared. */
export interface DomainCheck {
  /** As it is after the check. */
  readonly domain: Domain;
  readonly records: readonly RecordCheck[];
  /** Whether this check made the domain active. */
  readonly isNewlyActive: boolean;
}

/** What an organization is to be told of a domain. */
export type DomainNewsKind = 'domain_activated' | 'domain_degraded' | 'domain_recovered' | 'domain_lost';

/** News of a domain that its organization does not know yet. */
export interface DomainNews {
  readonly domainId: string;
  readonly organizationId: string;
  readonly name: DomainName;
  readonly kind: DomainNewsKind;
  /** A sentence; absent where there is nothing to explain. */
  readonly reason: string | undefined;
  /** Whether there is a notice already, and only the mail waits. */
  readonly isNoted: boolean;
  /** When a mail last told of the domain. */
  readonly mailedAt: Date | undefined;
}

/** What a check asks DNS: each question has a deadline of its own. */
export type RecordResolver = Pick<DnsResolver, 'resolve' | 'resolveMx' | 'resolveAddresses'>;

/** What signs mail of a domain. */
export interface SigningKey {
  readonly selector: string;
  readonly domain: DomainName;
  /** RSA private key, parsed once. */
  readonly key: KeyObject;
}
