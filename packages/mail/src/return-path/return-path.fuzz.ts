import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DomainName } from '../address/index.ts';
import { decodeBase32, encodeBase32 } from '../base32.ts';
import { formatReturnPath, parseReturnPath } from './index.ts';

const now = new Date('2026-01-01T00:00:00Z');
const anyKey = fc.uint8Array({ minLength: 32, maxLength: 32 }).map((array) => Buffer.from(array));
const anyFutureDate = fc.date({ min: now, max: new Date('2149-01-01'), noInvalidDate: true });

describe('return paths', () => {
  it('come back as they were made', () => {
    fc.assert(
      fc.property(fc.uuid(), anyFutureDate, anyKey, (deliveryId, expiresAt, key) => {
        const address = formatReturnPath({ deliveryId, expiresAt, domain: 'a.example' as DomainName, key });
        expect(parseReturnPath(address, key, now)).toEqual({ kind: 'valid', deliveryId });
      }),
    );
  });

  it('are never valid by accident', () => {
    const digits = fc.string({
      unit: fc.constantFrom(...Array.from('abcdefghijklmnopqrstuvwxyz234567')),
      minLength: 45,
      maxLength: 45,
    });
    fc.assert(
      fc.property(
        fc.oneof(
          digits.map((text) => `b-${text}`),
          fc.string({ unit: 'binary' }),
        ),
        anyKey,
        (localPart, key) => {
          const { kind } = parseReturnPath({ localPart, domain: 'a.example' as DomainName }, key, now);
          expect(['forged', 'not_return_path']).toContain(kind);
        },
      ),
    );
  });
});

describe('base32', () => {
  it('is reversible and canonical', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), (array) => {
        const bytes = Buffer.from(array);
        expect(decodeBase32(encodeBase32(bytes))?.equals(bytes)).toBe(true);
      }),
    );
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...Array.from('abcxyz267')), maxLength: 12 }), (text) => {
        const bytes = decodeBase32(text);
        if (bytes !== undefined) expect(encodeBase32(bytes)).toBe(text);
      }),
    );
  });
});
