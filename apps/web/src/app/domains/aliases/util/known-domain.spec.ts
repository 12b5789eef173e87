import { describe, expect, it } from 'vitest';
import { domainOf, isKnown } from './known-domain.ts';

describe('known domains', () => {
  it('cover the names below them, and no others', () => {
    expect(isKnown('news@Shop.example', ['shop.example'])).toBe(true);
    expect(isKnown('news@mail.shop.example', ['shop.example'])).toBe(true);
    expect(isKnown('news@myshop.example', ['shop.example'])).toBe(false);
  });
  it('are read behind the last @', () => {
    expect(domainOf('"a@b"@Shop.example')).toBe('shop.example');
  });
});
