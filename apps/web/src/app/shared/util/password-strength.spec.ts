import { describe, expect, it } from 'vitest';
import { ratePassword } from './password-strength.ts';

describe('the strength of a password', () => {
  it.each([
    ['1234567', 'short'],
    ['åäö', 'short'],
    ['password', 'weak'],
    ['P@ssw0rd', 'weak'],
    ['Password2026!', 'weak'],
    ['qwertyuiop', 'weak'],
    ['aaaaaaaaaaaaaaaaaaaa', 'weak'],
    ['abcdefghijklmnop', 'weak'],
    ['summer2024', 'weak'],
    ['xkqzvbnwtplam', 'fair'],
    ['Tr0ub4dor&3', 'good'],
    ['correct horse battery', 'strong'],
    ['h7$Kp2!vQz9#', 'strong'],
    ['нежный зимний вечер', 'good'],
  ] as const)('%s is %s', (password, strength) => {
    expect(ratePassword(password)).toBe(strength);
  });

  it('takes what others know of the person for weak', () => {
    expect(ratePassword('jane.doe1984', ['jane.doe@provider.example'])).toBe('weak');
    expect(ratePassword('Jane Doe 84', ['Jane Doe'])).toBe('weak');
  });

  it('does not mind a name within a long password', () => {
    expect(ratePassword('jane likes 7 purple trains', ['Jane'])).toBe('strong');
  });
});
