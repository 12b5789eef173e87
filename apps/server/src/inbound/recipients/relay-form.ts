import type { Address } from '@smtpy/mail';

/**
 * Names the way in which a local part asks us to send mail on to somewhere else; undefined when it does not. Since `%` and `!` were
 * routes once (RFC 5321 appendix F.1 tells to do without), and a quoted `@` tricks whoever reads the address twice, no alias may hold
 * them and no catch-all may take them.
 */
export function findRelayForm(address: Address): string | undefined {
  if (address.localPart.includes('%')) return 'percent hack';
  if (address.localPart.includes('!')) return 'bang path';
  if (address.localPart.includes('@')) return 'address inside the local part';
  if (address.localPart.includes(':')) return 'source route inside the local part';
  return undefined;
}
