import { expect, it } from 'vitest';
import { generatePassword, hashPassword } from './password.ts';

it('is 28 characters of base32 in groups, and another one each time', () => {
  const passwords = Array.from({ length: 200 }, generatePassword);
  for (const password of passwords) expect(password).toMatch(/^[a-z2-7]{4}(-[a-z2-7]{4}){6}$/);
  expect(new Set(passwords).size).toBe(200);
  // Every character of the alphabet comes up: 5,600 draws miss one of 32 with a chance of 10^-76.
  expect(new Set(passwords.join('').replaceAll('-', '')).size).toBe(32);
});

it('has one hash, however it is typed', () => {
  const hash = hashPassword('abcd-efgh');
  expect(hash).toHaveLength(32);
  for (const typed of ['abcdefgh', 'ABCD EFGH', ' abcd -\tefgh\n']) expect(hashPassword(typed)).toEqual(hash);
  expect(hashPassword('abcd-efgi')).not.toEqual(hash);
});
