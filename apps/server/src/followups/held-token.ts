import { createHmac, timingSafeEqual } from 'node:crypto';

/** Which held delivery a link decides about, and until when. */
export interface HeldTokenSubject {
  /** A UUID. */
  readonly deliveryId: string;
  /** Cut to the second. */
  readonly expiresAt: Date;
}

/** What a token is. */
export type ParsedToken =
  | { readonly kind: 'valid'; readonly deliveryId: string }
  | { readonly kind: 'expired'; readonly deliveryId: string }
  /** It was not made by this installation or not for this kind of link, or was altered. */
  | { readonly kind: 'forged' };

const idBytes = 16;
const timeBytes = 4;
/** 128 bits: nobody guesses that, and a link stays short enough for one line of a mail. */
const tagBytes = 16;
const tokenForm = /^[A-Za-z0-9_-]{48}$/;

/**
 * 48 characters of base64url: the id, seconds since 1970, and an HMAC-SHA256 of both. Each kind of link has a key of its own (`deriveKey` with
 * its purpose), so that a token of one is forged for the others. Throws RangeError for what is no UUID.
 */
export function formatHeldToken(subject: HeldTokenSubject, key: Buffer): string {
  const body = Buffer.alloc(idBytes + timeBytes);
  const id = Buffer.from(subject.deliveryId.replaceAll('-', ''), 'hex');
  if (id.length !== idBytes) throw new RangeError('a token is for a UUID');
  id.copy(body);
  body.writeUInt32BE(Math.floor(subject.expiresAt.getTime() / 1000), idBytes);
  return Buffer.concat([body, tagOf(body, key)]).toString('base64url');
}

/** Reads what stands in a link; anything may. The signature is checked before the time. */
export function parseHeldToken(token: string, key: Buffer, now: Date): ParsedToken {
  if (!tokenForm.test(token)) return { kind: 'forged' };
  const bytes = Buffer.from(token, 'base64url');
  const body = bytes.subarray(0, idBytes + timeBytes);
  if (!timingSafeEqual(bytes.subarray(idBytes + timeBytes), tagOf(body, key))) return { kind: 'forged' };
  const isExpired = body.readUInt32BE(idBytes) * 1000 < now.getTime();
  return { kind: isExpired ? 'expired' : 'valid', deliveryId: formatUuid(body.subarray(0, idBytes)) };
}

function tagOf(body: Buffer, key: Buffer): Buffer {
  return createHmac('sha256', key).update(body).digest().subarray(0, tagBytes);
}

function formatUuid(bytes: Buffer): string {
  const hex = bytes.toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
