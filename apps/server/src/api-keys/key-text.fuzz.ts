import fc from 'fast-check';
import { expect, it } from 'vitest';
import { generateKey, hashKey, isKeyText } from './key-text.ts';

const nearly = fc
  .tuple(fc.constant(0), fc.nat(51), fc.string({ unit: 'binary', maxLength: 2 }))
  .map(([, index, text]) => {
    const key = generateKey();
    return { key, changed: key.slice(0, index) + text + key.slice(index + 1) };
  });

it('whatever is sent is a key or none, and has a hash', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(isKeyText(text)).toBe(false);
      expect(hashKey(text)).toHaveLength(32);
    }),
  );
});

it('a key in which one character was replaced by others is none', () => {
  fc.assert(
    fc.property(nearly, ({ key, changed }) => {
      expect(isKeyText(changed)).toBe(changed === key);
    }),
  );
});

it('takes no longer for longer texts', () => {
  const timeOf = (length: number): number => {
    const long = `smtpy${'a'.repeat(length)}`;
    const began = performance.now();
    for (let round = 0; round < 1_000; round += 1) isKeyText(long);
    return performance.now() - began;
  };
  timeOf(47);
  expect(timeOf(1_000_000)).toBeLessThan(10 * Math.max(1, timeOf(47)));
});
