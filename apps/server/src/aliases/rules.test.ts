import { describe, expect, it } from 'vitest';
import { isAliasName, isExpired } from './rules.ts';

describe('alias names', () => {
  it.each(['shop', 'shop.2026', 'my_shop-1', 'é', '用户', 'postmaster', 'x'.repeat(64)])(
    'may be %s',
    (name) => {
      expect(isAliasName(name)).toBe(true);
    },
  );

  it.each([
    '',
    '.shop',
    'shop.',
    'a..b',
    '*',
    'shop+x',
    'a%b',
    'a!b',
    'a b',
    '"a"',
    'a@b',
    'a/b',
    'x'.repeat(65),
    'é'.repeat(33),
  ])('may not be %s', (name) => {
    expect(isAliasName(name)).toBe(false);
  });
});

describe('isExpired', () => {
  const now = new Date('2030-06-01T12:00:00Z');
  it.each([
    [{ expiresAt: undefined, messagesLeft: undefined }, false],
    [{ expiresAt: new Date(now.getTime() + 1), messagesLeft: 1 }, false],
    [{ expiresAt: now, messagesLeft: undefined }, true],
    [{ expiresAt: new Date(now.getTime() - 1), messagesLeft: 5 }, true],
    [{ expiresAt: undefined, messagesLeft: 0 }, true],
    [{ expiresAt: new Date(now.getTime() + 1), messagesLeft: 0 }, true],
  ])('%o: %s', (alias, expected) => {
    expect(isExpired(alias, now)).toBe(expected);
  });
});
