import { parseAddress, type Address, type DomainName } from '@smtpy/mail';
import type { ClaimedDelivery, DeliveryKind } from '../../queue/index.ts';
import { bounced, continueWith, deferred, type Step } from './step.ts';

/** What an attempt begins with. */
export interface Claimed {
  readonly delivery: ClaimedDelivery;
}

/** With the way it is to take. */
export interface Directed extends Claimed {
  readonly destination: Address;
  /** Whether we receive for the destination's domain ourselves. */
  readonly isDestinationOurs: boolean;
}

/** What is known of destinations. Both answers may be a few seconds old. */
export interface DestinationLoaders {
  /** Whether mail to this domain comes to us. */
  readonly isOwnDomain: (domain: DomainName) => Promise<boolean>;
  /** Whether the mailbox is sent nothing but probes for now. */
  readonly isMailboxPaused: (mailboxId: string) => Promise<boolean>;
}

/**
 * A reply may go to somebody who is behind an alias of ours, and an owner may have his account under one; a mailbox that is an address
 * of ours would get the message back to where it was sent on from.
 */
const mayGoToOurselves: ReadonlySet<DeliveryKind> = new Set(['reply', 'notice']);

/**
 * Whether the destination may be sent to at all, known without connecting: the domain of a mailbox may have become ours after
 * the mailbox was made (RFC 5321 §6.3), and a mailbox may be paused.
 */
export function checkDestination(loaders: DestinationLoaders): Step<Claimed, Directed> {
  return async ({ delivery }) => {
    const { kind, mailboxId } = delivery;
    const destination = parseAddress(delivery.destination);
    if (!destination.ok) return deferred('destination', 'the address that it goes to cannot be read');
    const [isDestinationOurs, isPaused] = await Promise.all([
      loaders.isOwnDomain(destination.value.domain),
      kind === 'forward' && mailboxId !== undefined ? loaders.isMailboxPaused(mailboxId) : false,
    ]);
    if (isDestinationOurs && !mayGoToOurselves.has(kind)) {
      const explanation = `5.4.6 we receive the mail for ${delivery.queueKey} ourselves, so this message would go round`;
      return bounced('destination', explanation, { failureClass: 'policy', cause: 'loop' });
    }
    if (isPaused) {
      const explanation =
        'the mailbox is paused after repeated failures; it is sent to again when it takes mail';
      return deferred('destination', explanation, { failureClass: 'soft', cause: 'mailbox_paused' });
    }
    return continueWith({ delivery, destination: destination.value, isDestinationOurs });
  };
}
