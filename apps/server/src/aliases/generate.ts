import { randomBytes, randomInt, randomUUID } from 'node:crypto';
import type { aliasStyles } from '@smtpy/contract';
import { isReservedLocalPart } from '@smtpy/mail';
import { wordlist } from '@scure/bip39/wordlists/english.js';

/** How a random address looks. */
export type AliasStyle = (typeof aliasStyles)[number];

/** Characters of the style of that name, without those that people mistake for others: 32 of them, 5 bits each. */
const alphabet = 'abcdefghijkmnpqrstuvwxyz23456789';
const characterCount = 10;

const makers: Readonly<Record<AliasStyle, () => string>> = {
  // 2,048 words twice and 10,000 numbers: 42 thousand million, of which a domain with a million aliases has used one in 42,000.
  words: () => `${pickWord()}.${pickWord()}${String(randomInt(10_000)).padStart(4, '0')}`,
  characters: () =>
    Array.from(randomBytes(characterCount), (byte) => alphabet[byte % alphabet.length]).join(''),
  uuid: () => randomUUID(),
};

function pickWord(): string {
  return wordlist[randomInt(wordlist.length)] ?? '';
}

/** A random local part; never one whose form is kept for bounces. Whether it is free is for the insertion to say. */
export function generateLocalPart(style: AliasStyle): string {
  for (;;) {
    const localPart = makers[style]();
    if (!isReservedLocalPart(localPart)) return localPart;
  }
}
