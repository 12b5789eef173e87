import { type Address, formatAddress, parseReturnPath } from '@smtpy/mail';
import type { Clock } from '../../observe/index.ts';
import type { InboundQueue } from '../dependencies.ts';
import { refuse } from '../replies.ts';
import type { Routing } from './route.ts';

/** What proving a return path needs. */
export interface BounceRouteDependencies {
  readonly queue: Pick<InboundQueue, 'show'>;
  readonly returnPathKey: Buffer;
  readonly clock: Clock;
}

/** Routes mail to a return path of ours; undefined for any other address. A delivery that is no longer known has expired. */
export async function routeBounce(
  address: Address,
  { queue, returnPathKey, clock }: BounceRouteDependencies,
): Promise<Routing | undefined> {
  const returnPath = parseReturnPath(address, returnPathKey, clock.now());
  switch (returnPath.kind) {
    case 'not_return_path':
      return undefined;
    case 'forged':
      return { kind: 'refused', refusal: refuse('returnPathForged') };
    case 'expired':
      return { kind: 'refused', refusal: refuse('returnPathExpired') };
    case 'valid': {
      const { deliveryId } = returnPath;
      const shown = await queue.show(deliveryId);
      if (shown.kind === 'not_found') {
        return { kind: 'refused', refusal: refuse('returnPathExpired', 'delivery is no longer known') };
      }
      const { organizationId, aliasId, messageId } = shown.delivery;
      return {
        kind: 'accepted',
        route: {
          kind: 'bounce',
          // One return path is one recipient in whatever case it is written.
          recipient: formatAddress({ ...address, localPart: address.localPart.toLowerCase() }),
          reportOn: { deliveryId, messageId },
          organizationId,
          aliasId,
        },
      };
    }
  }
}
