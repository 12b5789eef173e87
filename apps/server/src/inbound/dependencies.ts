import type { Address, DomainName } from '@smtpy/mail';
import type { AppPasswords } from '../app-passwords/index.ts';
import type { SmtpConfig } from '../config/index.ts';
import type { DnsResolver } from '../dns/index.ts';
import type { Clock, Events } from '../observe/index.ts';
import type { Acceptance, ContentWriter, DeliveryKind } from '../queue/index.ts';
import type { InboundAlias, InboundContact, InboundDomain } from './inbound-alias.ts';
import type { InboundPolicy } from './policy/ports.ts';

export type {
  InboundAlias,
  InboundCatchAll,
  InboundContact,
  InboundDomain,
  InboundMailbox,
} from './inbound-alias.ts';

/** What an address is to us. */
export type InboundEntry =
  | { readonly kind: 'alias'; readonly alias: InboundAlias }
  /** Its alias may be switched off, but was not deleted. */
  | { readonly kind: 'reply_address'; readonly contact: InboundContact; readonly alias: InboundAlias }
  | { readonly kind: 'unknown_alias'; readonly domain: InboundDomain }
  | { readonly kind: 'deleted_alias'; readonly organizationId: string; readonly aliasId: string }
  | { readonly kind: 'suspended_domain'; readonly organizationId: string }
  | { readonly kind: 'unknown_domain' };

/** Knows the addresses of this installation. Folds case of local parts itself. A rejection is answered with 451. */
export interface InboundDirectory {
  lookUp(address: Address): Promise<InboundEntry>;
}

/** Knows who wrote to an alias before. A rejection is answered with 451. */
export interface InboundContacts {
  /** The contact of an author, made on first sight. `displayName` is decoded. */
  ensure(input: {
    readonly organizationId: string;
    readonly aliasId: string;
    readonly domainId: string;
    readonly domainName: DomainName;
    readonly address: Address;
    readonly displayName?: string | undefined;
    /** Of the alias of a catch-all: the local part that was written to, folded. */
    readonly writtenTo?: string | undefined;
  }): Promise<{ readonly id: string }>;
  /** By id; undefined when it is gone with its alias. */
  load(contactId: string): Promise<InboundContact | undefined>;
}

/** A delivery that a return path names. */
export interface BouncedDelivery {
  readonly id: string;
  readonly kind: DeliveryKind;
  readonly messageId: string;
  readonly organizationId: string;
  readonly aliasId: string | undefined;
  readonly contactId: string | undefined;
  /** Of a forward: where it went. Of a reply: who wrote it, where that was a mailbox. */
  readonly mailboxId: string | undefined;
  /** The address of ours that it left under. */
  readonly sentAs: string;
}

/** What a return path tells of its delivery: its id (VERP), or between which two ids, both included, the only one lies (SRS). */
export type DeliveryReference =
  { readonly deliveryId: string } | { readonly idFloor: string; readonly idCeiling: string };

/** The part of the queue that receiving uses. */
export interface InboundQueue {
  /** Resolves after the commit. */
  enqueue(acceptance: Acceptance): Promise<void>;
  createContentWriter(contentId: string): ContentWriter;
  /** The delivery that a return path names. A range names one only when no other lies in it. */
  findDelivery(
    reference: DeliveryReference,
  ): Promise<{ readonly kind: 'found'; readonly delivery: BouncedDelivery } | { readonly kind: 'not_found' }>;
}

/** The configuration of the smtp role with the two values it shares with others. */
export interface InboundConfig extends Omit<SmtpConfig, 'tlsCertFile' | 'tlsKeyFile'> {
  /** Our name in the greeting, in Received and as authserv-id. */
  readonly hostname: string;
  readonly maxMessageBytes: number;
}

/** What receiving needs. */
export interface InboundDependencies {
  readonly config: InboundConfig;
  /** PEM. */
  readonly tls: { readonly key: string; readonly cert: string };
  readonly directory: InboundDirectory;
  readonly contacts: InboundContacts;
  readonly queue: InboundQueue;
  readonly policy: InboundPolicy;
  /** Judges logins of those who submit. A rejection is answered with 454. */
  readonly appPasswords: Pick<AppPasswords, 'verify' | 'isInForce'>;
  readonly resolver: Pick<DnsResolver, 'resolve' | 'resolveAddresses' | 'reverse'>;
  /** Signs and proves return paths. */
  readonly returnPathKey: Buffer;
  /** Makes loop tokens. */
  readonly loopKey: Buffer;
  readonly events: Pick<
    Events,
    'connectionOpened' | 'connectionClosed' | 'refused' | 'failed' | 'messageAccepted'
  >;
  readonly clock: Clock;
}
