import { describe, expect, it } from 'vitest';
import { generateKey, hashKey, isKeyText, startOf } from './key-text.ts';

const keys = Array.from({ length: 5_000 }, generateKey);

describe('a new key', () => {
  it('is 52 ASCII letters and digits that begin with smtpy', () => {
    for (const key of keys) {
      expect(key).toMatch(/^[a-zA-Z0-9]{52}$/);
      expect(key.startsWith('smtpy')).toBe(true);
      expect(isKeyText(key)).toBe(true);
    }
  });

  it('is like no other', () => {
    expect(new Set(keys).size).toBe(keys.length);
    expect(new Set(keys.map((key) => hashKey(key).toString('hex'))).size).toBe(keys.length);
  });

  it('has every digit as often as the others', () => {
    const counts = new Map<string, number>();
    for (const key of keys)
      for (const digit of key.slice(5, 48)) counts.set(digit, (counts.get(digit) ?? 0) + 1);
    expect(counts.size).toBe(62);
    // 215,000 digits: 3,468 of each, with a standard deviation of 58. The remainder of a byte alone would give eight of them 25 % more.
    for (const count of counts.values()) expect(Math.abs(count - 3_468)).toBeLessThan(6 * 58);
  });

  it('says little of itself in its start', () => {
    expect(startOf(keys[0] ?? '')).toHaveLength(9);
  });
});

describe('what is no key', () => {
  const key = generateKey();

  it('has one wrong character', () => {
    for (let index = 0; index < key.length; index += 1) {
      const other = key[index] === 'x' ? 'y' : 'x';
      expect(isKeyText(key.slice(0, index) + other + key.slice(index + 1))).toBe(false);
    }
  });

  it('has two neighbours the wrong way round', () => {
    for (let index = 5; index + 1 < key.length; index += 1) {
      const [left = '', right = ''] = key.slice(index, index + 2);
      if (left !== right)
        expect(isKeyText(key.slice(0, index) + right + left + key.slice(index + 2))).toBe(false);
    }
  });

  it.each(['', 'smtpy', `${key} `, ` ${key}`, `${key}\n`, key.toLowerCase(), key.slice(1), key + key])(
    'is %j',
    (text) => {
      expect(isKeyText(text)).toBe(false);
    },
  );
});

it.each([
  'smtpyQ7dMvK2xWcR9bT4nHs8JfLp3ZgYq6AeUi1VoXk5DwCmXylH',
  'smtpy0000000000000000000000000000000000000000000zT9w',
])('keeps its check digits over releases: %s', (key) => {
  expect(isKeyText(key)).toBe(true);
});
