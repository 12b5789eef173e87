import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isListing, labelsOf } from './question.ts';

describe('labelsOf', () => {
  it.each([
    ['198.51.100.7', '7.100.51.198'],
    ['::ffff:198.51.100.7', '7.100.51.198'],
    ['::ffff:c633:6407', '7.100.51.198'],
    // RFC 5782 §2.4.
    ['2001:db8:1:2:3:4:567:89ab', 'b.a.9.8.7.6.5.0.4.0.0.0.3.0.0.0.2.0.0.0.1.0.0.0.8.b.d.0.1.0.0.2'],
  ])('%s is %s', (ip, labels) => {
    expect(labelsOf(ip)).toBe(labels);
  });

  it.each([
    '127.0.0.1',
    '127.9.9.9',
    '10.0.0.1',
    '172.16.0.1',
    '192.168.1.1',
    '169.254.1.1',
    '100.64.0.1',
    '0.0.0.0',
    '255.255.255.255',
    '::1',
    '::',
    'fe80::1',
    'fd00::1',
    '::ffff:127.0.0.1',
    '::ffff:10.0.0.1',
    '',
    'unknown',
    '198.51.100.7.evil.example',
  ])('%j is not asked about', (ip) => {
    expect(labelsOf(ip)).toBeUndefined();
  });

  it('makes labels of one octet or nibble, whatever it is given', () => {
    fc.assert(
      fc.property(fc.oneof(fc.ipV4(), fc.ipV6(), fc.string()), (ip) => {
        expect(labelsOf(ip) ?? '1.2.3.4').toMatch(/^(\d{1,3}(\.\d{1,3}){3}|[\da-f](\.[\da-f]){31})$/);
      }),
      { numRuns: 2_000 },
    );
  });
});

it.each([
  ['127.0.0.2', true],
  ['127.0.0.10', true],
  ['127.1.2.3', true],
  ['127.255.254.1', true],
  ['127.255.255.252', false],
  ['127.255.255.254', false],
  ['127.255.255.255', false],
  ['198.51.100.1', false],
  ['0.0.0.0', false],
  ['', false],
])('%s: whether it is a listing: %s', (record, expected) => {
  expect(isListing(record)).toBe(expected);
});
