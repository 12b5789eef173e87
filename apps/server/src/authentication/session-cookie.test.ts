import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { createCookieReader } from './session-cookie.ts';

const reader = createCookieReader({ secret: 'secret', prefix: 'smtpy', isSecure: false });
const signature = encodeURIComponent(createHmac('sha256', 'secret').update('abc').digest('base64'));
const foreign = encodeURIComponent(createHmac('sha256', 'another').update('abc').digest('base64'));

describe('signed cookies', () => {
  it('are read among others', () => {
    const cookie = `a=b; smtpy.session_token=abc.${signature}; flag`;
    expect(reader.read({ cookie }, 'session_token')).toBe('abc');
    expect(reader.read({ cookie }, 'two_factor')).toBeUndefined();
  });

  it.each([
    ['nothing', ''],
    ['no signature', 'smtpy.session_token=abc'],
    ['the signature of another secret', `smtpy.session_token=abc.${foreign}`],
    ['the signature of another value', `smtpy.session_token=abd.${signature}`],
    ['broken encoding', 'smtpy.session_token=abc.%E0%A4%A'],
    ['another name', `smtpy.session_token2=abc.${signature}`],
    ['no value', `smtpy.session_token=.${signature}`],
    ['a prefix for HTTPS', `__Secure-smtpy.session_token=abc.${signature}`],
  ])('are not read with %s', (_name, cookie) => {
    expect(reader.read({ cookie }, 'session_token')).toBeUndefined();
  });
});
