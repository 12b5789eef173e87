import { parseAddress } from '@smtpy/mail';
import type { ClaimedDelivery } from '../../queue/index.ts';

/** Whose mail, and to whom. Both are domains in lower case with A-labels. */
export interface Pairing {
  readonly authorDomain: string;
  readonly destinationDomain: string;
}

/**
 * How long a refusal is remembered: long enough that a weekly newsletter is refused every other time at most, short enough that a
 * policy that was mended is found out within two weeks.
 */
const lifetimeDays = 14;

/** When what is learned now is forgotten. */
export function expiryOf(learnedAt: Date): Date {
  return new Date(learnedAt.getTime() + lifetimeDays * 86_400_000);
}

/** What a delivery is remembered by; undefined when its message names no author that DMARC could speak of. */
export function pairingOf(delivery: Pick<ClaimedDelivery, 'headerFrom' | 'queueKey'>): Pairing | undefined {
  const author = parseAddress(delivery.headerFrom ?? '');
  return author.ok ? { authorDomain: author.value.domain, destinationDomain: delivery.queueKey } : undefined;
}
