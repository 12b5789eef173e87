import type { DeliveryKind, DeliveryState } from '../queue/index.ts';

/** Something with an address, as far as it is still there. */
export interface Addressed {
  readonly id: string;
  readonly address: string;
}

/** A delivery among those of a listed message. */
export interface ListedDeliverySummary {
  readonly id: string;
  readonly state: DeliveryState;
  readonly kind: DeliveryKind;
  readonly recipient: string;
  /** The real address; absent where nothing was to be sent. */
  readonly destination: string | undefined;
  readonly alias: Addressed | undefined;
  readonly mailbox: Addressed | undefined;
  readonly nextAttemptAt: Date | undefined;
  readonly reason: string | undefined;
}

/** A message as a page of the API shows it. */
export interface ListedMessage {
  readonly id: string;
  readonly receivedAt: Date;
  readonly mailFrom: string;
  readonly headerFrom: string | undefined;
  readonly subject: string | undefined;
  readonly sizeBytes: number;
  readonly states: readonly DeliveryState[];
  readonly kinds: readonly DeliveryKind[];
  readonly deliveryCount: number;
  /** The first {@link maxListedDeliveries}. */
  readonly deliveries: readonly ListedDeliverySummary[];
}

/** A message may have a hundred deliveries; a list shows where it went, not everybody. */
export const maxListedDeliveries = 20;

/** States by how much a person wants to know of them, first what most needs to be looked at. */
const byUrgency = [
  'bounced',
  'expired',
  'held',
  'deferred',
  'sending',
  'queued',
  'delivered',
  'released',
  'cancelled',
  'discarded',
] as const satisfies readonly DeliveryState[];

/** The state of a message: that of its deliveries which most needs to be looked at. */
export function overallState(states: readonly DeliveryState[]): DeliveryState {
  return byUrgency.find((state) => states.includes(state)) ?? 'discarded';
}

/** What a message is to its organization. */
export function kindOfMessage(kinds: readonly DeliveryKind[]): 'forward' | 'reply' | 'notice' {
  if (kinds.includes('forward')) return 'forward';
  return kinds.includes('reply') ? 'reply' : 'notice';
}
