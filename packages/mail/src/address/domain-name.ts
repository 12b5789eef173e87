import { domainToASCII } from 'node:url';
import type { Parsed } from '../parsed.ts';

declare const domainNameBrand: unique symbol;

/** A domain name in the one form that is stored and compared: lower case, A-labels, no trailing dot. Made by `parseDomainName` only. */
export type DomainName = string & { readonly [domainNameBrand]: true };

// RFC 5321 §4.5.3.1.2. DNS itself ends at 253; a name between the two only fails to resolve.
const maxDomainOctets = 255;
// RFC 1035 §2.3.4.
const maxLabelOctets = 63;
// Longer text cannot become 255 octets of A-labels; the bound keeps hostile input away from the IDNA tables.
const maxInputLength = 1024;

// RFC 5321 §4.1.2 Let-dig [Ldh-str]. Underscores are against it but exist in names that receive mail.
const labelPattern = /^[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?$/;
const asciiNamePattern = /^[A-Za-z0-9._-]*$/;
const notAscii = /\P{ASCII}/gu;
const allDigits = /^[0-9]+$/;

/**
 * Reads a domain name with or without trailing dot, in U-labels or A-labels, in any case. Single labels such as `localhost` are
 * names. Refused: address literals, anything that looks like an IPv4 address, labels over 63 and names over 255 octets.
 */
export function parseDomainName(text: string): Parsed<DomainName> {
  if (text.length > maxInputLength) return refuse('domain name is too long');
  const ascii = toAscii(text);
  if (ascii === undefined) return refuse('domain name has a character that is not allowed');
  const name = ascii.endsWith('.') ? ascii.slice(0, -1) : ascii;
  const reason = findFault(name);
  return reason === undefined ? { ok: true, value: name as DomainName } : refuse(reason);
}

function refuse(reason: string): Parsed<DomainName> {
  return { ok: false, reason };
}

/** Lower case with A-labels; undefined when IDNA refuses. */
function toAscii(text: string): string | undefined {
  if (asciiNamePattern.test(text)) return text.toLowerCase();
  // `domainToASCII` reads its argument as the host of a URL: what ends a host there (`/`, `?`, `#`, `:`, `@`) or is skipped (tab,
  // CR, LF) has to be refused before.
  if (!asciiNamePattern.test(text.replace(notAscii, ''))) return undefined;
  return domainToASCII(text).toLowerCase() || undefined;
}

function findFault(name: string): string | undefined {
  if (name === '') return 'domain name is empty';
  if (name.length > maxDomainOctets) return 'domain name is longer than 255 octets';
  const labels = name.split('.');
  for (const label of labels) {
    if (label.length > maxLabelOctets) return 'label of the domain name is longer than 63 octets';
    if (!labelPattern.test(label)) return 'domain name has an invalid label';
  }
  // RFC 3696 §2: a top-level name is never all digits, so this is an IPv4 address in some notation.
  if (allDigits.test(labels.at(-1) ?? '')) return 'domain name ends in a number';
  return undefined;
}
