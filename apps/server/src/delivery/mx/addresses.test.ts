import { describe, expect, it } from 'vitest';
import { isUsableAddress, normaliseAddress } from './addresses.ts';

describe('isUsableAddress', () => {
  it.each(['8.8.8.8', '10.0.0.1', '2a00:1450::1', 'fd00::1'])('takes %s', (address) => {
    expect(isUsableAddress(address, { allowsLoopback: false })).toBe(true);
  });

  it.each([
    '0.0.0.0',
    '::',
    '169.254.1.1',
    'fe80::1',
    '224.0.0.1',
    '255.255.255.255',
    'ff02::1',
    '::ffff:0.0.0.0',
    '192.0.2.1',
    'mx.test',
  ])('never takes %s', (address) => {
    expect(isUsableAddress(address, { allowsLoopback: true })).toBe(false);
  });

  it.each(['127.0.0.1', '127.1.2.3', '::1', '::ffff:127.0.0.1'])(
    'takes %s only where loopback is allowed',
    (address) => {
      expect(isUsableAddress(address, { allowsLoopback: true })).toBe(true);
      expect(isUsableAddress(address, { allowsLoopback: false })).toBe(false);
    },
  );
});

describe('normaliseAddress', () => {
  it('gives one spelling', () => {
    expect(normaliseAddress('::FFFF:127.0.0.1')).toBe('127.0.0.1');
    expect(normaliseAddress('2001:DB8:0:0::1')).toBe('2001:db8::1');
    expect(normaliseAddress('localhost')).toBe('localhost');
  });
});
