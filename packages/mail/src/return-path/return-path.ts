import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Address, DomainName } from '../address/index.ts';
import { decodeBase32, encodeBase32 } from '../base32.ts';
import { isSrsLocalPart } from './srs.ts';

/** What a return path carries. */
export interface ReturnPathInput {
  /** UUID of the delivery. */
  readonly deliveryId: string;
  /** Bounces are taken until the end of this day in UTC. */
  readonly expiresAt: Date;
  /** The alias's domain, on which bounces arrive. */
  readonly domain: DomainName;
  /** 32 octets for this purpose only. */
  readonly key: Buffer;
}

/** `forged` also stands for a damaged one, and for one of another domain or key. */
export type ReturnPathResult =
  | { readonly kind: 'not_return_path' }
  | { readonly kind: 'valid'; readonly deliveryId: string }
  | { readonly kind: 'forged' }
  | { readonly kind: 'expired' };

const idOctets = 16;
const dayOctets = 2;
// 80 bits: the check is online, one guess costs an SMTP transaction.
const signatureOctets = 10;
const signedOctets = idOctets + dayOctets;
const maxDay = 0xffff;
const dayMs = 86_400_000;

// 28 octets are 45 digits. Case is not significant: hosts exist that change it.
const localPartPattern = /^b-[a-z2-7]{45}$/i;
const uuidPattern = /^([0-9a-f]{8})-([0-9a-f]{4})-([0-9a-f]{4})-([0-9a-f]{4})-([0-9a-f]{12})$/i;
const uuidHexPattern = /^(.{8})(.{4})(.{4})(.{4})(.{12})$/;

/** The reverse path of one delivery. Throws RangeError for an id that is no UUID and for a day outside of 1970 to 2149. */
export function formatReturnPath(input: ReturnPathInput): Address {
  if (!uuidPattern.test(input.deliveryId)) throw new RangeError('delivery id is no UUID');
  const day = dayOf(input.expiresAt);
  if (!(day >= 0 && day <= maxDay)) throw new RangeError('expiry is outside of 1970 to 2149');
  const signed = Buffer.alloc(signedOctets);
  signed.write(input.deliveryId.replaceAll('-', ''), 'hex');
  signed.writeUInt16BE(day, idOctets);
  const signature = sign(signed, input.domain, input.key);
  return { localPart: `b-${encodeBase32(Buffer.concat([signed, signature]))}`, domain: input.domain };
}

/** Tells whose bounce an address is. The delivery id comes in lower case. */
export function parseReturnPath(address: Address, key: Buffer, now: Date): ReturnPathResult {
  if (!localPartPattern.test(address.localPart)) return { kind: 'not_return_path' };
  const bytes = decodeBase32(address.localPart.slice(2));
  if (bytes === undefined) return { kind: 'forged' };
  const signed = bytes.subarray(0, signedOctets);
  if (!timingSafeEqual(bytes.subarray(signedOctets), sign(signed, address.domain, key)))
    return { kind: 'forged' };
  // The day of expiry is the last good one.
  if (dayOf(now) > signed.readUInt16BE(idOctets)) return { kind: 'expired' };
  return {
    kind: 'valid',
    deliveryId: signed.toString('hex', 0, idOctets).replace(uuidHexPattern, '$1-$2-$3-$4-$5'),
  };
}

/**
 * Whether a local part has the form of a return path of either kind, signed or not. No alias may have such a one, nor may a catch-all
 * take it.
 */
export function isReservedLocalPart(localPart: string): boolean {
  return localPartPattern.test(localPart) || isSrsLocalPart(localPart);
}

function dayOf(date: Date): number {
  return Math.floor(date.getTime() / dayMs);
}

/** The signed part has a fixed length, so appending the domain is unambiguous. */
function sign(signed: Buffer, domain: DomainName, key: Buffer): Buffer {
  return createHmac('sha256', key).update(signed).update(domain).digest().subarray(0, signatureOctets);
}
