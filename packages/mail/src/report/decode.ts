import { decodeCharset } from '../decode-charset.ts';
import { decodeTransfer } from '../mime/transfer-encoding.ts';
import type { Leaf } from './parts.ts';

/** At most `maxOctets` of the content, with its transfer encoding taken off (RFC 2045 §6); broken encodings as far as they go. */
export function decodeContent({ encoding, content }: Leaf, maxOctets: number): Buffer {
  // Quoted-printable takes up to three characters for an octet, base64 four for three.
  return decodeTransfer(content.subarray(0, maxOctets * 3), encoding).subarray(0, maxOctets);
}

/** The same as lines of text, without line ends; HTML as the text that it shows. */
export function decodeLines(leaf: Leaf, maxOctets: number): readonly string[] {
  const text = decodeCharset(decodeContent(leaf, maxOctets), leaf.contentType.parameters.get('charset'));
  return (leaf.contentType.type === 'text/html' ? textOfHtml(text) : text).split(/\r\n|\r|\n/);
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
