import { type Address, addressKey, parseReturnPath, parseSrs } from '@smtpy/mail';
import type { Clock } from '../../observe/index.ts';
import type { DeliveryReference, InboundQueue } from '../dependencies.ts';
import { refuse } from '../replies.ts';
import type { Routing } from './route.ts';

/** What proving a return path needs. */
export interface BounceRouteDependencies {
  readonly queue: Pick<InboundQueue, 'findDelivery'>;
  readonly returnPathKey: Buffer;
  readonly clock: Clock;
}

/** What the signature of a return path says. */
type Proof =
  | { readonly kind: 'no_return_path' }
  | { readonly kind: 'valid'; readonly reference: DeliveryReference }
  | { readonly kind: 'forged' }
  | { readonly kind: 'expired' };

/**
 * Routes mail to a return path of ours, VERP or SRS; undefined for any other address. A delivery that is no longer known has expired.
 */
export async function routeBounce(
  address: Address,
  { queue, returnPathKey, clock }: BounceRouteDependencies,
): Promise<Routing | undefined> {
  const proof = prove(address, returnPathKey, clock.now());
  switch (proof.kind) {
    case 'no_return_path':
      return undefined;
    case 'forged':
      return { kind: 'refused', refusal: refuse('returnPathForged') };
    case 'expired':
      return { kind: 'refused', refusal: refuse('returnPathExpired') };
    case 'valid': {
      const result = await queue.findDelivery(proof.reference);
      if (result.kind === 'not_found') {
        return { kind: 'refused', refusal: refuse('returnPathExpired', 'delivery is no longer known') };
      }
      // One return path is one recipient in whatever case it is written.
      const recipient = addressKey(address);
      return { kind: 'accepted', route: { kind: 'bounce', recipient, delivery: result.delivery } };
    }
  }
}

function prove(address: Address, key: Buffer, now: Date): Proof {
  const verp = parseReturnPath(address, key, now);
  if (verp.kind === 'valid') return { kind: 'valid', reference: { deliveryId: verp.deliveryId } };
  if (verp.kind !== 'not_return_path') return verp;
  const srs = parseSrs(address, key, now);
  if (srs.kind === 'not_srs') return { kind: 'no_return_path' };
  if (srs.kind !== 'valid') return srs;
  return { kind: 'valid', reference: { idFloor: srs.idFloor, idCeiling: srs.idCeiling } };
}
