import type { QuarantineReason, RequestedChanges } from '../../queue/index.ts';
import type { InboundMailbox } from '../inbound-alias.ts';
import type { Refusal } from '../replies.ts';

/** What becomes of a message at one alias, as far as the steps have decided. What comes first stands, but a refusal or discard beats a hold. */
export interface RecipientDecision {
  /** Whether the owner or the operator lets the sender through whatever the content is. */
  readonly isAllowed: boolean;
  /** Whether that holds also where the author proves nothing: only then is what the author's domain asks for set aside. */
  readonly isAllowedUnproven?: boolean;
  /** The sender is told when every recipient refuses. */
  readonly refusal?: RecipientRefusal;
  readonly discardReason?: string;
  readonly holdReason?: QuarantineReason;
  /** In place of those of the alias. */
  readonly mailboxes?: readonly InboundMailbox[];
  readonly changes: RequestedChanges;
  /** The domain of the author, where the alias is to expect it from now on. */
  readonly learnsDomain?: string;
  /** The domain of an author that the alias does not expect, where its owner wants to be told. */
  readonly tellsOfDomain?: string;
}

/** Before the first step. */
export const undecided: RecipientDecision = { isAllowed: false, changes: {} };

/** A refusal, and what becomes of the message there when other recipients take it: it is discarded for good, or it waits for the owner. */
export type RecipientRefusal = { readonly refusal: Refusal } & (
  { readonly discardReason: string } | { readonly waitsAs: QuarantineReason }
);
