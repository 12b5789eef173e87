import type { Address } from '@smtpy/mail';

/**
 * Whether two addresses mean one mailbox of ours: people write their own address in several cases, and no provider has two mailboxes
 * that differ in it alone.
 */
export function isSameAddress(one: Address, other: Address): boolean {
  return one.domain === other.domain && fold(one.localPart) === fold(other.localPart);
}

function fold(localPart: string): string {
  return localPart.normalize('NFC').toLowerCase();
}
