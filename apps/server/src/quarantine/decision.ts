import { isQuarantineReason, type FoundDelivery } from '../queue/index.ts';

/** How it ended with mail that was in quarantine. */
export type Decision =
  /** It was let go: it is on its way, arrived, or failed, of which its owner hears elsewhere. */
  | 'delivered'
  | 'deleted'
  /** Nobody decided in time. */
  | 'lapsed';

/** How it ended, behind the name of a message: `it was released`. */
export const decisionWords: Readonly<Record<Decision, string>> = {
  delivered: 'was released',
  deleted: 'was deleted',
  lapsed: 'was deleted, since nobody decided in time',
};

/** What was decided of a delivery that is not held. */
export function decisionOf({ state, reason }: Pick<FoundDelivery, 'state' | 'reason'>): Decision {
  switch (state) {
    case 'cancelled':
    case 'discarded':
      return 'deleted';
    case 'expired':
      // What lapses keeps the reason for which it was held; what was tried in vain has the words of the last failure.
      return isQuarantineReason(reason) ? 'lapsed' : 'delivered';
    case 'held':
    case 'queued':
    case 'sending':
    case 'deferred':
    case 'delivered':
    case 'bounced':
    case 'released':
      return 'delivered';
  }
}
