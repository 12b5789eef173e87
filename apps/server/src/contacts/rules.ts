import { cleanLine, encodeBase32, formatAddress, isReservedLocalPart, type Address } from '@smtpy/mail';

/** Leaves room for the dot and the random part within the 64 octets of a local part (RFC 5321 §4.5.3.1.1). */
const maxPrefixLength = 40;

/** 5 bits each: 60 bits in all. Guessing is the only way in, and every guess is a refused RCPT that is counted. */
const randomCharacters = 12;

/** Octets of randomness that {@link formatReplyLocalPart} takes: 60 bits and four to spare. */
export const replyRandomBytes = 8;

/** Longest display name kept; a longer one is no name. */
const maxDisplayNameLength = 200;

/** The local part that stands for a contact: `jane.example.com.k3v7q2m5x4ab`. Readable for people, unguessable for others. */
export function formatReplyLocalPart(address: Address, random: Buffer): string {
  const suffix = encodeBase32(random).slice(0, randomCharacters);
  const local = `${readablePrefix(address)}.${suffix}`;
  // A bounce to a return path must never be taken for mail to a contact.
  return isReservedLocalPart(local) ? `contact.${suffix}` : local;
}

/** A display name fit for storage, or undefined. */
export function cleanDisplayName(displayName: string | undefined): string | undefined {
  return cleanLine(displayName ?? '', maxDisplayNameLength) || undefined;
}

/** The address with everything that needs quoting or escaping anywhere left out. */
function readablePrefix(address: Address): string {
  const text = `${address.localPart}.${address.domain}`.toLowerCase().normalize('NFKD');
  const plain = text.replace(/\p{M}+/gu, '').replace(/[^a-z0-9.-]+/g, '-');
  const joined = plain.replace(/[.-]*\.[.-]*/g, '.').replace(/-{2,}/g, '-');
  const prefix = joined.slice(0, maxPrefixLength).replace(/^[.-]+|[.-]+$/g, '');
  return prefix === '' ? 'contact' : prefix;
}

/** What a contact is remembered by within a process. Local parts hold no line breaks, so the parts cannot run into each other. */
export function contactKey(contact: {
  readonly organizationId: string;
  readonly aliasId: string;
  readonly writtenTo: string;
  readonly address: Address;
}): string {
  const { organizationId, aliasId, writtenTo, address } = contact;
  return [organizationId, aliasId, writtenTo, formatAddress(address)].join('\n');
}
