import { createHash, randomFillSync } from 'node:crypto';
import { crc32 } from 'node:zlib';

/** Digits of keys, by value. */
const digits = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** What every key begins with, so that people and scanners of leaked secrets know whose it is. */
const prefix = 'smtpy';

/** 43 digits of 62 values are 256.03 random bits. */
const randomDigits = 43;

/** What is left of the 52 characters: one wrong key in 62^4, about 15 million, is not seen without the database. */
const checkDigits = 4;

const keyForm = new RegExp(`^${prefix}[0-9A-Za-z]{${String(randomDigits + checkDigits)}}$`);

/** Characters by which people know a key again. Of the random digits 39 stay unsaid: 232 bits. */
const startCharacters = prefix.length + 4;

/** A new key: the prefix, 43 random digits, and 4 that check the rest. */
export function generateKey(): string {
  const body = prefix + generateDigits();
  return body + checkOf(body);
}

/** Whether a text is a key that can exist: its form and its check digits are right. Takes no longer for longer texts. */
export function isKeyText(text: string): boolean {
  if (text.length !== prefix.length + randomDigits + checkDigits || !keyForm.test(text)) return false;
  return checkOf(text.slice(0, -checkDigits)) === text.slice(-checkDigits);
}

/**
 * What is stored and looked for. A plain hash is enough: 256 random bits cannot be tried through, however fast the hash is; and how far an
 * index comes with the hash of a guess tells nothing of other hashes.
 */
export function hashKey(key: string): Buffer {
  return createHash('sha256').update(key).digest();
}

/** The part of a key that is kept in clear. */
export function startOf(key: string): string {
  return key.slice(0, startCharacters);
}

/**
 * Random digits, each as likely as the others: a byte of 248 or more is left out, since 256 is no multiple of 62 and its remainder would make
 * the first digits more frequent.
 */
function generateDigits(): string {
  const limit = 256 - (256 % digits.length);
  const bytes = new Uint8Array(2 * randomDigits);
  let text = '';
  while (text.length < randomDigits) {
    for (const byte of randomFillSync(bytes)) if (byte < limit) text += digits.charAt(byte % digits.length);
  }
  return text.slice(0, randomDigits);
}

/** CRC-32 (ISO-HDLC, that of zlib) of what stands before, modulo 62^4, the highest digit first: against typing errors, not against people. */
function checkOf(body: string): string {
  let rest = crc32(body);
  let check = '';
  for (let index = 0; index < checkDigits; index += 1) {
    check = digits.charAt(rest % digits.length) + check;
    rest = Math.floor(rest / digits.length);
  }
  return check;
}
