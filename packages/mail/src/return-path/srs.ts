import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Address, DomainName } from '../address/index.ts';
import { formatAddress } from '../address/index.ts';
import { decodeBase32, encodeBase32 } from '../base32.ts';

/** What an SRS return path is made of. */
export interface SrsInput {
  /** UUIDv7 of the delivery. */
  readonly deliveryId: string;
  /** The reverse path as it came. The null one has no SRS form: it stays null. */
  readonly mailFrom: Address;
  /** The alias's domain, on which bounces arrive. */
  readonly domain: DomainName;
  /** 32 octets. It may be the key of `formatReturnPath`: no text is signed for both. */
  readonly key: Buffer;
}

/**
 * `valid` names the delivery by the range its UUID lies in, both ends included: the ids of one process differ in what the range has in
 * common. `forged` also stands for a damaged one, for one of another domain or key, and for one that is over two years old.
 */
export type SrsResult =
  | { readonly kind: 'not_srs' }
  | { readonly kind: 'valid'; readonly idFloor: string; readonly idCeiling: string }
  | { readonly kind: 'forged' }
  | { readonly kind: 'expired' };

/** The parts of a local part that SRS makes here, in the spelling they were given. */
interface SrsParts {
  readonly scheme: Scheme;
  readonly signature: string;
  readonly reference: string;
  /** `domain=local part` of the sender; for SRS1 `host=` and what the first forwarder wrote after `SRS0`. */
  readonly rest: string;
}

type Scheme = (typeof schemes)[number];

// SRS1 has no place for a time, so signature and reference are one word there. Other software writes `+` or `-` after the tag and
// may have changed ours to it.
const schemes = [
  { tag: 'SRS0', joint: '=', pattern: /^SRS0[=+-]([A-Z2-7]{8})=([A-Z2-7]{16})=([\x21-\x7e]+)$/i },
  { tag: 'SRS1', joint: '', pattern: /^SRS1[=+-]([A-Z2-7]{8})([A-Z2-7]{16})=([\x21-\x7e]+)$/i },
] as const;

const srsPattern = /^SRS[01][=+-]/i;
const foreignSrs0 = /^SRS0([=+-].+)$/i;
const foreignSrs1 = /^SRS1[=+-][^=]+=([^=]+=[=+-].+)$/i;
const printableAscii = /^[\x21-\x7e]+$/;

// RFC 9562 §5.7: 36 low bits of the time, 12 random bits, the variant with 30 more. Counters of ids within a millisecond end there.
const uuid7Pattern =
  /^[0-9a-f]{3}([0-9a-f]{5})-([0-9a-f]{4})-7([0-9a-f]{3})-([89ab][0-9a-f]{3})-([0-9a-f]{4})[0-9a-f]{8}$/i;
const referencePattern = /^(.{9})(.{3})(.{4})(.{4})$/;
// The bits of the time that the reference does not carry follow from the present.
const timePeriodMs = 2 ** 36;
// More than clocks of two nodes differ by.
const clockDifferenceMs = 86_400_000;

// RFC 5321 §4.5.3.1.1.
const maxLocalPartOctets = 64;
// Eight digits, as much as leaves room for a sender. The check is online: a guess costs an SMTP transaction, 2^39 of them on average.
const signatureOctets = 5;
// No queue keeps a message as long: RFC 5321 §4.5.4.1 speaks of four to five days.
const validityMs = 30 * 86_400_000;

/**
 * The reverse path of one delivery with its sender in it: SRS0, or SRS1 when the sender's own was made by SRS. Undefined when it would
 * have over 64 octets, and for senders whose local part needs quotes or is not ASCII. Throws RangeError for an id that is no UUIDv7.
 */
