import type { Refusal } from '../replies.ts';
import type { InboundAlias } from '../dependencies.ts';

/** Where the mail for one accepted recipient goes. */
export type Route =
  /** To the confirmed mailboxes of an alias; there is at least one. */
  | { readonly kind: 'alias'; readonly recipient: string; readonly alias: InboundAlias }
  /** Nowhere: its owner wants it accepted and thrown away. */
  | {
      readonly kind: 'discard';
      readonly recipient: string;
      readonly alias: InboundAlias;
      readonly reason: 'alias_disabled';
    }
  /** A report about a delivery of ours. */
  | {
      readonly kind: 'bounce';
      readonly recipient: string;
      readonly reportOn: { readonly deliveryId: string; readonly messageId: string };
      readonly organizationId: string;
      readonly aliasId: string | undefined;
    };

/** The decision about one RCPT. */
export type Routing =
  | { readonly kind: 'accepted'; readonly route: Route }
  | { readonly kind: 'refused'; readonly refusal: Refusal };
