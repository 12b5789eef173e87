import { stripControl } from '../strip-control.ts';
import type { Parsed } from '../parsed.ts';
import type { DomainName } from './domain-name.ts';
import { parseDomainName } from './domain-name.ts';

/** One mailbox as RFC 5321 names it, in the case it was given: `isSameAddress` compares. */
export interface Address {
  /** Without quotes and escapes, in the case it was given; 1 to 64 octets of UTF-8. May hold spaces, `@` and quotes. */
  readonly localPart: string;
  readonly domain: DomainName;
}

// RFC 5321 §4.5.3.1.1. Counted without quotes and escapes, so that both spellings of a local part are judged alike.
const maxLocalPartOctets = 64;
// Every octet escaped, two quotes, `@`, and the longest text that `parseDomainName` looks at.
const maxInputLength = 2 * maxLocalPartOctets + 3 + 1024;

// RFC 5321 §4.1.2 atext with RFC 6531 §3.3 UTF8-non-ascii, and dots anywhere: addresses such as `a..b@` exist and get mail.
const looseDotString = /^[A-Za-z0-9!#$%&'*+\-/=?^_`{|}~.\u0080-\u{10FFFF}]+$/u;
// What may stand on the wire without quotes: dots only between atoms.
const dotString =
  /^[A-Za-z0-9!#$%&'*+\-/=?^_`{|}~\u0080-\u{10FFFF}]+(?:\.[A-Za-z0-9!#$%&'*+\-/=?^_`{|}~\u0080-\u{10FFFF}]+)*$/u;
const quotedString = /^"((?:[^"\\]|\\.)*)"$/u;
const quotedStringThenAt = /^"(?:[^"\\]|\\.)*"(?=@)/u;

/**
 * Reads an address without angle brackets: `jane@example.com`, `"a b"@example.com`, `josé@bücher.example`. Refused: source routes,
 * address literals, control characters, comments, white space outside quotes, parts over their length (RFC 5321 §4.5.3.1).
 * Dots at the ends or in a row are tolerated without quotes, against RFC 5321 §4.1.2.
 */
export function parseAddress(text: string): Parsed<Address> {
  if (text.length > maxInputLength) return refuse('address is too long');
  if (stripControl(text) !== text) return refuse('address has a control character');
  const at = findAt(text);
  if (at < 0) return refuse('address has no @');
  const localPart = parseLocalPart(text.slice(0, at));
  if (!localPart.ok) return localPart;
  const domainText = text.slice(at + 1);
  if (domainText.startsWith('[')) return refuse('address literals are not accepted');
  const domain = parseDomainName(domainText);
  if (!domain.ok) return domain;
  return { ok: true, value: { localPart: localPart.value, domain: domain.value } };
}

/** Wire form, without angle brackets. The local part is quoted when RFC 5321 §4.1.2 wants it. */
export function formatAddress(address: Address): string {
  const { localPart, domain } = address;
  const isPlain = dotString.test(localPart);
  return `${isPlain ? localPart : `"${localPart.replace(/["\\]/g, '\\$&')}"`}@${domain}`;
}

/**
 * For people who may know that there is an address but not which: `jane@gmail.com` becomes `j…@gmail.com`. Takes any text; one
 * without `@` is cut to its first character.
 */
export function maskAddress(text: string): string {
  const clean = stripControl(text);
  const at = clean.lastIndexOf('@');
  const localPart = (at < 0 ? clean : clean.slice(0, at)).replace(/^"/, '');
  const first = localPart.codePointAt(0);
  const domain = at < 0 ? '' : clean.slice(at);
  return `${first === undefined ? '' : String.fromCodePoint(first)}…${domain}`;
}

function refuse(reason: string): { readonly ok: false; readonly reason: string } {
  return { ok: false, reason };
}

function findAt(text: string): number {
  if (!text.startsWith('"')) return text.indexOf('@');
  return quotedStringThenAt.exec(text)?.[0].length ?? -1;
}

function parseLocalPart(text: string): Parsed<string> {
  const localPart = unquote(text);
  if (localPart === undefined) return refuse('local part has a character that needs quotes');
  if (localPart === '') return refuse('local part is empty');
  if (Buffer.byteLength(localPart) > maxLocalPartOctets) return refuse('local part is longer than 64 octets');
  return { ok: true, value: localPart };
}

function unquote(text: string): string | undefined {
  if (text === '' || looseDotString.test(text)) return text;
  return quotedString.exec(text)?.[1]?.replace(/\\(.)/gu, '$1');
}
