import type { KeyObject } from 'node:crypto';
import type { DomainName } from '@smtpy/mail';
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

/** A domain of an organization. */
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
}

/** What to add. */
export interface AddDomain {
  readonly organizationId: string;
  /** As typed: any case, Unicode or A-labels, with or without a final dot. */
  readonly name: string;
  /** Whether the operator's word (or the sandbox) replaces the DNS check: the domain is active at once. */
  readonly isTrusted: boolean;
}

/** How adding ended. `reason` is a sentence for the person who asked. */
export type AddDomainResult =
  | { readonly kind: 'added'; readonly domain: Domain }
  | { readonly kind: 'invalid_name'; readonly reason: string }
  /** The same organization has it already. */
  | { readonly kind: 'already_added'; readonly reason: string; readonly domain: Domain }
  /** The organization forwards to a mailbox there: a loop. */
  | { readonly kind: 'holds_mailboxes'; readonly reason: string }
  /** Someone else has it; the sentence does not say so. */
  | { readonly kind: 'not_available'; readonly reason: string };

/** What a DNS record is for. */
export type RecordPurpose = 'ownership' | 'mx' | 'spf' | 'dkim' | 'dmarc';

/** A DNS record to publish. */
export interface DomainRecord {
  readonly purpose: RecordPurpose;
  readonly type: 'TXT' | 'MX';
  /** Owner name, A-labels, without a final dot. */
  readonly name: string;
  /** TXT: the whole text, to be split at 255 octets by the zone (RFC 1035 §3.3.14). MX: preference and host. */
  readonly value: string;
  /** Whether nothing is received without it. */
  readonly isRequired: boolean;
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

/** All records of a domain compared. */
export interface DomainCheck {
  /** As it is after the check. */
  readonly domain: Domain;
  readonly records: readonly RecordCheck[];
  /** Whether this check made the domain active. */
  readonly isNewlyActive: boolean;
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
