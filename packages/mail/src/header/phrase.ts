import { decodePhrase } from './encoded-words.ts';
import { quotedStringEnd } from './tokens.ts';
import { trimSpace } from './white-space.ts';

/**
 * Phrases of RFC 5322 §3.2.5 as bytes: make text one, take the quotes off, write one from text.
 */

const quote = 0x22;
// RFC 5322 §3.2.3 atext, dots (obs-phrase, §4.1) and white space. Bytes from 0x80 are taken too: RFC 6532, and older habits. Comments
// are left out: what they hide from one reader another shows.
const plainAscii = new Set(
  Buffer.from("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789!#$%&'*+-/=?^_`{|}~. \t"),
);
const lineEndsAndNul = /[\r\n\0]+/g;
const hasEncodedWord = /=\?[^?\s]{1,75}\?[BbQq]\?[^?]*\?=/;
// RFC 2047 §2: a word has at most 75 characters; `=?utf-8?B?` and `?=` leave 63, of which base64 uses 60 for 45 octets.
const maxWordOctets = 45;

/**
 * The bytes themselves, trimmed, when they are a phrase. Otherwise a phrase that shows the same text: a quoted string, or encoded words
 * when there were some. Never with CR, LF or NUL.
 */
export function toPhrase(text: Buffer): Buffer {
  const octets = trimSpace(text.toString('latin1').replace(lineEndsAndNul, ' '));
  const bytes = Buffer.from(octets, 'latin1');
  if (isPhrase(bytes)) return bytes;
  if (hasEncodedWord.test(octets)) return Buffer.from(encodePhrase(decodePhrase(bytes)));
  return Buffer.from(`"${octets.replace(/["\\]/g, '\\$&')}"`, 'latin1');
}

/**
 * Text as encoded words in UTF-8 (RFC 2047 §4.1) that each hold whole characters (§5), ready to stand before `<address>`. Empty for the
 * empty text. `wordOctets` is how many octets of text a word holds, 45 at most.
 */
export function encodePhrase(text: string, wordOctets = maxWordOctets): string {
  const words: string[] = [];
  let word = '';
  for (const character of text) {
    if (Buffer.byteLength(word + character) > wordOctets) {
      words.push(word);
      word = '';
    }
    word += character;
  }
  if (word !== '') words.push(word);
  return words.map((piece) => `=?utf-8?B?${Buffer.from(piece).toString('base64')}?=`).join(' ');
}

function isPhrase(bytes: Buffer): boolean {
  let at = 0;
  while (at < bytes.length) {
    const byte = bytes[at] ?? 0;
    if (byte === quote) {
      at = quotedStringEnd(bytes, at);
      if (at < 0) return false;
    } else if (byte >= 0x80 || plainAscii.has(byte)) {
      at++;
    } else {
      return false;
    }
  }
  return true;
}
