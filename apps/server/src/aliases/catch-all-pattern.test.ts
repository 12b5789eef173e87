import { describe, expect, it } from 'vitest';
import { matchesCatchAll, parseCatchAllPattern, takesLocalPart } from './catch-all-pattern.ts';

describe('parseCatchAllPattern', () => {
  it.each([
    'shop-.*',
    '[a-z]{3,20}',
    String.raw`\pL+\.[0-9]{4}`,
    'Shop|News',
    '('.repeat(100) + ')'.repeat(100),
  ])('takes %s', (text) => {
    expect(parseCatchAllPattern(text)).toEqual({ ok: true, value: text });
  });

  it.each([
    ['', 'empty'],
    ['a('.repeat(3), 'missing closing'],
    ['(?=a)b', 'Perl syntax'],
    [String.raw`(a)\1`, 'escape'],
    ['a{2,1}', 'repeat'],
    ['a{1001}', 'repeat'],
    ['((a{100}){100}){10}', 'repeat'],
    ['a'.repeat(501), '500 characters at most'],
    ['a{1000}'.repeat(71), 'too large'],
    [String.raw`(\pL|x){1000}`.repeat(38), 'too large'],
  ])('refuses %s', (text, reason) => {
    const parsed = parseCatchAllPattern(text);
    expect(parsed).toMatchObject({ ok: false });
    expect(parsed.ok ? '' : parsed.reason).toContain(reason);
  });
});

describe('matchesCatchAll', () => {
  it.each([
    [undefined, 'anything', true],
    ['shop', 'shop', true],
    ['shop', 'shops', false],
    ['shop', 'myshop', false],
    ['shop|news', 'newsx', false],
    ['a|ab', 'ab', true],
    ['Shop-.*', 'shop-1', true],
    ['CAF\u00c9', 'caf\u00e9', true],
    ['^shop$', 'shop', true],
    ['shop.*', 'shop\n', false],
  ])('%s and %s: %s', (pattern, localPart, expected) => {
    expect(matchesCatchAll(pattern, localPart)).toBe(expected);
  });

  it.each(['(a+)+$', '(a|a)*b', '(a*)*'.repeat(90) + 'b', '(a?){60}a{60}'])(
    'is not slowed by %s',
    (pattern) => {
      expect(parseCatchAllPattern(pattern).ok).toBe(true);
      const beganMs = performance.now();
      for (let count = 0; count < 100; count += 1) matchesCatchAll(pattern, `${'a'.repeat(63)}!`);
      expect(performance.now() - beganMs).toBeLessThan(1_000);
    },
  );

  it('stays right when more patterns come than it remembers', () => {
    const patterns = Array.from({ length: 450 }, (_, index) => `shop-${String(index)}`);
    for (const pattern of [...patterns, ...patterns]) {
      expect(matchesCatchAll(pattern, pattern)).toBe(true);
      expect(matchesCatchAll(pattern, 'shop')).toBe(false);
    }
  });
});

describe('takesLocalPart', () => {
  it.each(['shop', 'shop.2026', 'postmaster', 'caf\u00e9', 'reply-1', 'b-short'])('takes %s', (localPart) => {
    expect(takesLocalPart(undefined, localPart)).toBe(true);
  });

  it.each([
    '*',
    `b-${'a'.repeat(45)}`,
    'srs0=abcd=ab=elsewhere.example=jane',
    'srs1=abcd=elsewhere.example==abcd=ab=third.example=jane',
    'shop+x',
    'shop+bob=customer.example',
    'user%other.example',
    'other.example!user',
    'a b',
    '"a"',
    'a..b',
    '',
  ])('never takes %s', (localPart) => {
    expect(takesLocalPart(undefined, localPart)).toBe(false);
    expect(takesLocalPart('.*', localPart)).toBe(false);
  });

  it('takes what matches alone', () => {
    expect(takesLocalPart('shop-.*', 'shop-1')).toBe(true);
    expect(takesLocalPart('shop-.*', 'news')).toBe(false);
  });
});
