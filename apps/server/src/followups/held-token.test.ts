import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatHeldToken, parseHeldToken } from './held-token.ts';

const key = Buffer.alloc(32, 7);
const deliveryId = '01890a5d-ac96-774b-bcce-b302099a8057';
const expiresAt = new Date('2026-01-16T03:04:05Z');
const token = formatHeldToken({ deliveryId, expiresAt }, key);
const parse = (text: string, now = expiresAt) => parseHeldToken(text, key, now);

describe('tokens of held deliveries', () => {
  it('fit into an address and say what they were made for', () => {
    expect(token).toMatch(/^[A-Za-z0-9_-]{48}$/);
    expect(parse(token)).toEqual({ kind: 'valid', deliveryId });
  });

  it('expire', () => {
    expect(parse(token, new Date(expiresAt.getTime() + 1))).toEqual({ kind: 'expired', deliveryId });
  });

  it('of another installation or kind of link are forged', () => {
    const foreign = formatHeldToken({ deliveryId, expiresAt }, randomBytes(32));
    expect(parse(foreign)).toEqual({ kind: 'forged' });
  });

  it('with one character changed are forged', () => {
    for (let at = 0; at < token.length; at += 1) {
      const other = token[at] === 'A' ? 'B' : 'A';
      expect(parse(token.slice(0, at) + other + token.slice(at + 1))).toEqual({ kind: 'forged' });
    }
  });

  it('with one bit changed are forged', () => {
    const octets = Buffer.from(token, 'base64url');
    fc.assert(
      fc.property(fc.nat({ max: octets.length * 8 - 1 }), (bit) => {
        const altered = Buffer.from(octets);
        altered[bit >> 3] = (altered[bit >> 3] ?? 0) ^ (1 << (bit & 7));
        expect(parse(altered.toString('base64url'))).toEqual({ kind: 'forged' });
      }),
    );
  });

  it('are forged whatever else they are', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.base64String({ minLength: 48, maxLength: 48 })), (text) => {
        expect(parse(text)).toEqual({ kind: 'forged' });
      }),
    );
  });

  it('are for UUIDs alone', () => {
    expect(() => formatHeldToken({ deliveryId: 'abc', expiresAt }, key)).toThrow(RangeError);
  });
});
