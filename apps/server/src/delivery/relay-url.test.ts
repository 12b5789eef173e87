import { describe, expect, it } from 'vitest';
import { isOwnMachine, parseRelayUrl } from './relay-url.ts';

describe('parseRelayUrl', () => {
  it.each([
    ['smtp://relay.test', { host: 'relay.test', port: 25, isTlsImplicit: false, credentials: undefined }],
    ['smtps://Relay.Test/', { host: 'relay.test', port: 465, isTlsImplicit: true, credentials: undefined }],
    ['smtp://[::1]:2526', { host: '::1', port: 2526, isTlsImplicit: false, credentials: undefined }],
    [
      'smtp://a%40b.test:p%3A@relay.test:587',
      {
        host: 'relay.test',
        port: 587,
        isTlsImplicit: false,
        credentials: { username: 'a@b.test', password: 'p:' },
      },
    ],
  ])('reads %s', (text, value) => {
    expect(parseRelayUrl(text)).toEqual({ ok: true, value });
  });

  it.each([
    '',
    'relay.test',
    'http://relay.test',
    'smtp://',
    'smtp://relay.test/path',
    'smtp://%zz:x@relay.test',
  ])('refuses %j', (text) => {
    expect(parseRelayUrl(text).ok).toBe(false);
  });
});

describe('isOwnMachine', () => {
  it('holds for loopback names and addresses alone', () => {
    expect(['localhost', '127.0.0.1', '127.9.9.9', '::1'].every(isOwnMachine)).toBe(true);
    expect(['relay.test', '127.example.com', '10.0.0.1', '::2'].some(isOwnMachine)).toBe(false);
  });
});
