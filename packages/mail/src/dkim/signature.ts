import type { KeyObject } from 'node:crypto';
import { sign } from 'node:crypto';
import { promisify } from 'node:util';
import type { DomainName } from '../address/index.ts';
import type { HeaderField } from '../header/index.ts';
import { makeField } from '../header/index.ts';
import { canonicaliseField } from './header-canonical.ts';
import { chooseSignedFields } from './signed-fields.ts';

/** What is signed, by whom. */
export interface SignHeaderInput {
  /** The header as it will be sent, without the signature. */
  readonly fields: readonly HeaderField[];
  /** From `BodyHash`: 32 octets. */
  readonly bodyHash: Buffer;
  readonly domain: DomainName;
  /** Letters, digits, hyphens and dots. */
  readonly selector: string;
  /** RSA private key. Parse it once and keep the object: parsing costs more than signing. */
  readonly key: KeyObject;
  /** Goes into `t=` in whole seconds. */
  readonly signedAt: Date;
}

const bodyHashOctets = 32;
const selectorPattern = /^[A-Za-z0-9]([A-Za-z0-9.-]{0,61}[A-Za-z0-9])?$/;
const fieldName = 'DKIM-Signature';
// `h=` and `b=` are folded to stay below the 78 octets of RFC 5322 §2.1.1.
const foldedLineOctets = 72;
const signInThreadPool = promisify<string, Buffer, KeyObject, Buffer>(sign);

/**
 * Makes the DKIM-Signature field that goes above `fields` (RFC 6376 §3.5). Rejects with RangeError when key, hash or selector cannot
 * make one; with the error of OpenSSL when signing fails.
 */
export async function signHeader(input: SignHeaderInput): Promise<HeaderField> {
  assertUsable(input);
  const signed = chooseSignedFields(input.fields);
  const unsignedValue = formatUnsigned(input, signed.names);
  // RFC 6376 §3.7: the signature field itself comes last, with an empty `b=` and without its CRLF.
  const own = canonicaliseField(makeField(fieldName, unsignedValue)).slice(0, -2);
  const data = Buffer.from(signed.fields.map(canonicaliseField).join('') + own, 'latin1');
  const signature = await signInThreadPool('sha256', data, input.key);
  return makeField(fieldName, unsignedValue + foldBase64(signature.toString('base64')));
}

function assertUsable(input: SignHeaderInput): void {
  if (input.key.type !== 'private' || input.key.asymmetricKeyType !== 'rsa')
    throw new RangeError('DKIM key is no RSA private key');
  if (input.bodyHash.length !== bodyHashOctets) throw new RangeError('body hash is no SHA-256');
  if (!selectorPattern.test(input.selector)) throw new RangeError('DKIM selector is no name');
}

function formatUnsigned(input: SignHeaderInput, names: readonly string[]): string {
  return [
    `v=1; a=rsa-sha256; c=relaxed/relaxed; d=${input.domain};`,
    `s=${input.selector}; t=${String(Math.floor(input.signedAt.getTime() / 1000))};`,
    `h=${foldNames(names)};`,
    `bh=${input.bodyHash.toString('base64')};`,
    'b=',
  ].join('\r\n ');
}

/** RFC 6376 §3.5: white space may stand around the colons of `h=`. */
function foldNames(names: readonly string[]): string {
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