export function formatSrs({ deliveryId, mailFrom, domain, key }: SrsInput): Address | undefined {
  const reference = uuid7Pattern.exec(deliveryId)?.slice(1).join('').toLowerCase();
  if (reference === undefined) throw new RangeError('delivery id is no UUIDv7');
  const form = chooseForm(mailFrom);
  if (form === undefined) return undefined;
  const { scheme, rest } = form;
  const prefix = deliveryId.toLowerCase().slice(0, -8);
  const signature = sign(`${scheme.tag}=${prefix}=${rest}@${domain}`, key);
  const digits = encodeBase32(Buffer.from(reference, 'hex'));
  const localPart = `${scheme.tag}=${signature}${scheme.joint}${digits}=${rest}`;
  return localPart.length > maxLocalPartOctets ? undefined : { localPart, domain };
}

/** Tells whose bounce an address is. The ends of the range are in lower case. */
export function parseSrs(address: Address, key: Buffer, now: Date): SrsResult {
  if (!isSrsLocalPart(address.localPart)) return { kind: 'not_srs' };
  const parts = readParts(address.localPart);
  const reference = parts && readReference(parts.reference, now);
  if (parts === undefined || reference === undefined) return { kind: 'forged' };
  const { timeMs, prefix } = reference;
  const expected = sign(`${parts.scheme.tag}=${prefix}=${parts.rest}@${address.domain}`, key);
  if (!timingSafeEqual(Buffer.from(parts.signature.toLowerCase()), Buffer.from(expected)))
    return { kind: 'forged' };
  if (now.getTime() - timeMs > validityMs) return { kind: 'expired' };
  return { kind: 'valid', idFloor: `${prefix}00000000`, idCeiling: `${prefix}ffffffff` };
}

/** Whether a local part claims to be made by SRS, here or elsewhere. */
export function isSrsLocalPart(localPart: string): boolean {
  return srsPattern.test(localPart);
}

/** A sender that is SRS0 keeps what its forwarder wrote; one that is SRS1 only gets another signature, so that paths do not grow. */
function chooseForm(mailFrom: Address): { readonly scheme: Scheme; readonly rest: string } | undefined {
  const { localPart, domain } = mailFrom;
  if (!printableAscii.test(localPart) || formatAddress(mailFrom).startsWith('"')) return undefined;
  const [srs0, srs1] = schemes;
  if (!isSrsLocalPart(localPart)) return { scheme: srs0, rest: `${domain}=${localPart}` };
  const behindTag = foreignSrs0.exec(localPart)?.[1];
  if (behindTag !== undefined) return { scheme: srs1, rest: `${domain}=${behindTag}` };
  const rest = foreignSrs1.exec(localPart)?.[1];
  return rest === undefined ? undefined : { scheme: srs1, rest };
}

function readParts(localPart: string): SrsParts | undefined {
  for (const scheme of schemes) {
    const [, signature, reference, rest] = scheme.pattern.exec(localPart) ?? [];
    if (signature !== undefined && reference !== undefined && rest !== undefined)
      return { scheme, signature, reference, rest };
  }
  return undefined;
}

/** The instant of the id, and the id without its last eight digits; undefined for an instant before 1970. */
function readReference(
  digits: string,
  now: Date,
): { readonly timeMs: number; readonly prefix: string } | undefined {
  const hex = decodeBase32(digits)?.toString('hex') ?? '';
  const [, lowTime = '', random = '', variant = '', counter = ''] = referencePattern.exec(hex) ?? [];
  const lowTimeMs = Number.parseInt(lowTime, 16);
  const latestMs = now.getTime() + clockDifferenceMs;
  const timeMs = lowTimeMs + Math.floor((latestMs - lowTimeMs) / timePeriodMs) * timePeriodMs;
  if (!(timeMs >= 0)) return undefined;
  const time = timeMs.toString(16).padStart(12, '0');
  return { timeMs, prefix: `${time.slice(0, 8)}-${time.slice(8)}-7${random}-${variant}-${counter}` };
}

/** Case does not count: hosts exist that change it. */
function sign(text: string, key: Buffer): string {
  const digest = createHmac('sha256', key).update(text.toLowerCase()).digest();
  return encodeBase32(digest.subarray(0, signatureOctets));
}
