import { stripControl } from '../strip-control.ts';
import type { Leaf } from './parts.ts';

// Base64 in whole groups of four, so that a cut group at the end harms nothing before it.
const notBase64 = /[^A-Za-z0-9+/]+/g;
const softBreak = /=[ \t]*\r?\n/g;
const quotedOctet = /=([0-9A-F]{2})/gi;

/** At most `maxOctets` of the content, with its transfer encoding taken off (RFC 2045 §6); broken encodings as far as they go. */
export function decodeContent({ encoding, content }: Leaf, maxOctets: number): Buffer {
  if (encoding === 'base64') {
    // Four characters for three octets, and line ends.
    const text = content.toString('latin1', 0, maxOctets * 2).replace(notBase64, '');
    return Buffer.from(text, 'base64').subarray(0, maxOctets);
  }
  if (encoding !== 'quoted-printable') return content.subarray(0, maxOctets);
  const octets = content
    .toString('latin1', 0, maxOctets * 3)
    .replace(softBreak, '')
    .replace(quotedOctet, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(octets, 'latin1').subarray(0, maxOctets);
}

/** The same as lines of text, without line ends; HTML as the text that it shows. */
export function decodeLines(leaf: Leaf, maxOctets: number): readonly string[] {
  const text = decodeCharset(decodeContent(leaf, maxOctets), leaf.contentType.parameters.get('charset'));
  return (leaf.contentType.type === 'text/html' ? textOfHtml(text) : text).split(/\r\n|\r|\n/);
}

/** One line for display and storage: white space becomes one space, control characters go; at most `maxCharacters`. */
export function cleanLine(text: string, maxCharacters: number): string {
  const line = stripControl(text.slice(0, maxCharacters * 4).replace(/\s+/g, ' ')).trim();
  // Cutting may halve a surrogate pair.
  return stripControl(line.slice(0, maxCharacters)).trim();
}

function decodeCharset(bytes: Buffer, charset: string | undefined): string {
  try {
    return new TextDecoder(charset ?? 'utf-8').decode(bytes);
  } catch {
    // RangeError: a charset nobody knows.
    return new TextDecoder().decode(bytes);
  }
}

const tagOrText = /<(\/?)([a-z!][a-z0-9-]{0,30})?[^<>]*>|[^<]+|</gi;
const blockTags = new Set([
  'br',
  'p',
  'div',
  'td',
  'tr',
  'table',
  'li',
  'ul',
  'h1',
  'h2',
  'h3',
  'pre',
  'title',
]);
const hiddenTags = new Set(['style', 'script', 'head']);
const entities: Readonly<Record<string, string>> = {
  lt: '<',
  gt: '>',
  amp: '&',
  quot: '"',
  apos: "'",
  nbsp: ' ',
};

function textOfHtml(html: string): string {
  const pieces: string[] = [];
  let hidden: string | undefined;
  let isPreformatted = false;
  for (const [piece, slash = '', tagName] of html.matchAll(tagOrText)) {
    const isTag = piece.startsWith('<') && piece.endsWith('>');
    const name = tagName?.toLowerCase() ?? '';
    if (hidden !== undefined) {
      if (isTag && slash === '/' && name === hidden) hidden = undefined;
    } else if (!isTag) {
      pieces.push(isPreformatted ? piece : piece.replace(/\s+/g, ' '));
    } else if (hiddenTags.has(name) && slash === '') {
      hidden = name;
    } else if (blockTags.has(name)) {
      pieces.push('\n');
      if (name === 'pre') isPreformatted = slash === '';
    }
  }
  return pieces
    .join('')
    .replace(/&(#\d{1,7}|[a-z]{2,6});/gi, (whole, name: string) => readEntity(name) ?? whole);
}

function readEntity(name: string): string | undefined {
  if (!name.startsWith('#')) return entities[name.toLowerCase()];
  const point = Number(name.slice(1));
  return point <= 0x10ffff ? String.fromCodePoint(point) : undefined;
}
