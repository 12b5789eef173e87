import { decodeQuotedPrintable, encodeQuotedPrintable } from './quoted-printable.ts';

/** RFC 2045 §6.1. */
export type TransferEncoding = '7bit' | '8bit' | 'binary' | 'base64' | 'quoted-printable';

const transferEncodings: readonly TransferEncoding[] = [
  '7bit',
  '8bit',
  'binary',
  'base64',
  'quoted-printable',
];

/** What some programs write instead. Readers take these for what is meant, so whoever looks for addresses has to as well. */
const misspelt: ReadonlyMap<string, TransferEncoding> = new Map([
  ['7-bit', '7bit'],
  ['7 bit', '7bit'],
  ['8-bit', '8bit'],
  ['8 bit', '8bit'],
  ['quoted printable', 'quoted-printable'],
  ['quoted_printable', 'quoted-printable'],
  ['quotedprintable', 'quoted-printable'],
  ['base-64', 'base64'],
]);

// RFC 2045 §6.8.
const base64LineCharacters = 76;
// RFC 5322 §2.1.1, CRLF not counted.
const maxLineOctets = 998;
const lf = 0x0a;

/** Of a lower-case word; `7bit` where there is none (RFC 2045 §6.1). Undefined for an encoding nobody knows (RFC 2045 §6.3). */
export function parseTransferEncoding(word: string): TransferEncoding | undefined {
  return word === '' ? '7bit' : (transferEncodings.find((name) => name === word) ?? misspelt.get(word));
}

/** Whether it makes other octets of the content. */
export function isEncoding(encoding: TransferEncoding): boolean {
  return encoding === 'base64' || encoding === 'quoted-printable';
}

/** Content without its transfer encoding. Damaged encodings are read as far as they make sense. */
export function decodeTransfer(encoded: Buffer, encoding: TransferEncoding): Buffer {
  if (encoding === 'base64') return decodeBase64(encoded);
  return encoding === 'quoted-printable' ? decodeQuotedPrintable(encoded) : encoded;
}

/** Content with that transfer encoding, without a line end of its own; the same octets where it encodes nothing. */
export function encodeTransfer(content: Buffer, encoding: TransferEncoding): Buffer {
  if (encoding === 'base64') return encodeBase64(content);
  return encoding === 'quoted-printable' ? encodeQuotedPrintable(content) : content;
}

/** Whether the transfer encoding allows such content (RFC 2045 §2.7 and §2.8). Those that encode allow everything. */
export function canCarry(content: Buffer, encoding: TransferEncoding): boolean {
  if (encoding !== '7bit' && encoding !== '8bit') return true;
  return hasShortLines(content) && (encoding === '8bit' || content.every((octet) => octet < 0x80));
}

/** Padding in the middle comes from senders who encode in blocks: each is decoded on its own. */
function decodeBase64(encoded: Buffer): Buffer {
  const blocks = encoded
    .toString('latin1')
    .replace(/[^A-Za-z0-9+/=]+/g, '')
    .split(/=+/);
  return Buffer.concat(blocks.map((block) => Buffer.from(block, 'base64')));
}

function encodeBase64(content: Buffer): Buffer {
  const text = content.toString('base64');
  const lines: string[] = [];
  for (let at = 0; at < text.length; at += base64LineCharacters)
    lines.push(text.slice(at, at + base64LineCharacters));
  return Buffer.from(lines.join('\r\n'), 'latin1');
}

function hasShortLines(content: Buffer): boolean {
  let start = 0;
  while (start < content.length) {
    const at = content.indexOf(lf, start);
    const end = at < 0 ? content.length : at;
    if (end - start > maxLineOctets + 1) return false;
    start = end + 1;
  }
  return true;
}
