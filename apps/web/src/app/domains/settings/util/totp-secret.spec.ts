import { describe, expect, it } from 'vitest';
import { pathOfSquares, secretOf } from './totp-secret.ts';

describe('secretOf', () => {
  it('groups the secret', () => {
    expect(secretOf('otpauth://totp/SMTPy:jane?secret=JBSWY3DPEHPK3PXPA&issuer=SMTPy')).toBe(
      'JBSW Y3DP EHPK 3PXP A',
    );
  });

  it('is empty without one', () => {
    expect(secretOf('otpauth://totp/SMTPy:jane?issuer=SMTPy')).toBe('');
  });
});

describe('pathOfSquares', () => {
  it('draws the dark ones alone', () => {
    expect(
      pathOfSquares([
        [true, false],
        [false, true],
      ]),
    ).toBe('M0 0h1v1h-1zM1 1h1v1h-1z');
  });
});
