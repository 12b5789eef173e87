import { maskAddress } from '@smtpy/mail';
import type { DeliveryKind } from '../queue/index.ts';
import type { TimelineEntry } from './message.ts';
import type { RecordedEvent, StoredDelivery, StoredMessage } from './store.ts';

/** Everything the timeline of a message is made of. */
export interface History {
  readonly message: StoredMessage;
  readonly deliveries: readonly StoredDelivery[];
  /** Oldest first. */
  readonly events: readonly RecordedEvent[];
}

/** A line of the timeline; without a delivery it is about the message as a whole. */
export function entry(
  input: Omit<TimelineEntry, 'deliveryId'> & { readonly deliveryId?: string | undefined },
): TimelineEntry {
  return { ...input, deliveryId: input.deliveryId };
}

interface Addressed {
  readonly kind: DeliveryKind;
  readonly recipient: string;
  readonly destination: string | undefined;
}

/** Where a delivery goes, as a sentence shows it: a mailbox masked, the contact of a reply in full. */
export function shownDestination({ kind, destination }: Addressed): string | undefined {
  return destination === undefined || kind === 'reply' ? destination : maskAddress(destination);
}

/** The recipient as a sentence shows it: an address of ours in full; what we say ourselves is addressed to a mailbox. */
export function shownRecipient({ kind, recipient }: Addressed): string {
  return isOurs(kind) ? maskAddress(recipient) : recipient;
}

/** Whether it is what we say ourselves. */
export function isOurs(kind: DeliveryKind): boolean {
  return kind === 'notice' || kind === 'probe';
}

/** Says which delivery is meant, where there are several. */
export function ofWhich({ deliveries }: History, delivery: StoredDelivery | undefined): string {
  if (delivery === undefined || deliveries.length < 2) return '';
  const destination = shownDestination(delivery);
  return ` (${shownRecipient(delivery)}${destination === undefined ? '' : ` → ${destination}`})`;
}
