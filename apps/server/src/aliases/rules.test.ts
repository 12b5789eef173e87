import { describe, expect, it } from 'vitest';
import { isAliasName } from './rules.ts';

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
