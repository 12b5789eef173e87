import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatAddress, maskAddress, parseAddress, parseDomainName } from './index.ts';

// Text near the grammar finds more than arbitrary text.
const nearAddress = fc
  .array(
    fc.constantFrom(
      'a',
      'B',
      '.',
      '@',
      '"',
      '\\',
      ' ',
      '-',
      '_',
      'é',
      'ß',
      '。',
      '%',
      ':',
      '[',
      ']',
      '\0',
      '1',
      'xn--',
    ),
    {
      maxLength: 40,
    },
  )
  .map((parts) => parts.join(''));
const anyText = fc.oneof(nearAddress, fc.string({ unit: 'binary', maxLength: 400 }));
const anyLocalPart = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 });

describe('addresses', () => {
  it('print to what parses to the same', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const parsed = parseAddress(text);
        if (parsed.ok) expect(parseAddress(formatAddress(parsed.value))).toEqual(parsed);
      }),
      { numRuns: 2000 },
    );
  });

  it('survive with any local part that has no control characters', () => {
    fc.assert(
      fc.property(anyLocalPart, (localPart) => {
        fc.pre(!/\p{Cc}/u.test(localPart) && Buffer.byteLength(localPart) <= 64);
        const quoted = `"${localPart.replace(/["\\]/g, '\\$&')}"@example.com`;
        expect(parseAddress(quoted)).toEqual({ ok: true, value: { localPart, domain: 'example.com' } });
      }),
    );
  });

  it('have domains that are stable, lower case ASCII', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const parsed = parseDomainName(text);
        if (!parsed.ok) return;
        expect(parsed.value).toMatch(/^[a-z0-9_.-]{1,255}$/);
        expect(parseDomainName(parsed.value)).toEqual(parsed);
      }),
      { numRuns: 2000 },
    );
  });

  it('never keep the local part when masked', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (text) => {
        const masked = maskAddress(`${text}@example.com`);
        expect(Array.from(masked.slice(0, masked.lastIndexOf('@'))).length).toBeLessThanOrEqual(2);
      }),
    );
  });

  it.each(['"', '"\\', '\\', 'é.', 'a@', '.', '"a"@', 'ü'])('are refused at once when huge: %j', (piece) => {
    expect(parseAddress(piece.repeat(500_000)).ok).toBe(false);
    expect(parseDomainName(piece.repeat(500_000)).ok).toBe(false);
  });
});
