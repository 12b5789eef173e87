import { describe, expect, it } from 'vitest';
import { passwordStrength } from './password-strength.ts';

describe('passwordStrength', () => {
  it.each([
    ['abc', 'short'],
    ['jane@example.com', 'known'],
    ['JANE.DOE', 'known'],
    ['aaaaaaaaaaaaaaaaaaaa', 'weak'],
    ['12345678', 'weak'],
    ['password', 'weak'],
    ['abcdefghijkl', 'weak'],
    ['Tr0ub4dor&3', 'strong'],
    ['correct horse battery', 'strong'],
    ['horsestaple', 'fair'],
  ] as const)('finds %s %s', (password, strength) => {
    expect(passwordStrength(password, ['jane@example.com', 'jane.doe', ''])).toBe(strength);
  });
});
