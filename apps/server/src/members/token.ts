import { createHash, randomBytes } from 'node:crypto';

/** 256 bits: nobody guesses it, so a plain hash keeps it secret and no limit on tries is needed. */
const tokenBytes = 32;

/** The token of a link: 43 characters of base64url. */
export function createToken(): string {
  return randomBytes(tokenBytes).toString('base64url');
}

/** What is stored of a token. */
export function hashToken(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
