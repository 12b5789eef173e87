import { createHash, randomBytes } from 'node:crypto';
import { encodeBase32 } from '@smtpy/mail';

/** 5 bits each: 140 bits in all, which nobody guesses; what slows guessing down protects the server, not the password. */
const characters = 28;

/** What a person copies without losing the place. */
const groupLength = 4;

/** A new password in its groups: `abcd-efgh-…`. */
export function generatePassword(): string {
  const text = encodeBase32(randomBytes(Math.ceil((characters * 5) / 8))).slice(0, characters);
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
