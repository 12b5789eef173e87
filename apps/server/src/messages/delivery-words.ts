import type { DeliveryKind, DeliveryState } from '../queue/index.ts';
import { clean, explainHold, explainReason, maskIn } from './sentences.ts';

/** Why a delivery is in its state, in words, with the real mailbox masked; undefined where the state says it all. */
export function explainDelivery({
  kind,
  state,
  reason,
  destination,
}: {
  readonly kind: DeliveryKind;
  readonly state: DeliveryState;
  readonly reason: string | undefined;
  readonly destination: string | undefined;
}): string | undefined {
  switch (state) {
    case 'held':
      return explainHold(reason);
    case 'discarded':
      return explainReason(reason);
    case 'queued':
    case 'sending':
    case 'deferred':
    case 'bounced':
    case 'expired':
      return reason && maskIn(clean(reason), kind === 'reply' ? undefined : destination);
    case 'delivered':
    case 'released':
    case 'cancelled':
      return undefined;
  }
}
