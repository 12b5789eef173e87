import type { Address } from '@smtpy/mail';
import type { BouncedDelivery, InboundAlias } from '../dependencies.ts';
import type { Refusal } from '../replies.ts';
import type { AliasWay } from './resolve-address.ts';

/** To the confirmed mailboxes of an alias; there is at least one. */
export interface AliasRoute {
  readonly kind: 'alias';
  readonly recipient: string;
  readonly alias: InboundAlias;
  /** How the recipient leads to the alias. */
  readonly way: AliasWay;
  /** Present on a contact's automatic answer to a reply: the recipient is the return path of that reply. */
  readonly isAnswer?: true;
}

/** Out to a contact, as the alias, if whoever sends it may. */
export interface ReplyRoute {
  readonly kind: 'reply';
  readonly recipient: string;
  readonly alias: InboundAlias;
  /** Whom the recipient stands for; without id when no contact was made yet. */
  readonly contact: { readonly address: Address; readonly id: string | undefined };
  readonly origin: ReplyOrigin;
}

/** What brings a message to a contact. */
export type ReplyOrigin =
  /** A reply address, which is open to proven mailboxes alone, and secret. */
  | { readonly kind: 'reply_address' }
  /** `alias+user=dom.tld@domain`: open to the same, but anybody who knows the alias can make it up. */
  | { readonly kind: 'new_contact' }
  /** The return path of a forward, to which the mailbox that got it answers by itself. */
  | { readonly kind: 'return_path'; readonly mailboxId: string | undefined }
  | { readonly kind: 'submission' };

/** Nowhere: its owner wants it accepted and thrown away. */
export interface DiscardRoute {
  readonly kind: 'discard';
  readonly recipient: string;
  readonly alias: InboundAlias;
  readonly reason: 'alias_disabled' | 'alias_expired';
}

/** To the return path of a delivery of ours. */
export interface BounceRoute {
  readonly kind: 'bounce';
  readonly recipient: string;
  readonly delivery: BouncedDelivery;
}

/** Where the mail for one accepted recipient goes. */
export type Route = AliasRoute | ReplyRoute | DiscardRoute | BounceRoute;

/** The decision about one RCPT. */
export type Routing =
  | { readonly kind: 'accepted'; readonly route: Route }
  | { readonly kind: 'refused'; readonly refusal: Refusal; readonly owner?: RefusedFor };

/** Whose mail is refused; what is nobody's has no owner. */
export interface RefusedFor {
  readonly organizationId: string;
  readonly aliasId?: string | undefined;
}
