import type { Address, DomainName } from '@smtpy/mail';
import type { SmtpConfig } from '../config/index.ts';
import type { DnsResolver } from '../dns/index.ts';
import type { Clock, Events } from '../observe/index.ts';
import type { Acceptance, ContentWriter } from '../queue/index.ts';

/** A confirmed mailbox behind an alias. */
export interface InboundMailbox {
  readonly id: string;
  readonly address: Address;
}

/** What receiving needs to know of an alias. */
export interface InboundAlias {
  readonly id: string;
  readonly organizationId: string;
  readonly domainId: string;
  readonly domainName: DomainName;
  /** As it was made, not as the peer wrote it. */
  readonly address: Address;
  readonly isEnabled: boolean;
  readonly whenDisabled: 'refuse' | 'discard';
  readonly mode: 'rewrite' | 'preserve' | 'adaptive';
  /** The confirmed ones; empty when there is none. */
  readonly mailboxes: readonly InboundMailbox[];
}

/** What an address is to us. */
export type InboundEntry =
  | { readonly kind: 'alias'; readonly alias: InboundAlias }
  | { readonly kind: 'reply_address' }
  | { readonly kind: 'unknown_alias' }
  | { readonly kind: 'deleted_alias' }
  | { readonly kind: 'suspended_domain' }
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
  }): Promise<{ readonly id: string }>;
}

/** A delivery that a return path names. */
export interface BouncedDelivery {
  readonly messageId: string;
  readonly organizationId: string;
  readonly aliasId: string | undefined;
}

/** The part of the queue that receiving uses. */
export interface InboundQueue {
  /** Resolves after the commit. */
  enqueue(acceptance: Acceptance): Promise<void>;
  createContentWriter(contentId: string): ContentWriter;
  /** The delivery that a report is about. */
  show(
    deliveryId: string,
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
