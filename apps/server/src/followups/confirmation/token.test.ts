import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatConfirmationToken, parseConfirmationToken } from './token.ts';

const key = Buffer.alloc(32, 7);
const deliveryId = '01890a5d-ac96-774b-bcce-b302099a8057';
const expiresAt = new Date('2026-01-16T03:04:05Z');
const token = formatConfirmationToken({ deliveryId, expiresAt }, key);
const parse = (text: string, now = expiresAt) => parseConfirmationToken(text, key, now);

describe('confirmation tokens', () => {
  it('fit into an address and say what they were made for', () => {
    expect(token).toMatch(/^[A-Za-z0-9_-]{48}$/);
    expect(parse(token)).toEqual({ kind: 'valid', deliveryId });
  });

  it('expire', () => {
    expect(parse(token, new Date(expiresAt.getTime() + 1))).toEqual({ kind: 'expired', deliveryId });
  });

  it('of another installation are forged', () => {
    const foreign = formatConfirmationToken({ deliveryId, expiresAt }, randomBytes(32));
    expect(parse(foreign)).toEqual({ kind: 'forged' });
  });

  it('with one character changed are forged', () => {
    for (let at = 0; at < token.length; at += 1) {
      const other = token[at] === 'A' ? 'B' : 'A';
      expect(parse(token.slice(0, at) + other + token.slice(at + 1))).toEqual({ kind: 'forged' });
    }
  });

  it('are forged whatever else they are', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.base64String({ minLength: 48, maxLength: 48 })), (text) => {
        expect(parse(text)).toEqual({ kind: 'forged' });
      }),
    );
  });

  it('are for UUIDs alone', () => {
    expect(() => formatConfirmationToken({ deliveryId: 'abc', expiresAt }, key)).toThrow(RangeError);
  });
});
