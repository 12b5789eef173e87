import { createHash } from 'node:crypto';

/** A strong entity tag (RFC 9110 §8.8.3): the same bytes have the same, others another. */
export function entityTagOf(text: string): string {
  return `"${createHash('sha256').update(text).digest('base64url')}"`;
}

/** Whether the caller has this already: `If-None-Match` (RFC 9110 §13.1.2), compared weakly. */
export function isKnown(ifNoneMatch: string | undefined, entityTag: string): boolean {
  if (ifNoneMatch === undefined) return false;
  if (ifNoneMatch.trim() === '*') return true;
  return ifNoneMatch.split(',').some((tag) => tag.trim().replace(/^W\//, '') === entityTag);
}
