import { formatAddress, type Address } from './address.ts';

/** A local part in NFC (RFC 6532 §3.1) and lower case. */
export function foldLocalPart(localPart: string): string {
  return localPart.normalize('NFC').toLowerCase();
}

/**
 * The form in which addresses are stored and compared: people and programs change the case of local parts, and no provider has two
 * mailboxes that differ in it alone (RFC 5321 §2.4 would allow that).
 */
export function foldAddress({ localPart, domain }: Address): Address {
  return { localPart: foldLocalPart(localPart), domain };
}

/** Text that all spellings of an address share: what it is remembered by. */
export function addressKey(address: Address): string {
  return formatAddress(foldAddress(address));
}

/** Whether two addresses mean one mailbox. */
export function isSameAddress(one: Address, other: Address): boolean {
  return one.domain === other.domain && foldLocalPart(one.localPart) === foldLocalPart(other.localPart);
}
