import type { DomainState } from '../domains/index.ts';

/**
 * Whether mail to a mailbox on such a domain would come back to us. A pending domain was not proven to be anyone's, so it
 * must not keep others from using it.
 */
export function isOurs(state: DomainState): boolean {
  switch (state) {
    case 'active':
    case 'degraded':
    case 'suspended':
      return true;
    case 'pending':
      return false;
  }
}

/** The reason of a pause that a person began, among the causes of failures. */
export const byHand = 'by_hand';

const hourMs = 3_600_000;

/**
 * How long to wait for the next probe when so many were sent already. The first comes after `firstMs`; then the waits grow, because a
 * mailbox that was missing for a day is rarely back within the hour, and each probe is one more refusal that its host holds against us.
 */
export function probeDelayMs(probes: number, firstMs: number): number {
  return [firstMs, 6 * hourMs][probes] ?? 24 * hourMs;
}

/**
 * While a probe is under way no other is sent: the queue tries one for five days at most. Its end sets the next. Should that end never
 * be heard of (someone cancelled the probe), another goes out after this.
 */
export const untilNextProbeEndsMs = 6 * 24 * hourMs;
