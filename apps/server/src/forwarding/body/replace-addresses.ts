import { formatAddress, parseAddress, type Address } from '@smtpy/mail';
import type { AddressMap, Replacement } from './address-map.ts';

/** How text around an address is written. */
export type Syntax = 'text' | 'html';

/** Octets as characters. */
export interface Replaced {
  readonly octets: string;
  /** In words, once each; empty when nothing was replaced, and then `octets` is what came. */
  readonly replaced: readonly string[];
}

// RFC 3986 §2.1 for the `%40` of mailto; HTML for the others.
const atSign = /@|%40|&#0{0,6}64;|&#x0{0,6}40;|&commat;/gi;
// What an address can be made of without quotes. Octets from 0x80 on belong to it, or to the text around: both are tried.
const localOctet = /[A-Za-z0-9.!#$%&'*+\-/=?^_`{|}~\x80-\xff]/;
const domainOctet = /[A-Za-z0-9.\-\x80-\xff]/;
// 64 octets with all of them percent-encoded; and RFC 5321 §4.5.3.1.2.
const maxLocalOctets = 192;
const maxDomainOctets = 255;
const mailtoBefore = /mailto:$/i;
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Where an address stands, and what takes its place. */
interface Hit {
  readonly start: number;
  readonly end: number;
  readonly replacement: Replacement;
}

/**
 * Puts other addresses into text whose octets are ASCII where addresses stand. Finds bare addresses and those of `mailto:`, also with
 * the `@` percent-encoded or as an entity. Linear time.
 */
export function replaceAddresses(octets: string, map: AddressMap, syntax: Syntax): Replaced {
  const replaced = new Set<string>();
  const pieces: string[] = [];
  let start = 0;
  for (const { 0: sign, index } of octets.matchAll(atSign)) {
    const hit = findHit(octets, { at: index, afterAt: index + sign.length, earliest: start }, map);
    const text = hit && write(octets, hit, syntax);
    if (hit === undefined || text === undefined) continue;
    pieces.push(octets.slice(start, hit.start), text);
    replaced.add(hit.replacement.replaced);
    start = hit.end;
  }
  if (replaced.size === 0) return { octets, replaced: [] };
  return { octets: pieces.join('') + octets.slice(start), replaced: [...replaced] };
}

interface Sign {
  readonly at: number;
  readonly afterAt: number;
  /** What stands before was dealt with. */
  readonly earliest: number;
}

function findHit(octets: string, { at, afterAt, earliest }: Sign, map: AddressMap): Hit | undefined {
  let start = at;
  while (start > earliest && at - start < maxLocalOctets && localOctet.test(octets.charAt(start - 1)))
    start--;
  let end = afterAt;
  while (end - afterAt < maxDomainOctets && domainOctet.test(octets.charAt(end))) end++;
  if (start === at || end === afterAt) return undefined;
  for (const domain of domainCandidates(octets.slice(afterAt, end))) {
    for (const localPart of localCandidates(octets.slice(start, at))) {
      const address = readAddress(localPart, domain);
      const replacement = address && map(address);
      if (replacement) return { start: at - localPart.length, end: afterAt + domain.length, replacement };
    }
  }
  return undefined;
}

/** The whole run of octets first, then without what may be punctuation or text before it. */
function localCandidates(run: string): readonly string[] {
  const candidates = [
    run,
    run.replace(/^['`*_~|/={}]+/, ''),
    run.replace(/^.*[\x80-\xff]/s, ''),
    run.replace(/^.*['=/?]/s, ''),
    // Lists in links: `…%7Cjane%40home.example%7C…`.
    run.replace(/^.*(?:%7C|\|)/is, ''),
  ];
  return [...new Set(candidates)].filter((candidate) => candidate !== '');
}

function domainCandidates(run: string): readonly string[] {
  const candidates = [run, run.replace(/[\x80-\xff].*$/s, '')].map((name) =>
    name.replace(/[.-]{1,255}$/, ''),
  );
  return [...new Set(candidates)].filter((candidate) => candidate !== '');
}

function readAddress(localPart: string, domain: string): Address | undefined {
  const text = decode(`${localPart}@${domain}`);
  if (text === undefined) return undefined;
  const parsed = parseAddress(text);
  return parsed.ok ? parsed.value : undefined;
}

function decode(octets: string): string | undefined {
  try {
    return utf8.decode(Buffer.from(octets.replace(/%([0-9A-Fa-f]{2})/g, decodePercent), 'latin1'));
  } catch {
    // TypeError: octets of another charset; no address of ours has any.
    return undefined;
  }
}

function decodePercent(_: string, hex: string): string {
  return String.fromCharCode(Number.parseInt(hex, 16));
}

/** The address as it has to stand there; undefined where it would need quotes, which the text around may not allow. */
function write(octets: string, { start, replacement }: Hit, syntax: Syntax): string | undefined {
  const text = Buffer.from(formatAddress(replacement.address)).toString('latin1');
  const isUri = mailtoBefore.test(octets.slice(Math.max(0, start - 7), start));
  // RFC 6068 §2.
  if (isUri) return text.replace(/[^A-Za-z0-9!$'*+@._~=-]/g, encodePercent);
  if (text.includes('"')) return undefined;
  return syntax === 'html' ? text.replaceAll('&', '&amp;') : text;
}

function encodePercent(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`;
}
