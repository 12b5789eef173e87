import { createHash, randomBytes } from 'node:crypto';

/** RFC 4648 §6 in lower case: no character that is taken for another, and no case to get wrong. */
const alphabet = 'abcdefghijklmnopqrstuvwxyz234567';

/** 5 bits each: 140 bits in all, which nobody guesses; what slows guessing down protects the server, not the password. */
const characters = 28;

/** What a person copies without losing the place. */
const groupLength = 4;

/** A new password in its groups: `abcd-efgh-…`. */
export function generatePassword(): string {
  // 256 is a multiple of 32, so that every character is as likely as every other.
  const text = Array.from(randomBytes(characters), (byte) => alphabet.charAt(byte % alphabet.length)).join(
    '',
  );
  return (text.match(new RegExp(`.{${groupLength}}`, 'g')) ?? []).join('-');
}

/**
 * What is stored and looked for. Groups, spaces and case make no difference. A plain hash is enough: it is for secrets that people
 * choose that a slow one is needed; 140 random bits cannot be tried through, however fast the hash is.
 */
export function hashPassword(password: string): Buffer {
  return createHash('sha256')
    .update(password.replace(/[\s-]+/g, '').toLowerCase())
    .digest();
}
