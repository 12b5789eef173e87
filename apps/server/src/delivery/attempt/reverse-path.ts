import { formatAddress, formatReturnPath, formatSrs, parseAddress } from '@smtpy/mail';
import type { Underwritten } from './load-signer.ts';

/**
 * How long a bounce may take to come back: five days in the next hop's queue (RFC 5321 §4.5.4.1), the same again for the
 * bounce itself, and time for the hosts of a holiday.
 */
const returnPathLifetimeMs = 30 * 86_400_000;

/** How long a delivery is tried, from its acceptance or its release (RFC 5321 §4.5.4.1). */
const lifetimeMs = 5 * 86_400_000;

/** A message about to leave, and the key from `deriveKey` that signs its way back. */
export interface ReversePathInput extends Pick<Underwritten, 'delivery' | 'sentAs'> {
  readonly returnPathKey: Buffer;
}

/** An address that names the delivery: whoever bounces to it tells us, and no one else. */
export function ownReversePath({ delivery, sentAs, returnPathKey }: ReversePathInput): string {
  const returnPath = formatReturnPath({
    deliveryId: delivery.id,
    expiresAt: expiryOf(delivery),
    domain: sentAs.domain,
    key: returnPathKey,
  });
  return formatAddress(returnPath);
}

/** What waited for a person leaves late: it has its own five days, and its bounces as long as those of others. */
function expiryOf({ createdAt, expiresAt }: ReversePathInput['delivery']): Date {
  return new Date(Math.max(createdAt.getTime(), expiresAt.getTime() - lifetimeMs) + returnPathLifetimeMs);
}

/**
 * For a message whose author has changed. RFC 5321 §4.5.5: what comes from the null sender (bounces, automatic answers) leaves with
 * it, so that no bounce of a bounce can circle.
 */
export function verpOrNull(input: ReversePathInput): string {
  return input.delivery.mailFrom === '' ? '' : ownReversePath(input);
}

/** For a message that is still its author's: SRS, or {@link ownReversePath} where that does not fit. Null stays null. */
export function srsOrNull(input: ReversePathInput): string {
  const { delivery, sentAs, returnPathKey } = input;
  if (delivery.mailFrom === '') return '';
  const mailFrom = parseAddress(delivery.mailFrom);
  const srs = mailFrom.ok
    ? formatSrs({
        deliveryId: delivery.id,
        mailFrom: mailFrom.value,
        domain: sentAs.domain,
        key: returnPathKey,
      })
    : undefined;
  return srs === undefined ? ownReversePath(input) : formatAddress(srs);
}
