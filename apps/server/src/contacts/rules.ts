import { formatAddress, isReservedLocalPart, type Address } from '@smtpy/mail';

/** Leaves room for the dot and the random part within the 64 octets of a local part (RFC 5321 §4.5.3.1.1). */
const maxPrefixLength = 40;

/** 5 bits each: 60 bits in all. Guessing is the only way in, and every guess is a refused RCPT that is counted. */
const randomCharacters = 12;

/** Octets of randomness that {@link formatReplyLocalPart} takes: 60 bits and four to spare. */
export const replyRandomBytes = 8;

/** RFC 4648 §6 in lower case: no character that a person confuses or a server folds. */
const alphabet = 'abcdefghijklmnopqrstuvwxyz234567';

/** Longest display name kept; a longer one is no name. */
const maxDisplayNameLength = 200;

/** The form in which addresses of contacts are compared and stored: one person writes in several cases. */
export function normalizeContactAddress(address: Address): Address {
  return { localPart: address.localPart.normalize('NFC').toLowerCase(), domain: address.domain };
}

/** The local part that stands for a contact: `jane.example.com.k3v7q2m5x4ab`. Readable for people, unguessable for others. */
export function formatReplyLocalPart(address: Address, random: Buffer): string {
  const suffix = base32(random, randomCharacters);
  const local = `${readablePrefix(address)}.${suffix}`;
  // A bounce to a return path must never be taken for mail to a contact.
  return isReservedLocalPart(local) ? `contact.${suffix}` : local;
}

/** A display name fit for storage, or undefined. */
export function cutDisplayName(displayName: string | undefined): string | undefined {
  const name = displayName?.trim() ?? '';
  return name === '' ? undefined : Array.from(name).slice(0, maxDisplayNameLength).join('');
}

/** The address with everything that needs quoting or escaping anywhere left out. */
function readablePrefix(address: Address): string {
  const text = `${address.localPart}.${address.domain}`.toLowerCase().normalize('NFKD');
  const plain = text.replace(/\p{M}+/gu, '').replace(/[^a-z0-9.-]+/g, '-');
  const joined = plain.replace(/[.-]*\.[.-]*/g, '.').replace(/-{2,}/g, '-');
  const prefix = joined.slice(0, maxPrefixLength).replace(/^[.-]+|[.-]+$/g, '');
  return prefix === '' ? 'contact' : prefix;
}

function base32(bytes: Buffer, characters: number): string {
  let bits = BigInt(`0x${bytes.toString('hex')}`);
  let text = '';
  for (let index = 0; index < characters; index += 1) {
    text += alphabet.charAt(Number(bits & 31n));
    bits >>= 5n;
  }
  return text;
}

/** What a contact is remembered by within a process. */
export function contactKey(
  owner: { readonly organizationId: string; readonly aliasId: string },
  address: Address,
): string {
  return `${owner.organizationId} ${owner.aliasId} ${formatAddress(address)}`;
}
