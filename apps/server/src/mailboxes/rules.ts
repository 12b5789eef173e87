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
