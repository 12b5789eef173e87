import type { KeyObject } from 'node:crypto';
import { sign } from 'node:crypto';
import { promisify } from 'node:util';
import type { DomainName } from '../address/index.ts';
import type { HeaderField } from '../header/index.ts';
import { makeField } from '../header/index.ts';
import { canonicaliseField } from './header-canonical.ts';

/** Who signs, and when. */
export interface Signer {
  readonly domain: DomainName;
  /** Letters, digits, hyphens and dots. */
  readonly selector: string;
  /** RSA private key. Parse it once and keep the object: parsing costs more than signing. */
  readonly key: KeyObject;
  /** Goes into `t=` in whole seconds. */
  readonly signedAt: Date;
}

/** A signature field and what it covers besides itself. */
export interface FieldSignatureInput {
  readonly name: string;
  /** Ends in `b=`. */
  readonly unsignedValue: string;
  /** In the order they are signed. */
  readonly covered: readonly HeaderField[];
  readonly key: KeyObject;
}

const selectorPattern = /^[A-Za-z0-9]([A-Za-z0-9.-]{0,61}[A-Za-z0-9])?$/;
// RFC 5322 §2.1.1: lines should have no more than 78 octets; this leaves room for the fold and a separator.
const foldedLineOctets = 72;
const signInThreadPool = promisify<string, Buffer, KeyObject, Buffer>(sign);

/** Signs the covered fields and the field itself (RFC 6376 §3.7) and completes the field. */
export async function signField({
  name,
  unsignedValue,
  covered,
  key,
}: FieldSignatureInput): Promise<HeaderField> {
  // The signature field itself comes last, with an empty `b=` and without its CRLF.
  const own = canonicaliseField(makeField(name, unsignedValue)).slice(0, -2);
  const data = Buffer.from(covered.map(canonicaliseField).join('') + own, 'latin1');
  const signature = await signInThreadPool('sha256', data, key);
  return makeField(name, unsignedValue + foldBase64(signature.toString('base64')));
}

/** The tags that say who signed. Throws RangeError when key or selector cannot make a signature. */
export function formatSigner({ domain, selector, key, signedAt }: Signer): string {
  if (key.type !== 'private' || key.asymmetricKeyType !== 'rsa')
    throw new RangeError('signing key is no RSA private key');
  if (!selectorPattern.test(selector)) throw new RangeError('selector is no name');
  return `d=${domain};\r\n s=${selector}; t=${String(Math.floor(signedAt.getTime() / 1000))};`;
}

/** For `h=`. RFC 6376 §3.5: white space may stand around the colons. */
export function foldNames(names: readonly string[]): string {
  let text = '';
  let lineOctets = 0;
  for (const name of names) {
    const isFull = lineOctets + name.length > foldedLineOctets;
    text += text === '' ? name : isFull ? `:\r\n  ${name}` : `:${name}`;
    lineOctets = isFull ? name.length : lineOctets + name.length + 1;
  }
  return text;
}

function foldBase64(text: string): string {
  return (text.match(new RegExp(`.{1,${String(foldedLineOctets)}}`, 'g')) ?? []).join('\r\n ');
}
