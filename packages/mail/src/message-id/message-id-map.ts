import { createCipheriv, createHmac, timingSafeEqual } from 'node:crypto';
import type { DomainName } from '../address/index.ts';

/** Both directions of the map. Ids have their angle brackets. */
export interface MessageIdMap {
  /** The id that the outside sees instead of the client's, on the alias's domain. For any text. */
  readonly outward: (messageId: string, aliasId: string, domain: DomainName) => string;
  /**
   * The id that `outward` was given for this alias. Undefined for every other id. The domain does not count: an alias may
   * have moved since.
   */
  readonly inward: (messageId: string, aliasId: string) => string | undefined;
}

interface Keys {
  readonly authentication: Buffer;
  readonly encryption: Buffer;
}

const ivOctets = 16;
// Clients make ids of 30 to 100 octets. The token of 200 is 288 characters, which leaves a line of References room for three of them.
const maxReversibleOctets = 200;
const idPattern = /^<([A-Za-z0-9_-]{22,288})@[^@<>\s]{1,255}>$/;

/** Makes the map of a key of 32 octets that serves nothing else. */
export function createMessageIdMap(key: Buffer): MessageIdMap {
  const keys: Keys = {
    authentication: createHmac('sha256', key).update('authentication').digest(),
    encryption: createHmac('sha256', key).update('encryption').digest(),
  };
  return {
    outward: (messageId, aliasId, domain) => `<${makeToken(messageId, aliasId, keys)}@${domain}>`,
    inward: (messageId, aliasId) => {
      const token = idPattern.exec(messageId)?.[1];
      return token === undefined ? undefined : readToken(token, aliasId, keys);
    },
  };
}

function makeToken(messageId: string, aliasId: string, keys: Keys): string {
  const plain = Buffer.from(messageId);
  const digest = authenticate(plain, aliasId, keys);
  // Lone surrogates have no octets of their own and would not come back. What is read from a digest fails the check like a forged one.
  if (plain.length > maxReversibleOctets || !messageId.isWellFormed()) return digest.toString('base64url');
  const iv = digest.subarray(0, ivOctets);
  return Buffer.concat([iv, encrypt(plain, iv, keys)]).toString('base64url');
}

function readToken(token: string, aliasId: string, keys: Keys): string | undefined {
  const octets = Buffer.from(token, 'base64url');
  // One id has one token: the bits that base64 does not use have to be zero.
  if (octets.toString('base64url') !== token) return undefined;
  const iv = octets.subarray(0, ivOctets);
  const plain = encrypt(octets.subarray(ivOctets), iv, keys);
  const expected = authenticate(plain, aliasId, keys).subarray(0, ivOctets);
  return timingSafeEqual(iv, expected) ? plain.toString() : undefined;
}

/** The NUL ends the alias's id, which has none, so that no other pair gives the same octets. */
function authenticate(plain: Buffer, aliasId: string, keys: Keys): Buffer {
  return createHmac('sha256', keys.authentication).update(`${aliasId}\0`).update(plain).digest();
}

/** In counter mode decrypting is encrypting. */
function encrypt(octets: Buffer, iv: Buffer, keys: Keys): Buffer {
  const cipher = createCipheriv('aes-256-ctr', keys.encryption, iv);
  return Buffer.concat([cipher.update(octets), cipher.final()]);
}
