import { formatAddress, formatReturnPath, type HeaderField } from '@smtpy/mail';
import { loopToken, rewrite } from '../../forwarding/index.ts';
import type { Identified } from './load-identities.ts';
import { continueWith, deferred, type Step } from './step.ts';

/** Secrets of what a message carries back to us, from `deriveKey`. */
export interface TransformKeys {
  readonly returnPathKey: Buffer;
  readonly loopTokenKey: Buffer;
}

/**
 * How long a bounce may take to come back: five days in the next hop's queue (RFC 5321 §4.5.4.1), the same again for the
 * bounce itself, and time for the hosts of a holiday.
 */
const returnPathLifetimeMs = 30 * 86_400_000;

/** With the envelope and header block it leaves with, unsigned. */
export interface Transformed extends Identified {
  /** Reverse path; empty for the null sender. */
  readonly mailFrom: string;
  readonly fields: readonly HeaderField[];
}

/** Rewrites the header block and the reverse path. The body is never touched. */
export function transform(keys: TransformKeys): Step<Identified, Transformed> {
  return async (state) => {
    const { delivery, header, content, contact, replyToContact, aliasAddress } = state;
    if (delivery.mode !== 'rewrite' || delivery.aliasId === undefined) {
      return deferred(
        'transform',
        `forwarding in mode ${delivery.mode} needs a newer version of this program`,
      );
    }
    const fields = rewrite({
      header,
      traceHeader: content.traceHeader,
      contact,
      ...(replyToContact && { replyToContact }),
      aliasAddress,
      loopToken: loopToken(delivery.aliasId, keys.loopTokenKey),
    });
    return Promise.resolve(continueWith({ ...state, fields, mailFrom: reversePath(state, keys) }));
  };
}

/**
 * RFC 5321 §4.5.5: what comes from the null sender (bounces, automatic answers) leaves with it, so that no bounce of a
 * bounce can circle.
 */
function reversePath({ delivery, aliasAddress }: Identified, { returnPathKey }: TransformKeys): string {
  if (delivery.mailFrom === '') return '';
  const returnPath = formatReturnPath({
    deliveryId: delivery.id,
    expiresAt: new Date(delivery.createdAt.getTime() + returnPathLifetimeMs),
    domain: aliasAddress.domain,
    key: returnPathKey,
  });
  return formatAddress(returnPath);
}
