import { createHash } from 'node:crypto';
import { encodeBase32, type Address } from '@smtpy/mail';

/** Where a key may be published; the second only where the first's host does not exist (draft-koch-openpgp-webkey-service §3.1). */
export interface WkdUrls {
  readonly advanced: URL;
  readonly direct: URL;
}

const base32 = 'abcdefghijklmnopqrstuvwxyz234567';
/** RFC 6189 §5.1.6. */
const zBase32 = 'ybndrfg8ejkmcpqxot1uwisza345h769';

/** The two places for the key of an address. */
export function wkdUrls({ localPart, domain }: Address): WkdUrls {
  // The draft folds ASCII letters alone.
  const folded = localPart.replaceAll(/[A-Z]/gu, (letter) => letter.toLowerCase());
  const digest = createHash('sha1').update(folded).digest();
  const name = encodeBase32(digest).replaceAll(/./gu, (digit) => zBase32.charAt(base32.indexOf(digit)));
  const query = `?l=${encodeURIComponent(localPart)}`;
  return {
    advanced: new URL(`https://openpgpkey.${domain}/.well-known/openpgpkey/${domain}/hu/${name}${query}`),
    direct: new URL(`https://${domain}/.well-known/openpgpkey/hu/${name}${query}`),
  };
}
