import type { Address } from '@smtpy/mail';
import type { DeliveryState, FoundDelivery } from '../queue/index.ts';
import type { Followup } from './followup.ts';

/** Everything that a plan is made from. */
export interface FollowupFacts {
  readonly followup: Followup;
  readonly delivery: FoundDelivery;
  /** The other deliveries of the same message that lead to the same recipient: other mailboxes of the alias. */
  readonly siblings: readonly { readonly id: string; readonly state: DeliveryState }[];
  /** The address of ours that outsiders know: the alias, of a forward and of a reply. */
  readonly aliasAddress: Address;
  /** The mailbox of a forward or probe, or the one that wrote a reply; undefined when it is gone. */
  readonly mailbox: FollowedMailbox | undefined;
}

/** What is asked of the mailbox. */
export interface FollowedMailbox {
  readonly id: string;
  readonly address: Address;
  readonly isPaused: boolean;
  readonly wantsDelayNotice: boolean;
}
