import type { Address, DomainName } from '@smtpy/mail';

/** A confirmed mailbox behind an alias. */
export interface InboundMailbox {
  readonly id: string;
  readonly address: Address;
  /** Whether nothing but probes is sent to it for now. */
  readonly isPaused: boolean;
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
  /** Whether it stands for all addresses of its domain that nobody made; `address` is then the one that was written to. */
  readonly isCatchAll: boolean;
  /** Whether it takes `local+anything` as well. */
  readonly plusAddressing: boolean;
  readonly expiresAt: Date | undefined;
  /** Messages that it still forwards, a few seconds ago; absent: as many as come. */
  readonly messagesLeft: number | undefined;
  readonly pinning: 'off' | 'learn' | 'notify' | 'hold';
  readonly holdsForPreview: boolean;
}

/** What becomes of mail for addresses of a domain that nobody made. */
export interface InboundCatchAll {
  /** Its address is `*@domain`. */
  readonly alias: InboundAlias;
  readonly mode: 'forward' | 'create';
  /** RE2 for local parts; absent: any. */
  readonly pattern?: string | undefined;
}

/** A domain of ours, without what it does not take. */
export interface InboundDomain {
  readonly id: string;
  readonly name: DomainName;
  readonly organizationId: string;
  readonly catchAll?: InboundCatchAll | undefined;
}

/** Somebody outside who writes to an alias, or whom its owner writes to. */
export interface InboundContact {
  readonly id: string;
  /** The real address. */
  readonly address: Address;
}
