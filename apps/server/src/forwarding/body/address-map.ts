import { addressKey, isSameAddress, type Address } from '@smtpy/mail';
import type { AddressOf } from '../recipient-list.ts';

/** What takes the place of an address. */
export interface Replacement {
  readonly address: Address;
  /** What stood there, in words for the timeline: never the address. */
  readonly replaced: string;
}

/** Undefined for an address that stays. */
export type AddressMap = (address: Address) => Replacement | undefined;

/** Addresses on the way to the mailbox. */
export interface ForwardAddresses {
  readonly aliasAddress: Address;
  readonly mailboxAddress: Address;
  /** The reply address of somebody outside; undefined for whom it stays. */
  readonly replyAddressOf: AddressOf;
}

/** Addresses on the way to a contact. */
export interface ReplyAddresses {
  readonly aliasAddress: Address;
  /** The addresses that nobody outside may see. */
  readonly ownAddresses: readonly Address[];
  /** The real address behind a reply address of the alias; undefined for every other address. */
  readonly realAddressOf: AddressOf;
}

/** The alias becomes the mailbox, other people stand under their reply addresses. */
export function forwardMap({ aliasAddress, mailboxAddress, replyAddressOf }: ForwardAddresses): AddressMap {
  return (address) => {
    if (isSameAddress(address, aliasAddress)) return { address: mailboxAddress, replaced: 'the alias' };
    const replyAddress = replyAddressOf(address);
    return replyAddress && { address: replyAddress, replaced: "a contact's address" };
  };
}

/** The mailboxes become the alias, contacts stand under their real addresses. */
export function replyMap({ aliasAddress, ownAddresses, realAddressOf }: ReplyAddresses): AddressMap {
  const ownKeys = new Set(ownAddresses.map(addressKey));
  return (address) => {
    if (ownKeys.has(addressKey(address))) return { address: aliasAddress, replaced: "the mailbox's address" };
    const realAddress = realAddressOf(address);
    return realAddress && { address: realAddress, replaced: 'a reply address' };
  };
}
