import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { Address, DomainName } from '../address/index.ts';
import { formatAddress, parseAddress } from '../address/index.ts';
import { decodeBase32, encodeBase32 } from '../base32.ts';
import { formatReturnPath, isReservedLocalPart, parseReturnPath } from './index.ts';

const key = Buffer.alloc(32, 7);
const domain = 'alias.example' as DomainName;
const deliveryId = '01936f2e-7c3a-7b1d-8e4f-0123456789ab';
const expiresAt = new Date('2026-03-10T08:00:00Z');
const before = new Date('2026-03-01T00:00:00Z');
const address = formatReturnPath({ deliveryId, expiresAt, domain, key });

function withLocalPart(localPart: string): Address {
  return { localPart, domain };
}

describe('base32', () => {
  // RFC 4648 §10, without padding and in lower case.
  it.each([
    ['', ''],
    ['f', 'my'],
    ['fo', 'mzxq'],
    ['foo', 'mzxw6'],
    ['foob', 'mzxw6yq'],
    ['fooba', 'mzxw6ytb'],
    ['foobar', 'mzxw6ytboi'],
  ])('of %j is %j', (text, digits) => {
    expect(encodeBase32(Buffer.from(text))).toBe(digits);
    expect(decodeBase32(digits.toUpperCase())?.toString()).toBe(text);
  });

  it.each(['m1', 'mz=', 'mz', 'm', 'mzxw6a', 'ſ'])('refuses %j', (text) => {
    expect(decodeBase32(text)).toBeUndefined();
  });
});

describe('return path', () => {
  it('has a short local part that is always the same', () => {
    expect(address.domain).toBe(domain);
    expect(address.localPart).toBe(formatReturnPath({ deliveryId, expiresAt, domain, key }).localPart);
    expect(address.localPart).toMatch(/^b-[a-z2-7]{45}$/);
    expect(formatAddress(address)).toBe(`${address.localPart}@alias.example`);
  });

  it('gives the delivery back, also in upper case and through the parser', () => {
    const upper = parseAddress(formatAddress(address).toUpperCase());
    if (!upper.ok) throw new Error(upper.reason);
    for (const form of [address, upper.value]) {
      expect(parseReturnPath(form, key, before)).toEqual({ kind: 'valid', deliveryId });
    }
    const upperId = formatReturnPath({ deliveryId: deliveryId.toUpperCase(), expiresAt, domain, key });
    expect(upperId).toEqual(address);
  });

  it('is good until the day of expiry has ended', () => {
    expect(parseReturnPath(address, key, expiresAt).kind).toBe('valid');
    expect(parseReturnPath(address, key, new Date('2026-03-10T23:59:59.999Z')).kind).toBe('valid');
    expect(parseReturnPath(address, key, new Date('2026-03-11T00:00:00.000Z')).kind).toBe('expired');
    expect(parseReturnPath(address, key, new Date('2030-01-01T00:00:00Z')).kind).toBe('expired');
  });

  it('is forged when any bit of it is another', () => {
    const bytes = decodeBase32(address.localPart.slice(2));
    if (bytes === undefined) throw new Error('not base32');
    for (let bit = 0; bit < bytes.length * 8; bit++) {
      const changed = Buffer.from(bytes);
      changed.writeUInt8(changed.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3);
      expect(parseReturnPath(withLocalPart(`b-${encodeBase32(changed)}`), key, before)).toEqual({
        kind: 'forged',
      });
    }
  });

  it('has one spelling: the unused bit of the last digit counts', () => {
    const alphabet = 'abcdefghijklmnopqrstuvwxyz234567';
    const last = alphabet.indexOf(address.localPart.slice(-1));
    const twin = address.localPart.slice(0, -1) + alphabet.charAt(last ^ 1);
    expect(parseReturnPath(withLocalPart(twin), key, before)).toEqual({ kind: 'forged' });
  });

  it('is forged under another key or on another domain', () => {
    expect(parseReturnPath(address, randomBytes(32), before).kind).toBe('forged');
    const elsewhere = { ...address, domain: 'other.example' as DomainName };
    expect(parseReturnPath(elsewhere, key, before).kind).toBe('forged');
  });

  it('tells nothing about the date of a forged one', () => {
    expect(parseReturnPath(address, randomBytes(32), new Date('2030-01-01')).kind).toBe('forged');
  });

  it.each([
    'jane',
    'b-',
    'b-short',
    'bounce',
    `b-${'a'.repeat(44)}`,
    `b-${'a'.repeat(46)}`,
    `b-${'1'.repeat(45)}`,
    `c-${'a'.repeat(45)}`,
  ])('is not %s', (localPart) => {
    expect(isReservedLocalPart(localPart)).toBe(false);
    expect(parseReturnPath(withLocalPart(localPart), key, before)).toEqual({ kind: 'not_return_path' });
  });

  it('reserves its form in any case', () => {
    expect(isReservedLocalPart(`b-${'a'.repeat(45)}`)).toBe(true);
    expect(isReservedLocalPart(address.localPart.toUpperCase())).toBe(true);
  });

  it('refuses what it cannot carry', () => {
    const input = { deliveryId, expiresAt, domain, key };
    expect(() => formatReturnPath({ ...input, deliveryId: 'x' })).toThrow(RangeError);
    expect(() => formatReturnPath({ ...input, expiresAt: new Date('2200-01-01') })).toThrow(RangeError);
    expect(() => formatReturnPath({ ...input, expiresAt: new Date(Number.NaN) })).toThrow(RangeError);
    expect(() => formatReturnPath({ ...input, expiresAt: new Date('1969-12-31') })).toThrow(RangeError);
  });
});
