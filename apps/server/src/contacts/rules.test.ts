import { isReservedLocalPart, parseAddress, type Address } from '@smtpy/mail';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cleanDisplayName, formatReplyLocalPart, replyRandomBytes } from './rules.ts';

function address(text: string): Address {
  const parsed = parseAddress(text);
  if (!parsed.ok) throw new Error(parsed.reason);
  return parsed.value;
}
const zeros = Buffer.alloc(replyRandomBytes);

describe('formatReplyLocalPart', () => {
  it.each([
    ['jane@example.com', 'jane.example.com'],
    ["Jane.O'Neill+news@Example.com", 'jane.o-neill-news.example.com'],
    ['"very odd @ one"@example.com', 'very-odd-one.example.com'],
    ['josé@bücher.example', 'jose.xn-bcher-kva.example'],
    ['用户@example.com', 'example.com'],
    ['averyveryverylonglocalpartindeed@subdomain.example.com', 'averyveryverylonglocalpartindeed.subdoma'],
    ['b-@example.com', 'b.example.com'],
  ])('%s begins with %s', (text, prefix) => {
    expect(formatReplyLocalPart(address(text), zeros)).toBe(`${prefix}.aaaaaaaaaaaa`);
  });

  it('depends on all 60 bits', () => {
    const seen = new Set(
      Array.from({ length: 60 }, (_, bit) => {
        const random = Buffer.alloc(replyRandomBytes);
        random.writeBigUInt64BE(1n << BigInt(63 - bit));
        return formatReplyLocalPart(address('jane@example.com'), random);
      }),
    );
    expect(seen.size).toBe(60);
  });

  it('is always a plain lower-case local part that is no return path', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 }),
        fc.uint8Array({ minLength: 8, maxLength: 8 }),
        (localPart, random) => {
          const { domain } = address('x@example.com');
          const made = formatReplyLocalPart({ localPart, domain }, Buffer.from(random));
          expect(made).toMatch(/^[a-z0-9](?:[a-z0-9-]|\.(?!\.))*[a-z0-9]$/);
          expect(made.length).toBeLessThanOrEqual(64);
          expect(isReservedLocalPart(made)).toBe(false);
        },
      ),
    );
  });
});

describe('cleanDisplayName', () => {
  it('keeps names within reason', () => {
    expect(cleanDisplayName(undefined)).toBeUndefined();
    expect(cleanDisplayName('  ')).toBeUndefined();
    expect(cleanDisplayName(' Jane \n Doe ')).toBe('Jane Doe');
    expect(cleanDisplayName('🦊'.repeat(300))).toBe('🦊'.repeat(200));
  });
});
