import fc from 'fast-check';
import { expect, it } from 'vitest';
import { hashPassword } from './password.ts';
import { parseUserName, subjectsOf } from './rules.ts';

const text = fc.oneof(fc.string({ unit: 'binary' }), fc.emailAddress());

it('a user name is an address or none, and its normal form is stable', () => {
  fc.assert(
    fc.property(text, (userName) => {
      const address = parseUserName(userName);
      if (address === undefined) return;
      expect(parseUserName(`${address.localPart}@${address.domain}`)).toEqual(address);
      expect(subjectsOf({ network: '-', address }).alias.length).toBeLessThan(1_000);
    }),
  );
});

it('every password has a hash', () => {
  fc.assert(
    fc.property(text, (password) => {
      expect(hashPassword(password)).toHaveLength(32);
    }),
  );
});

it('time is linear up to 1 MB', () => {
  const timeOf = (length: number): number => {
    const long = '- a@'.repeat(length / 4);
    const began = performance.now();
    parseUserName(long);
    hashPassword(long);
    return performance.now() - began;
  };
  timeOf(100_000);
  const small = Math.min(...Array.from({ length: 5 }, () => timeOf(100_000)));
  const large = Math.min(...Array.from({ length: 5 }, () => timeOf(1_000_000)));
  // Ten times the length; thirty times the time leaves room for a busy machine, a quadratic one would need a hundred.
  expect(large).toBeLessThan(30 * Math.max(small, 1));
});
